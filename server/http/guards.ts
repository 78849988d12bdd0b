import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config } from '../config.ts'
import { Unavailable } from './errors.ts'
import { LIMITS } from './limits.ts'

/** No inline script or style, nothing from elsewhere. @source ecosystem.md §2 */
export const securityHeaders = (config: Config): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"], 'script-src': ["'self'"], 'style-src': ["'self'"], 'img-src': ["'self'", 'data:'], 'font-src': ["'self'"],
        'connect-src': ["'self'"], 'form-action': ["'self'"], 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"], 'object-src': ["'none'"],
      },
    },
    strictTransportSecurity: config.cookieSecure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    // no-referrer would make browsers send `Origin: null`, and honest posts would be refused
    referrerPolicy: { policy: 'same-origin' },
    // both need a secure origin; on a plain http intranet browsers only complain about them
    crossOriginOpenerPolicy: config.cookieSecure ? { policy: 'same-origin' } : false,
    originAgentCluster: config.cookieSecure,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })

/** Pages of people are never kept by a browser or proxy. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store')
  next()
}

/** Only our own names are answered: a foreign Host cannot get into links or caches. @source security.md P15 */
export const knownHosts = (config: Config): RequestHandler => {
  const known = new Set([new URL(config.publicUrl).host, `localhost:${config.port}`, `127.0.0.1:${config.port}`, `${config.host}:${config.port}`])
  const anyPort = new Set(['localhost', '127.0.0.1', '[::1]'])
  return (req, res, next) => {
    const host = req.headers.host ?? ''
    const loopback = !config.production && anyPort.has(host.replace(/:\d+$/, ''))
    if (known.has(host) || loopback || req.path === '/healthz' || req.path === '/readyz') return next()
    res.status(421).type('text').send('Misdirected Request')
  }
}

/** No method but the three that pages use. */
export const knownMethods: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'POST') return next()
  res.status(405).setHeader('Allow', 'GET, HEAD, POST').type('text').send('Method Not Allowed')
}

/** Sheds what the machine cannot carry: beyond the limit a page says so at once. @source security.md L7 */
export const shed = (): RequestHandler => {
  let inFlight = 0
  return (_req, res, next) => {
    if (inFlight >= LIMITS.inFlight) throw new Unavailable('现在用的人太多，请稍等几秒再试。')
    inFlight++
    res.once('close', () => void inFlight--)
    next()
  }
}
