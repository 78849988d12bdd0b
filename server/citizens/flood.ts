import mongoose from 'mongoose'
import { RateLimiterMongo } from 'rate-limiter-flexible'
import { Unavailable } from '../http/errors.ts'

/** So many in so long a time, counted in the database and so over all instances. */
export interface Window { points: number, seconds: number }

/** Counts uses of something that needs no account. */
export interface Flood {
  /** @returns minutes to wait when there were too many, else null. @throws Unavailable when nothing can be counted */
  spend(key: string): Promise<number | null>
  /** Whether a further use would be refused, without counting one. */
  isFull(key: string): Promise<boolean>
}

export function floodLimit(name: string, { points, seconds }: Window): Flood {
  const limiter = new RateLimiterMongo({
    storeClient: mongoose.connection, tableName: 'limits', keyPrefix: name, points, duration: seconds, disableIndexesCreation: true,
  })
  return {
    async spend(key) {
      try {
        await limiter.consume(key)
        return null
      } catch (refused) {
        if (refused instanceof Error) throw new Unavailable()
        const { msBeforeNext } = refused as { msBeforeNext: number }
        return Math.max(1, Math.ceil(msBeforeNext / 60_000))
      }
    },
    async isFull(key) {
      const used = await limiter.get(key).catch(() => {
        throw new Unavailable()
      })
      return used !== null && used.consumedPoints >= points
    },
  }
}

/** An IPv6 caller owns a whole /64. */
export const networkOf = (address: string): string =>
  (address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address)
