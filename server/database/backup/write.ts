import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ClientSession, Db, MongoClient } from 'mongodb'
import {
  FORMAT,
  LEFT_OUT,
  UPLOADS,
  type CollectionHead,
  type FileHead,
  type Manifest,
  type Totals,
} from './contents.ts'
import { frame } from './frames.ts'
import { InstantGone, isTooOld, keepingInstants } from './instants.ts'

export interface BackupOptions { client: MongoClient, database: string, dataDir: string, file: string, now: Date }

/**
 * Writes the whole database and the uploads into one file, by streaming. All collections are read as they were at one
 * instant; uploads are read after it, and since a file is stored before the row that names it, every row finds its
 * file. The server keeps an instant for five minutes; for the time of the backup it is asked to keep it for longer.
 *
 * @returns what was written
 * @throws when the file cannot be written, or InstantGone; nothing is left under its name then
 */
export async function writeBackup({ client, database, dataDir, file, now }: BackupOptions): Promise<Totals> {
  return keepingInstants(client, () => writeAtOneInstant({ client, database, dataDir, file, now }))
}

async function writeAtOneInstant({ client, database, dataDir, file, now }: BackupOptions): Promise<Totals> {
  const totals: Totals = { collections: 0, rows: 0, files: 0, bytes: 0 }
  const session = client.startSession({ snapshot: true })
  const draft = `${file}.part`
  try {
    const source = frames(client.db(database), session, join(dataDir, UPLOADS), now, totals)
    await pipeline(
      Readable.from(source, { objectMode: false }),
      createGzip({ level: 6 }),
      createWriteStream(draft, { mode: 0o600 }),
    )
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw isTooOld(error) ? new InstantGone() : error
  } finally {
    await session.endSession()
  }
  return totals
}

async function* frames(
  db: Db,
  session: ClientSession,
  uploads: string,
  now: Date,
  totals: Totals,
): AsyncGenerator<Buffer> {
  yield frame('manifest', { format: FORMAT, madeAt: now.toISOString() } satisfies Manifest)
  for (const name of await collectionsOf(db)) {
    totals.collections += 1
    const indexes = await db.collection(name).listIndexes().toArray()
    yield frame('collection', {
      name,
      indexes: indexes.map(({ v: _, ...index }) => index) as CollectionHead['indexes'],
    })
    for await (const row of db.collection(name).find({}, { session, raw: true, batchSize: 1_000 })) {
      totals.rows += 1
      yield frame('row', row as unknown as Buffer)
    }
  }
  for (const path of await filesUnder(uploads)) yield* fileFrames(uploads, path, totals)
  yield frame('end', totals)
}

async function collectionsOf(db: Db): Promise<string[]> {
  const all = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()
  return all.map(({ name }) => name).filter((name) => !LEFT_OUT.includes(name) && !name.startsWith('system.')).sort()
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

async function* fileFrames(folder: string, path: string, totals: Totals): AsyncGenerator<Buffer> {
  const { size } = await stat(join(folder, path))
  totals.files += 1
  totals.bytes += size
  yield frame('file', { path, size } satisfies FileHead)
  for await (const bytes of createReadStream(join(folder, path), {
    end: Math.max(0, size - 1),
    highWaterMark: 1 << 20,
  })) {
    yield frame('bytes', bytes as Buffer)
  }
}
