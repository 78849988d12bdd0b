import { Strategy } from 'passport-local'
import { UserModel } from '../../models/user/index.ts'
import { gate, hashPassword, HashingBusy, verifyPassword } from '../lib/hashing.ts'
import { Unavailable } from '../http/errors.ts'
import { LIMITS } from '../http/limits.ts'
import { SESSION_USER_FIELDS, type SessionUser } from '../http/signedIn.ts'

const hashing = gate(LIMITS.hashesAtOnce, LIMITS.hashesWaiting)
// An unknown account costs the same time as a wrong password.
let nobody: Promise<string> | null = null

/** Whether account and password fit; null for every reason why not, so that a caller cannot learn which. */
export async function userWithPassword(account: string, password: string, now: Date): Promise<SessionUser | null> {
  const user = await UserModel.findOne({ account: account.trim().toLowerCase() }, { ...SESSION_USER_FIELDS, passwordHash: 1, oneTimeUntil: 1 }).lean()
  nobody ??= hashPassword('nobody has this password')
  const stored = user?.passwordHash ?? (await nobody)
  try {
    const fits = await hashing(() => verifyPassword(stored, password))
    if (!user || !fits || user.disabledAt) return null
    if (user.mustChangePassword && user.oneTimeUntil && user.oneTimeUntil <= now) return null
    return user
  } catch (error) {
    if (error instanceof HashingBusy) throw new Unavailable('现在登录的人很多，请稍后再试。')
    throw error
  }
}

/** Passport's local strategy over the body alone: a password in an address is not read. @source security.md P12 */
export const localStrategy = (now: () => Date) =>
  new Strategy({ usernameField: 'account', passwordField: 'password', passReqToCallback: true }, (req, _account, _password, done) => {
    const body = req.body as Record<string, unknown> | undefined
    const [account, password] = [body?.['account'], body?.['password']]
    if (typeof account !== 'string' || typeof password !== 'string') return done(null, false)
    userWithPassword(account, password, now()).then((user) => done(null, user ?? false), done)
  })
