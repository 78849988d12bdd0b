import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'

const storage = new AsyncLocalStorage<string>()

/** Gives each request a short id: in the log, in audit entries and on error pages, so that a caller can name it. */
export const giveRequestId: RequestHandler = (req, res, next) => {
  const id = randomBytes(6).toString('hex')
  req.id = id
  res.setHeader('X-Request-Id', id)
  storage.run(id, next)
}

/** The id of the request being served; '' in jobs. */
export const currentRequestId = (): string => storage.getStore() ?? ''
