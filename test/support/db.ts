import mongoose from 'mongoose'
import { connect, currentDb, disconnect } from '../../server/database/connect.ts'
import { buildIndexes } from '../../server/database/indexes.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { aDatabaseName, testServerUri } from './server.ts'

/**
 * Gives the surrounding file or `describe` a database of its own: mongoose is connected and the indexes of all imported
 * models are built before its first test, everything is dropped after its last. Import the models first.
 *
 * @param emptied 'each' = empty before every test; 'once' (default) = the tests of the suite share what they store
 * @returns the database's name, known once the suite has begun
 */
export function useDatabase({ emptied = 'once' }: { emptied?: 'once' | 'each' } = {}): { name(): string } {
  const name = aDatabaseName()
  before(async function () {
    this.timeout(120_000)
    // what another suite's database said is kept for seconds
    forgetAll()
    await connect(await testServerUri(), name)
    await buildIndexes(currentDb())
  })
  if (emptied === 'each') beforeEach(emptyDatabase)
  after(async () => {
    await currentDb().dropDatabase()
    await disconnect()
  })
  return { name: () => name }
}

/** Removes all rows and keeps the indexes. */
export async function emptyDatabase(): Promise<void> {
  const { db } = mongoose.connection
  if (!db) return
  const collections = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()
  await Promise.all(collections.map(({ name }) => db.collection(name).deleteMany({})))
}
