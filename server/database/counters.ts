import type { ClientSession } from 'mongodb'
import { currentDb } from './connect.ts'

interface Counter { _id: string, last: number }

/**
 * The next number of a series in a year, from 1, without gaps: it belongs to the transaction, so a number whose act
 * fails is given to the next one. Two acts that ask at once meet on the counter; the later one is repeated by
 * `withTransaction`, so ask late in the act.
 *
 * @example const no = `联督〔2026〕${await nextNumber(tx.session, 'order', 2026)}号`
 */
export async function nextNumber(session: ClientSession, series: string, year: number): Promise<number> {
  const counter = await currentDb().collection<Counter>('counters').findOneAndUpdate(
    { _id: `${series}:${year}` },
    { $inc: { last: 1 } },
    { session, upsert: true, returnDocument: 'after' },
  )
  if (counter === null) throw new Error(`Counter ${series}:${year} was not stored`)
  return counter.last
}
