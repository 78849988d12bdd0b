import { Missing } from './missing.ts'
import { ask, type Environment } from './program.ts'

/** Oldest server that has everything the product uses. */
const OLDEST_MAJOR = 6

export const majorOf = (version: string): number => Number(version.split('.')[0])
export const isRecentEnough = (version: string): boolean => majorOf(version) >= OLDEST_MAJOR

/**
 * The version of a mongod, as `6.0.5`.
 *
 * @throws Missing naming the system library, the processor or the file when the program does not run on this machine
 */
export async function versionOf(binary: string, env: Environment): Promise<string> {
  const answer = await ask(binary, ['--version'], env)
  const version = /db version v(\d+\.\d+\.\d+)/.exec(answer.text)?.[1]
  if (version) return version
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(answer.text)?.[1]
  if (library) throw new Missing('library', library)
  if (answer.signal === 'SIGILL') throw new Missing('processor')
  throw new Missing('binary', `${binary}（${answer.code === 'ENOENT' ? '文件不存在' : String(answer.code ?? answer.signal)}）`)
}
