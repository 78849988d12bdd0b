import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler } from 'express'
import { Forbidden } from './errors.ts'

const { generateToken, csrfSynchronisedProtection } = csrfSync({
  getTokenFromRequest: (req) => {
    const token = (req.body as Record<string, unknown> | undefined)?.['_csrf']
    return typeof token === 'string' ? token : undefined
  },
  size: 32,
})

/** The session's token for forms; made at the first form. */
export const csrfToken = (req: Request): string => generateToken(req)

export const checkCsrf: RequestHandler = csrfSynchronisedProtection

/**
 * A request that changes something must come from our own pages: its Origin is ours; where the browser sends none,
 * Sec-Fetch-Site must not say otherwise. Sibling sites under the same domain are strangers too.
 * @source DESIGN.md §7 Links, security.md P18
 */
export const checkOrigin = (publicUrl: string): RequestHandler => {
  const own = new URL(publicUrl).origin
  return (req, _res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    const origin = req.headers.origin
    if (origin !== undefined && origin !== own && origin !== `${req.protocol}://${req.headers.host ?? ''}`) {
      throw new Forbidden('这次提交不是从本系统的页面发出的，没有处理。请回到页面重新操作。')
    }
    const site = req.headers['sec-fetch-site']
    if (origin === undefined && site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw new Forbidden('这次提交不是从本系统的页面发出的，没有处理。请回到页面重新操作。')
    }
    next()
  }
}
