import type { ClientSession, Collection, Db } from 'mongodb'

/** The right to do something alone until `until`. `fence` grows with every new holder, so a late one can be told. */
export interface Lease { name: string, holder: string, fence: number, until: Date }

interface StoredLease { _id: string, holder: string, fence: number, until: Date }

const leases = (db: Db): Collection<StoredLease> => db.collection<StoredLease>('leases')
const DUPLICATE_KEY = 11000

/**
 * Takes the lease when it is free, run out, or already the holder's own (a renewal keeps its fence).
 *
 * @param holder unique to the process
 * @param ms how long it holds; the server's clock decides, so processes with wrong clocks cannot both hold it
 * @returns null while somebody else holds it
 */
export async function takeLease(db: Db, name: string, holder: string, ms: number): Promise<Lease | null> {
  const until = { $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: ms } }
  const fence = { $cond: [{ $eq: ['$holder', holder] }, '$fence', { $add: ['$fence', 1] }] }
  await makeRow(db, name)
  const row = await leases(db).findOneAndUpdate(
    { _id: name, $or: [{ holder }, { $expr: { $lte: ['$until', '$$NOW'] } }] },
    [{ $set: { fence, until, holder } }],
    { returnDocument: 'after', writeConcern: { w: 'majority', j: true } },
  )
  return row && { name, holder, fence: row.fence, until: row.until }
}

async function makeRow(db: Db, name: string): Promise<void> {
  const free = { holder: '', fence: 0, until: new Date(0) }
  await leases(db)
    .updateOne({ _id: name }, { $setOnInsert: free }, { upsert: true })
    .catch((error: { code?: number }) => {
      if (error.code !== DUPLICATE_KEY) throw error
    })
}

/**
 * Gives the lease back early; nothing happens when it has passed to somebody else. The fence stays for the next
 * holder.
 */
export async function returnLease(db: Db, lease: Lease): Promise<void> {
  await leases(db).updateOne({ _id: lease.name, fence: lease.fence, holder: lease.holder }, [
    { $set: { until: '$$NOW', holder: '' } },
  ])
}

/**
 * Proves inside a transaction that the lease is still held: writes to it, so a new holder and this transaction cannot
 * both commit. A process that slept past its lease fails here instead of doing the work a second time.
 *
 * @throws LeaseLost
 */
export async function guardLease(db: Db, lease: Lease, session: ClientSession): Promise<void> {
  const { matchedCount } = await leases(db).updateOne(
    { _id: lease.name, holder: lease.holder, fence: lease.fence },
    [{ $set: { guardedAt: '$$NOW' } }],
    { session },
  )
  if (matchedCount === 0) throw new LeaseLost(lease.name)
}

export class LeaseLost extends Error {
  constructor(name: string) {
    super(`The lease ${name} has passed to another process`)
    this.name = 'LeaseLost'
  }
}
