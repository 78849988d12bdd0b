import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Variables that a started program sees; only PATH, HOME and XDG_CACHE_HOME are read here. */
export type Environment = Readonly<Record<string, string | undefined>>

interface Answer { code: number | string | null, signal: string | null, text: string }

/** Runs a program to its end and returns what it said, whatever its exit code; never throws. */
export function ask(program: string, args: readonly string[], env: Environment): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(program, [...args], { env: { ...env }, timeout: 300_000, maxBuffer: 4 << 20 }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? null) : 0, signal: error?.signal ?? null, text: `${stdout}${stderr}` })
    })
  })
}

/** Full path of a program on PATH, null when there is none. */
export async function findOnPath(program: string, env: Environment): Promise<string | null> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const folder of folders) {
    const path = join(folder, process.platform === 'win32' ? `${program}.exe` : program)
    if (await isRunnable(path)) return path
  }
  return null
}

export const isRunnable = (path: string): Promise<boolean> => access(path, constants.X_OK).then(() => true, () => false)
