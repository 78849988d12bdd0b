import type { Types } from 'mongoose'
import type { Role } from './roles.ts'

/** Who acts: the words of a signed-in user that rights, audit and pages need. Jobs act as `SYSTEM`. */
export interface Actor {
  id: Types.ObjectId | null
  name: string
  department: string | null
  roles: readonly Role[]
  isHead: boolean
  /** the leader this person is or acts for; null for all others */
  leader: Types.ObjectId | null
}

/** The sweeps and other jobs. It holds no role: verbs that jobs may call do not ask the permission table. */
export const SYSTEM: Actor = { id: null, name: '系统', department: null, roles: [], isHead: false, leader: null }

type StoredWords = { _id: Types.ObjectId, name: string, department: string, roles: Role[], isHead: boolean, actsFor: Types.ObjectId | null }

/** The actor that a stored user is. A leader acts for themselves, a secretary for the leader they serve. */
export const actorOf = (user: StoredWords): Actor => ({
  id: user._id,
  name: user.name,
  department: user.department,
  roles: user.roles,
  isHead: user.isHead,
  leader: user.roles.includes('leader') ? user._id : user.roles.includes('secretary') ? user.actsFor : null,
})
