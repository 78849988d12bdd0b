import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Express } from 'express'
import session from 'express-session'
import passport from 'passport'
import { pinoHttp } from 'pino-http'
import { UserModel } from '../models/user/index.ts'
import type { Deps } from './deps.ts'
import { features } from './features.ts'
import { healthRoutes, type Readiness } from './health/routes.ts'
import { checkOrigin } from './http/csrf.ts'
import { deadline, letGoLate } from './http/deadline.ts'
import { answerError, answerNotFound } from './http/errorPages.ts'
import { knownHosts, knownMethods, noStore, securityHeaders, shed } from './http/guards.ts'
import { LIMITS } from './http/limits.ts'
import { giveRequestId } from './http/requestId.ts'
import { assertAllDeclared } from './http/routes.ts'
import { SessionStore } from './http/sessionStore.ts'
import { SESSION_USER_FIELDS, type SessionUser } from './http/signedIn.ts'
import { storeFirst } from './http/storeFirst.ts'
import './http/types.ts'
import { projectRoot } from './lib/projectRoot.ts'
import { stylesheet } from './lib/stylesheet.ts'
import { localStrategy } from './sessions/strategy.ts'

const PUBLIC = join(projectRoot(import.meta.dirname), 'public')

/**
 * The whole web application over an open database. Refuses to be made when a route stands in it that no policy was
 * declared for.
 */
export function createApp(deps: Deps, readiness: Readiness = { accepting: true }): Express {
  const { config } = deps
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.trustProxy)
  // pages are never kept by anybody, so a fingerprint of each would be made for nothing
  app.set('etag', false)
  app.locals.deps = deps

  app.use(giveRequestId)
  app.use(pinoHttp({ logger: deps.log, genReqId: (req) => (req as express.Request).id, quietReqLogger: true, customLogLevel: levelOf, serializers: { req: requestWords, res: ({ statusCode }: { statusCode: number }) => ({ statusCode }) } }))
  app.use(knownMethods, knownHosts(config), securityHeaders(config))

  const sheet = stylesheet()
  app.get('/css/main.css', (_req, res) => void res.type('css').setHeader('Cache-Control', 'public, max-age=3600').send(config.production ? sheet : stylesheet()))
  app.use(publicFiles(config.production))
  const health = healthRoutes(readiness)
  app.use(health.router)

  app.use(shed(), deadline(), noStore, checkOrigin(config.publicUrl))
  app.use(express.urlencoded({ extended: false, limit: LIMITS.bodyBytes, parameterLimit: LIMITS.bodyFields }))
  app.use('/receipts', express.json({ limit: LIMITS.receiptBytes }))
  useSessions(app, deps)

  const tables = features(deps)
  for (const table of tables) {
    assertAllDeclared(table.router)
    app.use(table.router)
  }
  app.locals.declared = [health, ...tables].flatMap((table) => table.declared)
  app.use(answerNotFound)
  app.use(letGoLate, answerError)
  return app
}

/** The files of `public`; an address that cannot be one of them never reaches for the disk. */
function publicFiles(production: boolean): express.RequestHandler {
  const folders = new Set(readdirSync(PUBLIC))
  const files = express.static(PUBLIC, { index: false, dotfiles: 'ignore', maxAge: production ? '1h' : 0 })
  return (req, res, next) => (folders.has(req.path.split('/')[1] ?? '') ? files(req, res, next) : next())
}

function useSessions(app: Express, deps: Deps): void {
  const { config, keys } = deps
  const store = new SessionStore(() => deps.clock.now())
  app.use(session({
    name: config.cookieSecure ? '__Host-sid' : 'sid',
    secret: keys.session,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    proxy: config.trustProxy > 0,
    cookie: { httpOnly: true, sameSite: 'lax', secure: config.cookieSecure, path: '/' },
  }))
  app.use(storeFirst)
  passport.use(localStrategy(() => deps.clock.now()))
  passport.serializeUser((user, done) => done(null, String((user as SessionUser)._id)))
  passport.deserializeUser((req: express.Request, id: string, done: (error: unknown, user?: SessionUser | false) => void) => {
    const read = store.takeUser(req.sessionID)
    if (read) return done(null, read)
    UserModel.findById(id, SESSION_USER_FIELDS).lean<SessionUser>().then((user) => done(null, user ?? false), done)
  })
  app.use(passport.session())
}

const requestWords = (req: { method: string, url: string, id: string }) => ({ id: req.id, method: req.method, path: withoutSecrets(req.url) })

/**
 * Addresses in the log carry no query, no link token, no link's id and no proof of a receipt: the moment somebody answers is
 * nobody's business.
 */
const withoutSecrets = (url: string) =>
  url.replace(/\?.*$/, '').replace(/^\/([qecb])\/(i\/)?[^/]+/, '/$1/$2…').replace(/^\/receipts\/([^/]+)\/.*/, '/receipts/$1/…')

function levelOf(req: { url?: string | undefined }, res: { statusCode: number }, error?: Error) {
  if (res.statusCode >= 500 || error) return 'error'
  return /^\/(css|js|img|healthz|readyz)/.test(req.url ?? '') ? 'debug' : 'info'
}
