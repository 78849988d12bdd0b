import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Db } from 'mongodb'
import { projectRoot } from '../lib/projectRoot.ts'
import { returnLease, takeLease, type Lease } from './lease.ts'
import { readOrNull } from './mongod/place.ts'
import { ownName } from './ownName.ts'

/** A file `NNNN-name.ts` in the folder: additive, and harmless when it runs again after a crash in the middle. */
export interface Migration { up(db: Db): Promise<void> }

interface Applied { _id: string, checksum: string, appliedAt: Date }

const LEASE_MS = 60_000
const FOLDER = join(import.meta.dirname, 'migrations')
const SOURCES = 'server/database/migrations'

/**
 * Applies the migrations that are missing, in the order of their numbers. Processes that start together wait for the
 * one that holds the lease.
 *
 * @returns names of those applied by this call
 * @throws when a file that was applied has been changed since
 */
export async function migrate(db: Db, folder = FOLDER): Promise<string[]> {
  const files = await migrationsIn(folder)
  if (files.length === 0) return []
  const lease = await waitForLease(db)
  const renewal = setInterval(
    () => void takeLease(db, lease.name, lease.holder, LEASE_MS).catch(() => null),
    LEASE_MS / 3,
  )
  try {
    return await applyMissing(db, folder, files)
  } finally {
    clearInterval(renewal)
    await returnLease(db, lease)
  }
}

async function applyMissing(db: Db, folder: string, files: readonly string[]): Promise<string[]> {
  const records = db.collection<Applied>('migrations')
  const applied = new Map((await records.find().toArray()).map((row) => [row._id, row.checksum]))
  const done: string[] = []
  for (const file of files) {
    const name = file.replace(/\.[jt]s$/, '')
    const checksum = await checksumOf(folder, file)
    const known = applied.get(name)
    if (known === undefined) {
      const { up } = (await import(pathToFileURL(join(folder, file)).href)) as Migration
      await up(db)
      await records.insertOne(
        { _id: name, checksum, appliedAt: new Date() },
        { writeConcern: { w: 'majority', j: true } },
      )
      done.push(name)
    } else if (checksum !== '' && known !== checksum) {
      throw new Error(`Migration ${name} was changed after it had been applied: write a new one instead`)
    }
  }
  return done
}

/** Of the source, since compilers differ in what they emit; empty where only compiled files are installed. */
async function checksumOf(folder: string, file: string): Promise<string> {
  const source = file.endsWith('.ts')
    ? join(folder, file)
    : join(projectRoot(folder), SOURCES, file.replace(/js$/, 'ts'))
  const text = await readOrNull(source)
  return text === null ? '' : createHash('sha256').update(text).digest('hex')
}

async function migrationsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => /^\d{4}-[\w-]+\.[jt]s$/.test(name)).sort()
}

async function waitForLease(db: Db): Promise<Lease> {
  const holder = ownName()
  for (;;) {
    const lease = await takeLease(db, 'migrations', holder, LEASE_MS)
    if (lease) return lease
    await pause(100)
  }
}
