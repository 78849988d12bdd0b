import { pino, type Logger } from 'pino'

export type { Logger } from 'pino'

/** Structured log to standard output: ids and counts, never bodies, tokens or personal values. */
export const createLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['req.headers.cookie', 'req.headers.authorization', 'res.headers["set-cookie"]', '*.phone', '*.password', '*.token'],
  })
