import mongoose from 'mongoose'
import { RateLimiterMongo, type RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany, Unavailable } from '../http/errors.ts'
import { LIMITS } from '../http/limits.ts'

type Window = { points: number, seconds: number }

/**
 * The limits of signing in, counted in the database so that they hold over all instances: tries per address and per account,
 * and five wrong ones in a row for one account from one address. A stranger cannot lock somebody out: the last limit is per
 * address, the one per account is generous.
 * @source security.md b1 (6.3.1), L8
 */
export function signInLimits() {
  const limiter = (name: string, { points, seconds }: Window) =>
    new RateLimiterMongo({ storeClient: mongoose.connection, tableName: 'limits', keyPrefix: name, points, duration: seconds, disableIndexesCreation: true })
  const perAddress = limiter('signin-address', LIMITS.signInPerAddress)
  const perAccount = limiter('signin-account', LIMITS.signInPerAccount)
  const wrongInARow = limiter('signin-wrong', LIMITS.wrongInARow)
  const pair = (account: string, address: string) => `${account}|${address}`

  return {
    /** Counts a try before any password is looked at. @throws TooMany with the minutes to wait */
    async take(account: string, address: string): Promise<void> {
      await counted(perAddress.consume(networkOf(address)), '这个地址登录次数过多')
      const before = await readable(wrongInARow.get(pair(account, address)))
      if (before && before.consumedPoints >= LIMITS.wrongInARow.points) throw tooMany('连续五次不对', before)
      await counted(perAccount.consume(account), '这个账号登录次数过多')
    },
    async wrong(account: string, address: string): Promise<void> {
      await wrongInARow.penalty(pair(account, address), 1)
    },
    async right(account: string, address: string): Promise<void> {
      await wrongInARow.delete(pair(account, address))
    },
  }
}

/** An IPv6 caller owns a whole /64. */
const networkOf = (address: string): string => (address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address)

const tooMany = (why: string, res: RateLimiterRes) => {
  const seconds = Math.ceil(res.msBeforeNext / 1000)
  return new TooMany(`${why}，请 ${Math.max(1, Math.ceil(seconds / 60))} 分钟后再试。`, seconds)
}

async function counted(consumed: Promise<RateLimiterRes>, why: string): Promise<void> {
  try {
    await consumed
  } catch (refused) {
    if (refused instanceof Error) throw new Unavailable()
    throw tooMany(why, refused as RateLimiterRes)
  }
}

async function readable<T>(read: Promise<T>): Promise<T> {
  return read.catch(() => {
    throw new Unavailable()
  })
}
