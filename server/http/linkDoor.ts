import { timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import mongoose from 'mongoose'
import { RateLimiterMongo } from 'rate-limiter-flexible'
import { linkByHash, wasReplaced, type Link } from '../../models/link/index.ts'
import { formMark, looksLikeToken, PURPOSES, tokenHash, type Purpose } from '../../models/link/token.ts'
import type { Deps } from '../deps.ts'
import { textOf } from '../lib/form.ts'
import type { Body } from './body.ts'
import { Conflict, Forbidden, NotFound, TooMany } from './errors.ts'
import { LIMITS } from './limits.ts'

/** A link that its holder has opened: what it opens, and whether it still may. */
export interface OpenLink {
  link: Link
  token: string
  state: 'open' | 'expired' | 'revoked'
}

/**
 * The door of people without account. The first GET (`/q/<token>`) puts the token into a cookie bound to the path of a public
 * id and leads there, so that it stays out of addresses, histories and logs; nothing is consumed by it.
 * @source DESIGN.md §7 Links, security.md K1–K9
 */
export function linkDoor(deps: Deps, purpose: Purpose) {
  const letter = PURPOSES[purpose]
  const misses = new RateLimiterMongo({
    storeClient: mongoose.connection, tableName: 'limits', keyPrefix: 'link-miss', points: LIMITS.linkMisses.points, duration: LIMITS.linkMisses.seconds, disableIndexesCreation: true,
  })

  return {
    /** Handler of `/q/:token`. Unknown, malformed and foreign-purpose tokens get the same page. @throws NotFound, TooMany */
    async enter(req: Request, res: Response): Promise<void> {
      const token = String(req.params['token'])
      const hash = tokenHash(token)
      const [link, replaced] = await Promise.all([linkByHash(purpose, hash), wasReplaced(purpose, hash)])
      if (replaced) throw new Conflict(REPLACED)
      if (!link || !looksLikeToken(token)) {
        await countMiss(req)
        throw new NotFound()
      }
      const path = `/${letter}/i/${link._id}`
      const lives = link.expiresAt ? link.expiresAt.getTime() - deps.clock.now().getTime() : YEAR_MS
      res.cookie(cookieName(deps, letter), token, { path, httpOnly: true, sameSite: 'lax', secure: deps.config.cookieSecure, maxAge: Math.max(lives, HOUR_MS) })
      res.redirect(303, path)
    },

    /** The link behind `/q/i/:id`, by the cookie of that path. @throws NotFound when the cookie does not open this id, Conflict when it was replaced */
    async opened(req: Request): Promise<OpenLink> {
      const token = cookieOf(req, cookieName(deps, letter))
      const link = token && looksLikeToken(token) ? await linkByHash(purpose, tokenHash(token)) : null
      if (token && !link && looksLikeToken(token) && (await wasReplaced(purpose, tokenHash(token)))) throw new Conflict(REPLACED)
      if (!token || !link || link._id !== req.params['id']) throw new NotFound()
      const now = deps.clock.now()
      return { link, token, state: link.revokedAt ? 'revoked' : link.expiresAt && link.expiresAt <= now ? 'expired' : 'open' }
    },

    /** The hidden field for forms of this link. */
    mark: (token: string): string => formMark(deps.keys.session, token),
  }

  async function countMiss(req: Request): Promise<void> {
    try {
      await misses.consume(req.ip ?? '')
    } catch (refused) {
      if (refused instanceof Error) throw refused
      throw new TooMany('打开的链接多次无效，请 10 分钟后再试，或者请发链接的人重新发一次。', LIMITS.linkMisses.seconds)
    }
  }
}

/**
 * A form of a link page must carry the mark of the link whose cookie comes with it, and repeat its public id: a form of one
 * firm posted with the cookie of another is refused.
 */
export const checkLinkForm: RequestHandler = (req, _res, next) => {
  const { deps } = req.app.locals
  const letter = req.path.split('/')[1] ?? ''
  const token = cookieOf(req, cookieName(deps, letter)) ?? ''
  const body = req.body as Body | undefined
  const given = Buffer.from(textOf(body?.['_csrf']))
  const own = Buffer.from(formMark(deps.keys.session, token))
  const sameId = textOf(body?.['id']) === req.path.split('/')[3]
  if (!sameId || given.length !== own.length || !timingSafeEqual(given, own)) {
    throw new Forbidden('这份表单和打开的链接对不上，没有收下。请从原来的链接重新进入。')
  }
  next()
}

const REPLACED = '这个链接已换发新的，旧的不能再用。请用最近收到的链接，或者请发链接的人重新发一次。'
const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS
const cookieName = (deps: Deps, letter: string) => (deps.config.cookieSecure ? `__Secure-${letter}` : letter)

function cookieOf(req: Request, name: string): string | null {
  const found = (req.headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(`${name}=`))
  return found === undefined ? null : found.slice(name.length + 1)
}
