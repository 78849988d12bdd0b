import { readConfig } from '../config.ts'
import { startServer } from '../index.ts'
import { command } from './command.ts'

await command(async () => {
  const server = await startServer(readConfig(process.env))
  const stop = (signal: NodeJS.Signals) => {
    server.deps.log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), 10_000).unref()
    server.stop().then(() => process.exit(0), () => process.exit(1))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
})
