import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { Unavailable } from './errors.ts'
import { answerError } from './errorPages.ts'

/**
 * A page ends within five seconds, come what may: while the database is frozen the driver itself gives up after its
 * own limit and one more try, which takes longer. @source security.md F
 */
const PAGE_MS = 4_500
/** The session is read first and stored last; a post that cannot read it has surely not been acted on. */
export const SESSION_MS = 4_000
/** Addresses that hand out a file, which may have to be written first. */
const FILE_ADDRESS = /\.[a-z]{3,5}$|\/(file|workbook)$/

declare global {
  namespace Express {
    interface Locals {
      /** the reader has got the page of the deadline; what the handler still comes up with is let go */
      late?: boolean
    }
  }
}

/**
 * Answers 503 when nothing has been sent in time. Only for what is read: whether a post has been stored cannot be
 * known here, so it ends with what its handler says.
 */
export function deadline(ms = PAGE_MS): RequestHandler {
  return (req, res, next) => {
    if (req.method === 'POST' || FILE_ADDRESS.test(req.path)) return next()
    const clock = setTimeout(() => tooLate(req, res), ms)
    res.once('close', () => clearTimeout(clock))
    next()
  }
}

function tooLate(req: Request, res: Response): void {
  if (res.headersSent) return
  // the end of a request touches the session, which would wait for the database once more
  Reflect.deleteProperty(req, 'session')
  void answerError(new Unavailable(''), req, res, () => undefined)
  res.locals.late = true
}

/**
 * Lets go what goes wrong after the reader was answered: a handler that finds its headers sent, a session that could not
 * be stored at the end of a whole page. A page that broke off half way is still cut, so that nobody takes it for whole.
 */
export function letGoLate(error: unknown, req: Request, res: Response, next: NextFunction): void {
  if (res.locals.late || res.writableEnded) req.log.info({ err: error }, 'failed after the answer')
  else next(error)
}

/** The value, or Unavailable when it does not come in time. */
export async function within<T>(ms: number, value: Promise<T>): Promise<T> {
  let clock: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    clock = setTimeout(() => reject(new Unavailable('')), ms)
  })
  value.catch(() => undefined) // heard even when it comes too late
  return Promise.race([value, late]).finally(() => clearTimeout(clock))
}
