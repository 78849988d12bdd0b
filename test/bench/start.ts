import { readFile } from 'node:fs/promises'
import { forkServer, withLoadCity, type Measured } from './city.ts'

const PORT = 3991

/** A second start on a database that is there, until the first page; and the memory of the app at rest. @source DESIGN.md §6 */
export const start = (scale: number): Promise<Measured[]> =>
  withLoadCity(scale, async ({ config }) => {
    const began = performance.now()
    const server = await forkServer(config, PORT)
    try {
      const seconds = Math.round(performance.now() - began) / 1000
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      const megabytes = Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? 0) / 1000)
      return [
        { name: 'start', goal: 'first page ≤ 5 s with the database present', met: seconds <= 5, figures: { seconds } },
        { name: 'memory', goal: 'app at rest ≤ 200 MB', met: megabytes <= 200, figures: { megabytes } },
      ]
    } finally {
      await server.stop()
    }
  })
