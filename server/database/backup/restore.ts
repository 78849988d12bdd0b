import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join, normalize, isAbsolute } from 'node:path'
import { finished } from 'node:stream/promises'
import { BSON, type Db, type Document, type MongoClient } from 'mongodb'
import { beginRestore, endRestore } from '../restoring.ts'
import { checkBackup, framesIn } from './check.ts'
import { LEFT_OUT, UPLOADS, type CollectionHead, type FileHead, type Totals } from './contents.ts'
import { NotABackup, parsed } from './frames.ts'

export interface RestoreOptions {
  client: MongoClient
  database: string
  dataDir: string
  file: string
  replace: boolean
  now: Date
}

const ROWS_AT_ONCE = 1_000
const BYTES_AT_ONCE = 8 << 20

/**
 * Fills a database and the uploads from a backup, after reading the file through once. Values keep their stored
 * types. A restore that was cut off leaves a mark, and the product does not start on it.
 *
 * @param replace empties the database first; without it a database that holds anything is refused
 * @throws NotABackup, NotEmpty
 */
export async function restoreBackup({
  client,
  database,
  dataDir,
  file,
  replace,
  now,
}: RestoreOptions): Promise<Totals> {
  const totals = await checkBackup(file)
  const db = client.db(database)
  if (!replace && (await holdsAnything(db))) throw new NotEmpty()
  await db.dropDatabase()
  await beginRestore(db, now)
  await readInto(db, file, join(dataDir, UPLOADS))
  await endRestore(db)
  return totals
}

/** Row by row and file by file, in the order of the backup. */
async function readInto(db: Db, file: string, uploads: string): Promise<void> {
  let rows: RowWriter | null = null
  let upload: Upload | null = null
  for await (const frame of framesIn(file)) {
    if (frame.kind === 'row') await rows?.add(frame.content)
    else if (frame.kind === 'bytes') await upload?.add(frame.content)
    else {
      await rows?.end()
      await upload?.end()
      rows = frame.kind === 'collection' ? await rowWriter(db, parsed<CollectionHead>(frame)) : null
      upload = frame.kind === 'file' ? await openUpload(uploads, parsed<FileHead>(frame)) : null
    }
  }
}

interface RowWriter { add(row: Buffer): Promise<void>, end(): Promise<void> }

async function rowWriter(db: Db, { name, indexes }: CollectionHead): Promise<RowWriter> {
  await db.createCollection(name)
  let waiting: Document[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await db.collection(name).insertMany(waiting, { writeConcern: { w: 'majority', j: true } })
    waiting = []
    bytes = 0
  }
  return {
    add: async (row) => {
      // without promotion a stored 32-bit number or double comes back as exactly that
      waiting.push(BSON.deserialize(row, { promoteValues: false, bsonRegExp: true }))
      bytes += row.length
      if (waiting.length >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE) await flush()
    },
    end: async () => {
      await flush()
      const own = indexes.filter((index) => index.name !== '_id_')
      if (own.length > 0) await db.collection(name).createIndexes(own as { key: Record<string, 1>, name: string }[])
    },
  }
}

interface Upload { add(bytes: Buffer): Promise<void>, end(): Promise<void> }

async function openUpload(folder: string, { path }: FileHead): Promise<Upload> {
  const inside = normalize(path)
  if (isAbsolute(inside) || inside.startsWith('..')) throw new NotABackup('备份文件里有越界的文件名，已拒绝。')
  const target = join(folder, inside)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const draft = `${target}.restoring`
  const stream = createWriteStream(draft, { mode: 0o600 })
  return {
    add: async (bytes) => {
      if (!stream.write(Buffer.from(bytes))) await once(stream, 'drain')
    },
    end: async () => {
      stream.end()
      await finished(stream)
      await rename(draft, target)
    },
  }
}

async function holdsAnything(db: Db): Promise<boolean> {
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (!LEFT_OUT.includes(name) && (await db.collection(name).findOne({}, { projection: { _id: 1 } })) !== null)
      return true
  }
  return false
}

export class NotEmpty extends Error {
  constructor() {
    super('目标数据库里已有数据，没有恢复。确认要覆盖时加上 --replace。')
    this.name = 'NotEmpty'
  }
}
