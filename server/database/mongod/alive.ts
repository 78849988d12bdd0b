import { readFile } from 'node:fs/promises'

/** A process as it can be recognised later: a number alone may be given to another process after a restart. */
export interface ProcessMark { pid: number, born: string }

/**
 * The mark of a running process; null when there is none. `born` is empty where the system does not tell (not Linux).
 */
export async function markOf(pid: number): Promise<ProcessMark | null> {
  if (!exists(pid)) return null
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z') return null
  return { pid, born: fields[19] ?? '' }
}

export async function isAlive(mark: ProcessMark): Promise<boolean> {
  const now = await markOf(mark.pid)
  return now !== null && now.born === mark.born
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
