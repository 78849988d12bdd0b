import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, markOf, type ProcessMark } from './alive.ts'
import { readOrNull, writeOnce, type Place } from './place.ts'

/** One use of the server by one process. */
export interface Use { file: string }

/**
 * Says that this process uses the server. Written before looking for somebody who is stopping it, while the one who
 * stops writes `stopping` before looking for users: whichever comes second sees the other, so no server is stopped
 * under a user.
 */
export async function enter(place: Place): Promise<Use> {
  const file = join(place.users, `${process.pid}-${randomBytes(4).toString('hex')}`)
  await writeOnce(file, JSON.stringify(await ownMark()))
  while (await standing(place.stopping)) await pause(50)
  return { file }
}

/**
 * Ends a use; the last one stops the server.
 *
 * @param stop called only while nobody uses the server and nobody can begin to
 */
export async function leave(place: Place, use: Use, stop: () => Promise<void>): Promise<void> {
  await rm(use.file, { force: true })
  while (!(await writeOnce(place.stopping, JSON.stringify(await ownMark())))) {
    if (await standing(place.stopping)) await pause(50)
  }
  try {
    if ((await usersOf(place)).length === 0) await stop()
  } finally {
    await rm(place.stopping, { force: true })
  }
}

/** Files of the living users; those of processes that died without leaving are swept away. */
export async function usersOf(place: Place): Promise<string[]> {
  const names = await readdir(place.users)
  const files = names.filter((name) => /^\d+-[0-9a-f]+$/.test(name)).map((name) => join(place.users, name))
  const living = await Promise.all(files.map(standing))
  return files.filter((_, index) => living[index] === true)
}

/** Whether the process that wrote the file still lives; a dead one's file is removed. */
async function standing(file: string): Promise<boolean> {
  const text = await readOrNull(file)
  if (text === null) return false
  if (await isAlive(JSON.parse(text) as ProcessMark)) return true
  await rm(file, { force: true })
  return false
}

async function ownMark(): Promise<ProcessMark> {
  return (await markOf(process.pid)) ?? { pid: process.pid, born: '' }
}
