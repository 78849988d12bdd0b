import { fork, type ChildProcess } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The process ended without an answer: out of memory, killed by its time limit, or by a fault of its own. */
export class ChildFailed extends Error {}

/** Room for young objects: with less, rows that are long written pile up among the lasting ones and cost twice the time. */
const NURSERY_MB = 16

/** As many processes as allowed are at work already. */
export class ChildrenBusy extends Error {}

export interface ChildLimits {
  memoryMB: number
  seconds: number
  /** what the process may see of the environment besides PATH; secrets travel in the order, not here */
  env?: Record<string, string>
}

/** What a process may say: any number of `progress`, then one of the others. */
export type ChildMessage<Progress, Result> = { progress: Progress } | { result: Result } | { failed: string }

/**
 * Runs a module of ours in a process of its own: gives it one order, hears its progress, and resolves with its result. The
 * module is named by its source (`new URL('./work.ts', import.meta.url)`); a built product runs the `.js` in its place.
 * The process never outlives the call.
 *
 * @throws ChildFailed with what the process said, or that memory or time ran out
 */
export function forkModule<Order, Result, Progress = never>(
  module: URL, order: Order, limits: ChildLimits, onProgress: (progress: Progress) => void = () => undefined,
): Promise<Result> {
  const child = start(module, limits)
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-500)))
  return new Promise<Result>((resolve, reject) => {
    const clock = setTimeout(() => reject(new ChildFailed(`no answer within ${limits.seconds} s`)), limits.seconds * 1000)
    child.on('message', (message: ChildMessage<Progress, Result>) => {
      if ('progress' in message) return onProgress(message.progress)
      if ('failed' in message) return reject(new ChildFailed(message.failed))
      resolve(message.result)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new ChildFailed(`ended with ${signal ?? String(code)}, ${limits.memoryMB} MB allowed. ${lastWords}`)))
    child.send(order as object, (error) => error && reject(error))
    child.once('close', () => clearTimeout(clock))
  }).finally(() => child.kill('SIGKILL'))
}

/**
 * The other end: takes the one order, does the work, says the result or the error, and ends. Called once, at the foot of the
 * module that is forked.
 */
export function serveOrder<Order, Result, Progress = never>(work: (order: Order, say: (progress: Progress) => void) => Promise<Result>): void {
  process.once('message', (order: Order) => {
    void work(order, (progress) => void process.send?.({ progress }))
      .then((result) => process.send?.({ result }), (error: unknown) => process.send?.({ failed: wordsOf(error) }))
  })
  // The parent is gone or has what it wanted.
  process.once('disconnect', () => process.exit(0))
}

/**
 * Lets at most `most` tasks run at once in this process; one more is refused at once, so that nobody waits in the dark.
 * @throws ChildrenBusy
 */
export function atMost(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0
  return async (task) => {
    if (running >= most) throw new ChildrenBusy()
    running++
    try {
      return await task()
    } finally {
      running--
    }
  }
}

function start(module: URL, limits: ChildLimits): ChildProcess {
  const asRun = extname(fileURLToPath(import.meta.url))
  const program = fileURLToPath(module).replace(/\.[jt]s$/, asRun)
  const loader = asRun === '.ts' ? ['--import', import.meta.resolve('ts-blank-space/register')] : []
  return fork(program, [], {
    execArgv: [...loader, `--max-old-space-size=${limits.memoryMB}`, `--max-semi-space-size=${NURSERY_MB}`],
    env: { PATH: process.env['PATH'] ?? '', TZ: 'Asia/Shanghai', ...limits.env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

const wordsOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
