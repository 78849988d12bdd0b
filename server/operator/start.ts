import { readConfig } from '../config.ts'
import { startServer } from '../index.ts'
import { command } from './command.ts'
import { stopOnSignal } from './stopOnSignal.ts'

await command(async () => stopOnSignal(await startServer(readConfig(process.env))))
