import type { Actor } from '../../models/user/actor.ts'

/** Somebody on a page that needs no account: no name, no role, no address in the trail. */
export const CITIZEN: Actor = { id: null, name: '市民', department: null, roles: [], isHead: false, leader: null }
