import type { RunningServer } from '../index.ts'

const HARD_STOP_MS = 10_000

/** SIGTERM or Ctrl+C: what is in flight finishes, then the process ends; after ten seconds it ends anyway. */
export function stopOnSignal(server: RunningServer): void {
  const stop = (signal: NodeJS.Signals) => {
    server.deps.log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), HARD_STOP_MS).unref()
    server.stop().then(() => process.exit(0), () => process.exit(1))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
