import type { Request, RequestHandler } from 'express'

/**
 * Stores a changed session before the first byte of the answer leaves. The session library sends the head of an answer while
 * it still stores: a browser that follows a redirect at once then comes back as the stranger it was before. Stands behind
 * the session in the chain.
 */
export const storeFirst: RequestHandler = (req, res, next) => {
  const before = contentOf(req)
  const end = res.end.bind(res) as (...args: unknown[]) => typeof res
  res.end = ((...args: unknown[]) => {
    res.end = end as typeof res.end
    if (res.headersSent || req.session === undefined || contentOf(req) === before) return end(...args)
    req.session.save((error: unknown) => void (error ? next(error) : end(...args)))
    return res
  }) as typeof res.end
  next()
}

/** A session without its cookie, which changes with each look. An ended one has none. */
const contentOf = ({ session }: Request): string =>
  JSON.stringify(session ?? null, (key, value: unknown) => (key === 'cookie' ? undefined : value))
