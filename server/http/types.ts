import type { Logger } from 'pino'
import type { Deps } from '../deps.ts'
import type { Declared } from './routes.ts'

declare global {
  namespace Express {
    interface Locals {
      deps: Deps
      declared: Declared[]
    }
    interface Request {
      id: string
      log: Logger
    }
    interface Application {
      locals: Locals
    }
  }
}
