import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import type { Keys } from './keys.ts'

/** The moment. Rules take it as an argument; only doors (routes, jobs) ask it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** The few things that are handed in: everything else is imported. */
export interface Deps {
  config: Config
  clock: Clock
  log: Logger
  keys: Keys
}
