import { BadConfig, readConfig, type Config } from '../config.ts'
import { Missing } from '../database/embedded.ts'
import { openDatabase, reachDatabase } from '../database/open.ts'
import { systemClock, type Deps } from '../deps.ts'
import { Refused } from '../index.ts'
import { readKeys } from '../keys.ts'
import { createLog } from '../log.ts'

/** A wrong call by the operator: one clear line, exit 2. */
export class WrongCall extends Error {}

/** Runs an operator's command; a number that it returns is the exit code. Failures that an operator can mend are one line, everything else a stack. */
export async function command(run: () => Promise<unknown>): Promise<void> {
  try {
    const code = await run()
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    const mendable = error instanceof BadConfig || error instanceof Missing || error instanceof Refused || error instanceof WrongCall || isUnknownOption(error)
    process.stderr.write(`${mendable ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = error instanceof WrongCall || isUnknownOption(error) ? 2 : 1
  }
}

/** What `parseArgs` says of an option that a command does not have. */
const isUnknownOption = (error: unknown): error is TypeError =>
  error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')

/** Opens the database, does the work, leaves the database. */
export async function withDatabase<T>(work: (deps: Deps) => Promise<T>, config: Config = readConfig(process.env)): Promise<T> {
  const log = createLog(process.env['LOG_LEVEL'] ?? 'warn')
  const database = await openDatabase({
    mongodbUri: config.mongodbUri, mongodBinary: config.mongodBinary, dataDir: config.dataDir, env: process.env, say: (line) => process.stderr.write(`${line}\n`),
  })
  try {
    return await work({ config, clock: systemClock, log, keys: readKeys(config) })
  } finally {
    await database.close()
  }
}

/** As `withDatabase`, but nothing is built or migrated: for commands that must see the data exactly as it is. */
export async function withReachedDatabase<T>(work: (reached: { uri: string, config: Config }) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const database = await reachDatabase({
    mongodbUri: config.mongodbUri, mongodBinary: config.mongodBinary, dataDir: config.dataDir, env: process.env, say: (line) => process.stderr.write(`${line}\n`),
  })
  try {
    return await work({ uri: database.uri, config })
  } finally {
    await database.close()
  }
}
