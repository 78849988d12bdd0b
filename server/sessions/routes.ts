import type { Request, Response } from 'express'
import passport from 'passport'
import QRCode from 'qrcode'
import { setOwnPassword, endSessions, useTotpStep } from '../../models/user/account.ts'
import { actorOf } from '../../models/user/actor.ts'
import { countRefusal } from '../../models/refusal/index.ts'
import { departmentName } from '../../models/department/queries.ts'
import { UserModel } from '../../models/user/index.ts'
import { weaknessOf } from '../../models/user/password.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { csrfToken } from '../http/csrf.ts'
import { NotFound } from '../http/errors.ts'
import { allOf } from '../http/nav.ts'
import { page, redirect } from '../http/page.ts'
import { isOwnPath, openInterrupted } from '../http/resume.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { signInPage, WAITING_FORM, WAITING_PAGE } from '../http/signInPage.ts'
import { SessionModel } from '../http/sessionStore.ts'
import { requireActor, sessionUser, SignInNeeded, type SessionUser } from '../http/signedIn.ts'
import { textOf, type Body } from '../lib/form.ts'
import { hashPassword, verifyPassword } from '../lib/hashing.ts'
import { signInLimits } from './limits.ts'
import { enrolmentUri, newSecret, openSecret, sealSecret, stepOfCode } from './totp.ts'
import { passwordPage, sessionRow, twoFactorPage } from './view.ts'

const WRONG = '账号或密码不对。忘记密码请找系统管理员重置。'

