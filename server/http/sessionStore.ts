import { createHash } from 'node:crypto'
import session from 'express-session'
import mongoose, { Schema, model, type Types } from 'mongoose'
import { SESSION_MS, within } from './deadline.ts'
import { LIMITS } from './limits.ts'
import { SESSION_USER_FIELDS, type SessionUser } from './signedIn.ts'

declare module 'express-session' {
  interface SessionData {
    /** instant of sign-in, ms */
    startedAt?: number
    userVersion?: number
    secondFactorAt?: number
    address?: string
    agent?: string
    passport?: { user?: string }
  }
}

interface StoredSession {
  /** SHA-256 of the cookie's id: who reads the database cannot sign in with it */
  _id: string
  user: Types.ObjectId | null
  data: session.SessionData
  touchedAt: Date
  expires: Date
}

const schema = new Schema<StoredSession>(
  { _id: String, user: { type: Schema.Types.ObjectId, default: null }, data: { type: Schema.Types.Mixed, required: true }, touchedAt: Date, expires: Date },
  { minimize: false },
)
schema.index({ expires: 1 })
schema.index({ user: 1 })
export const SessionModel = model('Session', schema, 'sessions')

const KEPT_TOUCHES = 5_000
const TOUCH_MS = 1_000
const hashOf = (sid: string) => createHash('sha256').update(sid).digest('base64url')

/**
 * Sessions in the database, each read together with its user in one query. A session ends at once when its user is disabled,
 * its version is raised (password, roles, "sign out everywhere"), it idled too long or lived too long.
 * @source security.md b1 (7.x), speed.md 2
 */
export class SessionStore extends session.Store {
  private readonly users = new Map<string, SessionUser>()
  /** when this process last touched a session, so that the end of most requests writes nothing */
  private readonly touched = new Map<string, number>()
  private readonly now: () => Date
  constructor(now: () => Date) {
    super()
    this.now = now
  }

  override get(sid: string, done: (error: unknown, found?: session.SessionData | null) => void): void {
    within(SESSION_MS, this.read(sid)).then((found) => done(null, found), done)
  }

  override set(sid: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    const user = data.passport?.user ? new mongoose.Types.ObjectId(data.passport.user) : null
    const values = { user, data: plain(data), touchedAt: this.now(), expires: this.expiry() }
    const stored = SessionModel.updateOne({ _id: hashOf(sid) }, { $set: values }, { upsert: true }).exec()
    within(SESSION_MS, stored).then(() => done?.(), (error: unknown) => done?.(error))
  }

  override touch(sid: string, _data: session.SessionData, done?: (error?: unknown) => void): void {
    const now = this.now()
    const before = now.getTime() - LIMITS.sessionTouchMs
    if ((this.touched.get(sid) ?? 0) > before) return done?.()
    if (this.touched.size > KEPT_TOUCHES) this.touched.clear()
    this.touched.set(sid, now.getTime())
    const touched = SessionModel.updateOne(
      { _id: hashOf(sid), touchedAt: { $lt: new Date(before) } },
      { $set: { touchedAt: now, expires: this.expiry() } },
    ).exec()
    // no page waits for it for long, and none fails with it: the next request touches again
    within(TOUCH_MS, touched).catch(() => this.touched.delete(sid)).finally(() => done?.())
  }

  override destroy(sid: string, done?: (error?: unknown) => void): void {
    SessionModel.deleteOne({ _id: hashOf(sid) }).then(() => done?.(), (error: unknown) => done?.(error))
  }

  /** The user that was read with the session, once; undefined when the session was not read in this request. */
  takeUser(sid: string): SessionUser | undefined {
    const user = this.users.get(sid)
    this.users.delete(sid)
    return user
  }

  private expiry = () => new Date(this.now().getTime() + LIMITS.sessionIdleMs)

  private async read(sid: string): Promise<session.SessionData | null> {
    const [found] = await SessionModel.aggregate<StoredSession & { users: SessionUser[] }>([
      { $match: { _id: hashOf(sid), expires: { $gt: this.now() } } },
      { $lookup: { from: 'users', localField: 'user', foreignField: '_id', as: 'users', pipeline: [{ $project: SESSION_USER_FIELDS }] } },
    ])
    if (!found) return null
    const user = found.users[0]
    const { startedAt, userVersion } = found.data
    if (found.user && (!user || user.disabledAt || user.sessionVersion !== userVersion)) return null
    if (startedAt && this.now().getTime() - startedAt >= LIMITS.sessionWholeMs) return null
    if (user) this.users.set(sid, user)
    return found.data
  }
}

const plain = (data: session.SessionData) => JSON.parse(JSON.stringify(data)) as session.SessionData
