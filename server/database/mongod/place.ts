import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where everything of the embedded server lies under one data directory. */
export interface Place {
  root: string
  data: string
  key: string
  password: string
  log: string
  port: string
  server: string
  stamp: string
  users: string
  stopping: string
}

export function placeUnder(dataDir: string): Place {
  const root = join(dataDir, 'mongo')
  const at = (name: string): string => join(root, name)
  return {
    root,
    data: at('data'),
    key: at('key'),
    password: at('password'),
    log: at('mongod.log'),
    port: at('port'),
    server: at('server.json'),
    stamp: at('version.json'),
    users: at('users'),
    stopping: at('stopping'),
  }
}

export async function prepare(place: Place): Promise<void> {
  await mkdir(place.data, { recursive: true, mode: 0o700 })
  await mkdir(place.users, { recursive: true, mode: 0o700 })
}

/**
 * A secret that is made once and then stays; the processes of a simultaneous first start agree on the first one
 * written.
 */
export async function secretAt(path: string): Promise<string> {
  const kept = await readOrNull(path)
  if (kept !== null) return kept
  await writeOnce(path, randomBytes(48).toString('base64'))
  return (await readOrNull(path)) ?? secretAt(path)
}

/** Writes a file that must not exist yet, whole or not at all; false when another process was first. */
export async function writeOnce(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, text, { mode: 0o600 })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Replaces a file as a whole, so that no reader sees half of it. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, text, { mode: 0o600 })
  await rename(draft, path)
}

export const readOrNull = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