/** Signing in and out, the own password, the second factor, the own sessions. */
export function sessionRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const limits = signInLimits()
  const now = () => deps.clock.now()

  get('/sign-in', { act: 'signedOut' }, (req, res) => {
    if (sessionUser(req)) return res.redirect(303, '/')
    return showSignIn(req, res, '', null, textOf(req.query['resume'] as string | undefined))
  })

  post('/sign-in', { act: 'signedOut', fields: ['account', 'password', 'resume'] }, async (req, res) => {
    const body = req.body as Body
    const [account, resume] = [textOf(body['account']).trim().toLowerCase().slice(0, 40), textOf(body['resume'])]
    const address = req.ip ?? ''
    await limits.take(account, address)
    const user = await authenticate(req, res)
    if (!user) {
      await limits.wrong(account, address)
      req.log.info({ address }, 'sign-in refused')
      await countRefusal(address, now())
      return showSignIn(req, res, account, WRONG, resume)
    }
    await limits.right(account, address)
    await begin(req, user)
    await act(deps, actorOf(user), 'session.begin', async (tx) => {
      tx.audit({ record: { type: 'user', id: user._id }, changes: { address } })
      await UserModel.updateOne({ _id: user._id }, { $set: { lastSeenAt: tx.now } }, { session: tx.session })
    })
    await goOn(req, res, user, resume)
  })

  post('/sign-out', { act: 'signedOut', fields: [] }, async (req, res) => {
    await new Promise<void>((resolve, reject) => req.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve())))
    res.setHeader('Clear-Site-Data', '"storage"')
    redirect(req, res, '/sign-in', '您已退出。')
  })

  get('/password', { act: 'signedOut' }, (req, res) => {
    const user = mustKnow(req)
    return page(req, res, 'sessions/password', passwordPage({}, user.mustChangePassword), { title: '修改密码', layout: user.mustChangePassword ? 'plain' : 'page' })
  })

  post('/password', { act: 'signedOut', fields: ['current', 'fresh', 'again'] }, async (req, res) => {
    const user = mustKnow(req)
    const body = req.body as Body
    const [current, fresh, again] = ['current', 'fresh', 'again'].map((name) => textOf(body[name])) as [string, string, string]
    await limits.take(user.account, req.ip ?? '')
    const stored = await UserModel.findById(user._id, { passwordHash: 1, formerHashes: 1 }).lean()
    const errors = await passwordProblems(user.account, { current, fresh, again }, stored)
    if (Object.keys(errors).length > 0) {
      return page(req, res, 'sessions/password', passwordPage(errors, user.mustChangePassword), { title: '错误：修改密码', status: 422, layout: user.mustChangePassword ? 'plain' : 'page' })
    }
    const hash = await hashPassword(fresh)
    const version = await act(deps, actorOf(user), 'account.password', async (tx) => {
      tx.audit({ record: { type: 'user', id: user._id } })
      return setOwnPassword(user._id, hash, tx.now, tx.session)
    })
    // the session that asked goes on under the new version, with a new id; all others have ended
    const secondFactorAt = req.session.secondFactorAt
    await begin(req, { ...user, sessionVersion: version })
    if (secondFactorAt) req.session.secondFactorAt = secondFactorAt
    redirect(req, res, '/', '密码已修改，其他设备上的登录都已结束。')
  })

  get('/two-factor', { act: 'signedOut' }, async (req, res) => showTwoFactor(req, res, mustKnow(req), null, textOf(req.query['resume'] as string | undefined)))

  post('/two-factor', { act: 'signedOut', fields: ['code', 'sealed', 'resume'] }, async (req, res) => {
    const user = mustKnow(req)
    const body = req.body as Body
    const resume = textOf(body['resume'])
    await limits.take(user.account, req.ip ?? '')
    const fits = await codeFits(user, textOf(body['code']), textOf(body['sealed']))
    if (!fits) {
      await limits.wrong(user.account, req.ip ?? '')
      return showTwoFactor(req, res, user, '动态码不对，或者已经用过。请等验证器换一个再输。', resume)
    }
    req.session.secondFactorAt = now().getTime()
    await goOn(req, res, { ...user, totpRequired: false }, resume)
  })

  get('/sessions', { act: 'account.own' }, async (req, res) => {
    const actor = requireActor(req)
    const stored = await SessionModel.find({ user: actor.id, expires: { $gt: now() } }).sort({ touchedAt: -1 }).limit(20).lean()
    const rows = stored.map((each) => sessionRow(each, each.data.startedAt === req.session.startedAt && each.data.csrfToken === req.session.csrfToken, now()))
    const model = { name: actor.name, department: await departmentName(actor.department), sessions: rows, others: rows.filter((row) => !row.own).length }
    return page(req, res, 'sessions/index', model, { title: '我的账号' })
  })

  post('/sessions/end', { act: 'account.own', fields: [] }, async (req, res) => {
    const user = mustKnow(req)
    const version = await act(deps, requireActor(req), 'account.endSessions', async (tx) => {
      tx.audit({ record: { type: 'user', id: user._id } })
      return endSessions(user._id, tx.session)
    })
    req.session.userVersion = version
    redirect(req, res, '/sessions', '其他设备上的登录都已结束。')
  })

  get('/more', { act: 'home.read' }, (req, res) => page(req, res, 'sessions/more', { all: allOf(requireActor(req)) }, { title: '更多' }))

  return table

  function showSignIn(req: Request, res: Response, account: string, problem: string | null, resume: string): Promise<void> {
    const interrupted = resume ? openInterrupted(resume, deps.keys.session, now()) : null
    const waiting = interrupted === null ? null : interrupted.body ? WAITING_FORM : WAITING_PAGE
    return page(req, res, 'sessions/signIn', signInPage(account, problem, interrupted ? resume : '', waiting), {
      title: problem ? '错误：登录' : '登录', status: problem ? 422 : 200, layout: 'plain', bodyClass: 'sign-in', form: true,
    })
  }

  /** The next page after a step of signing in: another step, the interrupted work, or the home page. */
  async function goOn(req: Request, res: Response, user: SessionUser, resume: string): Promise<void> {
    if (user.mustChangePassword) return res.redirect(303, '/password')
    if (user.totpRequired) return res.redirect(303, resume ? `/two-factor?resume=${encodeURIComponent(resume)}` : '/two-factor')
    const interrupted = resume ? openInterrupted(resume, deps.keys.session, now()) : null
    if (!interrupted || !isOwnPath(interrupted.path)) return res.redirect(303, '/')
    if (!interrupted.body) return res.redirect(303, interrupted.path)
    const fields = Object.entries(interrupted.body).filter(([name]) => name !== '_csrf').flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })))
    const typed = fields.map(({ value }) => value.trim()).filter((value) => /\p{Script=Han}/u.test(value))
    return page(req, res, 'sessions/resume', { action: interrupted.path, fields, typed }, { title: '接着提交', layout: 'plain' })
  }

  async function showTwoFactor(req: Request, res: Response, user: SessionUser, problem: string | null, resume: string): Promise<void> {
    const stored = await UserModel.findById(user._id, { totp: 1 }).lean()
    const secret = stored?.totp ? null : newSecret()
    const enrolment = secret === null ? null : {
      qr: `data:image/svg+xml;base64,${Buffer.from(await QRCode.toString(enrolmentUri(secret, user.account), { type: 'svg' })).toString('base64')}`,
      secret: secret.replace(/(.{4})/g, '$1 ').trim(),
      sealed: sealSecret(secret, deps.keys.totp),
    }
    return page(req, res, 'sessions/twoFactor', twoFactorPage(problem, enrolment, resume), { title: problem ? '错误：动态码' : '动态码', status: problem ? 422 : 200, layout: 'plain' })
  }

  /** Checks a code against the stored secret, or against the one just shown: then the account is enrolled. */
  async function codeFits(user: SessionUser, code: string, sealed: string): Promise<boolean> {
    const stored = await UserModel.findById(user._id, { totp: 1 }).lean()
    if (stored?.totp) {
      const step = await stepOfCode(openSecret(stored.totp.secret, deps.keys.totp), code, now())
      return step !== null && useTotpStep(user._id, step)
    }
    const step = await stepOfCode(openSecret(sealed, deps.keys.totp), code, now())
    if (step === null) return false
    return act(deps, actorOf(user), 'account.enrolTotp', async (tx) => {
      tx.audit({ record: { type: 'user', id: user._id } })
      const set = await UserModel.updateOne({ _id: user._id, totp: null }, { $set: { totp: { secret: sealed, lastStep: step, enrolledAt: tx.now } }, $inc: { __v: 1 } }, { session: tx.session })
      return set.modifiedCount === 1
    })
  }

  /** A new session id under the user's present version. */
  async function begin(req: Request, user: SessionUser): Promise<void> {
    await new Promise<void>((resolve, reject) => req.login(user, (error: unknown) => (error ? reject(error as Error) : resolve())))
    // made now, so that pages opened side by side do not each make their own
    csrfToken(req)
    req.session.startedAt = now().getTime()
    req.session.userVersion = user.sessionVersion
    req.session.address = req.ip ?? ''
    req.session.agent = (req.headers['user-agent'] ?? '').slice(0, 200)
  }
}

