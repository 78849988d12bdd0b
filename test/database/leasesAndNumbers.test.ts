import { expect } from 'chai'
import mongoose from 'mongoose'
import { currentDb } from '../../server/database/connect.ts'
import { nextNumber } from '../../server/database/counters.ts'
import { guardLease, LeaseLost, returnLease, takeLease, type Lease } from '../../server/database/lease.ts'
import { useDatabase } from '../support/db.ts'

describe('a lease', () => {
  useDatabase({ emptied: 'each' })
  const take = (holder: string, ms: number): Promise<Lease | null> => takeLease(currentDb(), 'sealing', holder, ms)

  it('is held by one at a time and renewed by its holder under the same fence', async () => {
    const held = await take('a', 60_000)
    expect(await take('b', 60_000)).to.equal(null)
    expect(await take('a', 60_000)).to.include({ fence: held?.fence })
  })

  it('goes to exactly one of many who ask at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => take(`p${index}`, 60_000)))
    expect(answers.filter((lease) => lease !== null)).to.have.length(1)
  })

  it('that has run out passes on with a higher fence', async () => {
    const first = await take('a', -1)
    const second = await take('b', 60_000)
    expect(second?.fence).to.be.greaterThan(first?.fence ?? Infinity)
  })

  it('given back is free at once, and what its late holder still writes is refused', async () => {
    const first = (await take('a', 60_000)) as Lease
    await returnLease(currentDb(), first)
    const second = (await take('b', 60_000)) as Lease
    expect(await guarded(first)).to.be.instanceOf(LeaseLost)
    expect(await guarded(second)).to.equal('done')
  })

  it('lost while its holder slept in the middle of a transaction undoes that transaction', async () => {
    const sleeper = (await take('a', -1)) as Lease
    const session = await mongoose.startSession()
    session.startTransaction()
    await currentDb().collection('work').insertOne({ by: 'sleeper' }, { session })
    await take('b', 60_000)
    const refusal = await guardLease(currentDb(), sleeper, session).catch((error: Error) => error)
    await session.abortTransaction()
    await session.endSession()
    expect(refusal).to.be.instanceOf(Error)
    expect(await currentDb().collection('work').countDocuments()).to.equal(0)
  })

  const guarded = (lease: Lease): Promise<unknown> =>
    mongoose.connection.transaction(async (session) => { await guardLease(currentDb(), lease, session) })
      .then(() => 'done', (error: Error) => error)
})

describe('numbers of a year', () => {
  useDatabase({ emptied: 'each' })
  const act = (series: string, year: number, fails = false): Promise<number> =>
    mongoose.connection.transaction(async (session) => {
      const number = await nextNumber(session, series, year)
      await currentDb().collection('numbered').insertOne({ series, number }, { session })
      if (fails) throw new Error('the act failed')
      return number
    })

  it('have no gap and no twin when 20 acts ask at once', async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, () => act('order', 2026)))
    expect(numbers.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it('are not used up by an act that fails', async () => {
    await act('order', 2026)
    await act('order', 2026, true).catch(() => null)
    expect(await act('order', 2026)).to.equal(2)
  })

  it('begin again with each year and each series', async () => {
    await act('order', 2026)
    expect(await act('order', 2027)).to.equal(1)
    expect(await act('issue', 2026)).to.equal(1)
  })
})
