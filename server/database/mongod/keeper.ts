import { isAlive } from './alive.ts'
import type { Running } from './server.ts'

const LOOK_EVERY_MS = 1_000

export interface Keeper {
  /** the server as it runs now */
  running(): Running
  /** Stops looking; waits for a start that is under way. */
  stop(): Promise<void>
}

/**
 * Looks after a server for as long as the app uses it: one that has died is started again, so that the app, which
 * waits for its database with a 503, goes on by itself.
 *
 * @param again starts it, or joins the one that another process has started meanwhile
 */
export function keep(first: Running, again: () => Promise<Running>, say: (line: string) => void): Keeper {
  let running = first
  let work: Promise<void> = Promise.resolve()
  let busy = false
  const look = async (): Promise<void> => {
    if (await isAlive(running)) return
    say('数据库意外停止，正在重新启动。')
    running = await again()
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    work = look()
      .catch((error: unknown) =>
        say(`数据库没有重新启动成功：${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => {
        busy = false
      })
  }, LOOK_EVERY_MS)
  timer.unref()
  return {
    running: () => running,
    stop: () => {
      clearInterval(timer)
      return work
    },
  }
}