/** The user of the session, even before a due password change or second factor. @throws SignInNeeded */
function mustKnow(req: Request): SessionUser {
  const user = sessionUser(req)
  if (!user) throw new SignInNeeded()
  return user
}

const authenticate = (req: Request, res: Response): Promise<SessionUser | null> =>
  new Promise((resolve, reject) => {
    const answer = (error: unknown, user: SessionUser | false) => (error ? reject(error as Error) : resolve(user || null))
    ;(passport.authenticate('local', { session: false }, answer) as (req: Request, res: Response, next: (error?: unknown) => void) => void)(req, res, reject)
  })

async function passwordProblems(
  account: string, { current, fresh, again }: { current: string, fresh: string, again: string }, stored: { passwordHash: string, formerHashes: string[] } | null,
): Promise<Record<string, string>> {
  if (!stored) throw new NotFound()
  if (!(await verifyPassword(stored.passwordHash, current))) return { current: '现在的密码不对' }
  const weakness = weaknessOf(fresh, account)
  if (weakness) return { fresh: weakness }
  const former = await Promise.all([stored.passwordHash, ...stored.formerHashes].map((hash) => verifyPassword(hash, fresh)))
  if (former.includes(true)) return { fresh: '最近五次用过的密码不能再用' }
  return fresh === again ? {} : { again: '两次输入的新密码不一样' }
}

