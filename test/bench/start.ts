import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withLoadCity, type Measured } from './city.ts'

const PORT = '3991'

/** A second start on a database that is there, until the first page; and the memory of the app at rest. @source DESIGN.md §6 */
export const start = (scale: number): Promise<Measured[]> =>
  withLoadCity(scale, async ({ config }) => {
    const began = performance.now()
    const child = fork(join(import.meta.dirname, `../../server/operator/start.${import.meta.filename.endsWith('.ts') ? 'ts' : 'js'}`), {
      env: { ...process.env, DATA_DIR: config.dataDir, PORT, LOG_LEVEL: 'silent', JOBS: 'off' },
    })
    try {
      while (!(await fetch(`http://127.0.0.1:${PORT}/sign-in`).then((answer) => answer.ok, () => false))) await new Promise((resolve) => setTimeout(resolve, 50))
      const seconds = Math.round(performance.now() - began) / 1000
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      const megabytes = Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1000)
      return [
        { name: 'start', goal: 'first page ≤ 5 s with the database present', met: seconds <= 5, figures: { seconds } },
        { name: 'memory', goal: 'app at rest ≤ 200 MB', met: megabytes <= 200, figures: { megabytes } },
      ]
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    }
  })
