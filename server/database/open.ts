import { MongoClient } from 'mongodb'
import '../../models/all.ts'
import { connect, currentDb, disconnect } from './connect.ts'
import { startEmbedded, type EmbeddedOptions } from './embedded.ts'
import { buildIndexes } from './indexes.ts'
import { migrate } from './migrate.ts'
import { refuseHalfRestored } from './restoring.ts'

export interface DatabaseOptions extends EmbeddedOptions {
  /** MONGODB_URI; null = the embedded server */
  mongodbUri: string | null
}

export interface OpenDatabase {
  uri: string
  embedded: boolean
  /** Disconnects; an embedded server stops with its last user. */
  close(): Promise<void>
}

/**
 * Connects mongoose to the given or the embedded database, applies what migrations are missing and builds the indexes
 * of all models that are imported by now: import the models first. Call before `listen`.
 *
 * @throws Missing with one Chinese line when the machine lacks something
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const reached = await reachDatabase(options)
  try {
    await prepareSchema(reached.uri)
    return reached
  } catch (error) {
    await reached.close()
    throw error
  }
}

/** As `openDatabase`, but the data stays as it is: for backup, restore and the read-only checks. */
export async function reachDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const server = options.mongodbUri === null ? await startEmbedded(options) : null
  const uri = server?.uri ?? options.mongodbUri ?? ''
  const close = async (): Promise<void> => {
    await disconnect()
    await server?.stop()
  }
  try {
    await connect(uri)
    return { uri, embedded: server !== null, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** On a connection of its own without time limit: an index over a million entries takes longer than any request may. */
async function prepareSchema(uri: string): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 })
  try {
    await client.connect()
    const db = client.db(currentDb().databaseName)
    await refuseHalfRestored(db)
    await migrate(db)
    await buildIndexes(db)
  } finally {
    await client.close()
  }
}
