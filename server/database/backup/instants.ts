import type { MongoClient } from 'mongodb'

/** How long the server keeps an instant while a backup runs. */
const KEPT_SECONDS = 2 * 3_600
const PARAMETER = 'minSnapshotHistoryWindowInSeconds'
/** SnapshotTooOld, SnapshotUnavailable */
const TOO_OLD = [239, 246]

/** The database is larger than what can be read before the server lets the instant go. */
export class InstantGone extends Error {
  constructor() {
    super('数据太多，没能在数据库保留这一时刻的五分钟内备份完。请改用 mongodump --oplog，并另行复制 DATA_DIR/uploads。')
  }
}

export const isTooOld = (error: unknown): boolean => TOO_OLD.includes(Number((error as { code?: unknown }).code))

/**
 * Runs the work while the server keeps instants for longer, and puts the window back. Where the account may not set
 * parameters, the work runs within the server's own window.
 */
export async function keepingInstants<T>(client: MongoClient, work: () => Promise<T>): Promise<T> {
  const admin = client.db('admin')
  const set = (seconds: number) => admin.command({ setParameter: 1, [PARAMETER]: seconds })
  const before = await admin
    .command({ getParameter: 1, [PARAMETER]: 1 })
    .then((found) => Number(found[PARAMETER]))
    .catch(() => null)
  const isLonger = before !== null && before < KEPT_SECONDS && (await set(KEPT_SECONDS).then(() => true, () => false))
  try {
    return await work()
  } finally {
    if (isLonger) await set(before).catch(() => undefined)
  }
}
