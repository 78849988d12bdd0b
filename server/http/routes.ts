import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import multer from 'multer'
import { mayEver, type Act } from '../../models/user/permissions.ts'
import { checkFields } from './body.ts'
import { checkCsrf } from './csrf.ts'
import { Forbidden } from './errors.ts'
import { checkLinkForm } from './linkDoor.ts'
import { actorFrom, requireActor } from './signedIn.ts'

/** Files that a route takes, kept in memory until their signs have been looked at. */
export interface Upload {
  field: string
  files: number
  bytes: number
}

/**
 * What no account is needed for: `public` pages, `signedOut` for the sign-in, `link` for those who hold one, `machine` for a
 * gateway that has neither session nor form: its address carries the proof.
 */
export const OPEN = ['public', 'signedOut', 'link', 'machine'] as const
export type Open = (typeof OPEN)[number]
export const isOpen = (act: Policy['act']): act is Open => (OPEN as readonly string[]).includes(act)

/**
 * What a route demands before its handler runs. `act` is a line of the permission table or one of `OPEN`. A route that changes something names each body field it takes
 * (`issue-*` stands for numbered ones).
 */
export interface Policy {
  act: Act | Open
  fields?: readonly string[]
  upload?: Upload
}

export interface Declared extends Policy {
  method: 'GET' | 'POST'
  path: string
}

export type Handler = (req: Request, res: Response) => Promise<void> | void

/** A feature's addresses: every path with its policy, enforced here and listed by `npm run routes`. */
export interface RouteTable {
  router: Router
  declared: Declared[]
  get(path: string, policy: Policy, handler: Handler): void
  post(path: string, policy: Policy, handler: Handler): void
}

/** Marks the layers that carry a policy; `assertAllDeclared` refuses the others. */
const guarded = new WeakSet<object>()

export function routeTable(): RouteTable {
  const router = Router()
  const declared: Declared[] = []
  const add = (method: 'GET' | 'POST', path: string, policy: Policy, handler: Handler) => {
    if (method === 'POST' && policy.fields === undefined) throw new Error(`POST ${path} declares no fields`)
    declared.push({ method, path, ...policy })
    const steps = [...(policy.upload ? [keepTyped] : []), ...guards(policy), ...(method === 'POST' ? intake(policy) : []), handler as RequestHandler]
    for (const step of steps) guarded.add(step)
    if (method === 'GET') router.get(path, ...steps)
    else router.post(path, ...steps)
  }
  return {
    router,
    declared,
    get: (path, policy, handler) => add('GET', path, policy, handler),
    post: (path, policy, handler) => add('POST', path, policy, handler),
  }
}

/**
 * Walks the router and throws when a route stands there that no policy was declared for: better no start than an open door.
 */
export function assertAllDeclared(router: Router, at = ''): void {
  for (const layer of router.stack) {
    if (layer.route) {
      const open = layer.route.stack.some((step) => !guarded.has(step.handle))
      if (open) throw new Error(`Route ${at}${layer.route.path} has no policy`)
    } else if (typeof layer.handle === 'function' && 'stack' in layer.handle) {
      assertAllDeclared(layer.handle as unknown as Router, at)
    }
  }
}

function guards(policy: Policy): RequestHandler[] {
  const { act } = policy
  if (isOpen(act)) return []
  return [
    (req, _res, next) => {
      const actor = requireActor(req)
      if (!mayEver(actor, act)) throw new Forbidden()
      next()
    },
  ]
}

// Files are parsed before the token can be read; the Origin was checked before either (app.ts).
function intake(policy: Policy): RequestHandler[] {
  const files = policy.upload ? [receive(policy.upload)] : []
  const fields = policy.act === 'link' ? [...(policy.fields ?? []), 'id'] : (policy.fields ?? [])
  const ownForm = policy.act === 'machine' ? [] : [policy.act === 'link' ? checkLinkForm : checkCsrf]
  return [...files, ...ownForm, (req, _res, next) => {
    checkFields(req.body as Record<string, unknown>, fields)
    next()
  }]
}

// Somebody whose session has ended is led through sign-in back to what was typed: of a form with files the text is read, the
// files are let go by unread.
const textOnly = multer({ fileFilter: (_req, _file, done) => done(null, false), limits: { fields: 500, fieldSize: 256 * 1024, parts: 520 } }).any()
const keepTyped: RequestHandler = (req, res, next) => {
  if (actorFrom(req) === null && req.is('multipart/form-data')) textOnly(req, res, next)
  else next()
}

function receive(upload: Upload): RequestHandler {
  const parser = multer({
    storage: multer.memoryStorage(),
    defParamCharset: 'utf8',
    limits: { fileSize: upload.bytes, files: upload.files, fields: 500, fieldSize: 256 * 1024, parts: 500 + upload.files },
  } as multer.Options).array(upload.field, upload.files)
  return (req, res, next) => {
    if (req.is('multipart/form-data')) parser(req, res, next)
    else next()
  }
}

/** The files that came with the form; empty when none were chosen. */
export const filesOf = (req: Request): Express.Multer.File[] => (Array.isArray(req.files) ? req.files : [])

export { express }
