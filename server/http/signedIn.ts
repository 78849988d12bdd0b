import type { Request } from 'express'
import { actorOf, type Actor } from '../../models/user/actor.ts'
import type { User } from '../../models/user/index.ts'

/** The words of a user that a request needs; read together with the session. */
export type SessionUser = Pick<User, '_id' | 'account' | 'name' | 'department' | 'roles' | 'isHead' | 'actsFor' | 'title' | 'mustChangePassword' | 'totpRequired' | 'sessionVersion' | 'disabledAt'>

export const SESSION_USER_FIELDS = {
  account: 1, name: 1, department: 1, roles: 1, isHead: 1, actsFor: 1, title: 1, mustChangePassword: 1, totpRequired: 1, sessionVersion: 1, disabledAt: 1,
} as const

/** Nobody is signed in, or not completely: a password to change, a second factor to give. */
export class SignInNeeded extends Error {}

export const sessionUser = (req: Request): SessionUser | null => (req.user as SessionUser | undefined) ?? null

const actors = new WeakMap<SessionUser, Actor>()

/** The actor of the request, or null when nobody is (completely) signed in. */
export function actorFrom(req: Request): Actor | null {
  const user = sessionUser(req)
  if (!user || user.mustChangePassword || (user.totpRequired && !req.session.secondFactorAt)) return null
  const known = actors.get(user)
  if (known) return known
  const actor = actorOf(user)
  actors.set(user, actor)
  return actor
}

/** @throws SignInNeeded */
export function requireActor(req: Request): Actor {
  const actor = actorFrom(req)
  if (!actor) throw new SignInNeeded()
  return actor
}
