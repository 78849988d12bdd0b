import mongoose, { type ConnectOptions } from 'mongoose'

/**
 * How this process speaks to MongoDB. The driver's own defaults never give up; these do, so that a request ends with
 * a clear 503 while the database is away. What is acknowledged is on the majority's disks.
 * @source security.md §0 (2, 3)
 */
export const DRIVER_LIMITS = {
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 2_000,
  heartbeatFrequencyMS: 2_000,
  maxPoolSize: 20,
  writeConcern: { w: 'majority', j: true },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  retryWrites: true,
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
} as const satisfies ConnectOptions

/**
 * Connects mongoose; a filter that names a field the schema does not have is an error, never "everything".
 *
 * @param database another database than the address names, for tests
 */
export async function connect(uri: string, database?: string): Promise<void> {
  mongoose.set('strictQuery', 'throw')
  connectedTo = uri
  await mongoose.connect(uri, { ...DRIVER_LIMITS, ...(database === undefined ? {} : { dbName: database }) })
}

export const disconnect = (): Promise<void> => mongoose.disconnect()

let connectedTo: string | null = null

/**
 * The address that this process is connected by, for a process of ours that must reach the same database. @throws
 * when none
 */
export function connectedUri(): string {
  if (connectedTo === null) throw new Error('The database is not connected')
  return connectedTo
}

/** The connected native database. @throws when not connected */
export function currentDb() {
  const { db } = mongoose.connection
  if (!db) throw new Error('The database is not connected')
  return db
}
