import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { Workbook } from '../../../models/shared/sheet.ts'
import type { Answer, Order } from './child.ts'
import { WORKBOOK_LIMITS as LIMITS } from './limits.ts'
import type { MarkOrder } from './markWorkbook.ts'
import { FileRefused } from './verdicts.ts'

/** A file as it was uploaded. */
export interface Upload {
  bytes: Buffer
  fileName: string
}

/** The end of the queue: files are opened one at a time in each process, whoever uploads them. */
let lastInQueue: Promise<unknown> = Promise.resolve()

/**
 * Reads an uploaded workbook in a guarded process of its own; the app's event loop sees 200 rows at a time.
 *
 * @throws FileRefused file-hostile also when the process exhausts its memory or its 20 seconds
 */
export function readInChild(upload: Upload): Promise<Workbook> {
  return inTurn(async () => {
    let workbook: Workbook | null = null
    await converse({ job: 'read', ...upload }, (answer) => {
      if ('head' in answer) workbook = answer.head
      if ('rows' in answer) workbook?.sheets[answer.sheet]?.rows.push(...answer.rows)
    })
    if (!workbook) throw new FileRefused('file-damaged')
    return workbook
  })
}

/**
 * The sheet as read, with marks, as the bytes of an .xlsx; see markWorkbook.
 * @throws FileRefused as readInChild
 */
export function markInChild(upload: Upload, mark: MarkOrder): Promise<Buffer> {
  return inTurn(async () => {
    let file: Buffer | null = null
    await converse({ job: 'mark', ...upload, mark }, (answer) => {
      if ('file' in answer) file = Buffer.from(answer.file)
    })
    if (!file) throw new FileRefused('file-damaged')
    return file
  })
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastInQueue.then(work)
  lastInQueue = turn.catch(() => null)
  return turn
}

async function converse(order: Order, take: (answer: Answer) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'workbook-'))
  const child = start(folder)
  try {
    await untilDone(child, order, take)
  } finally {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}

/** The child sees neither the environment (it holds secrets) nor the parent's output. */
function start(folder: string): ChildProcess {
  const program = new URL(`./child${extname(import.meta.url)}`, import.meta.url)
  const loaders = process.execArgv.filter((argument) => !/^--(inspect|max-old|test|watch)/.test(argument))
  return fork(program, [], {
    execArgv: [...loaders, `--max-old-space-size=${LIMITS.memoryMB}`],
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder, TZ: 'Asia/Shanghai' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

function untilDone(child: ChildProcess, order: Order, take: (answer: Answer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const clock = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new FileRefused('file-hostile', '20 秒内没有读完'))
    }, LIMITS.seconds * 1000)
    const end = (finish: () => void) => {
      clearTimeout(clock)
      finish()
    }
    child.on('message', (answer: Answer) => {
      if ('refused' in answer) return end(() => reject(new FileRefused(answer.refused, answer.detail)))
      if ('done' in answer) return end(resolve)
      take(answer)
      if ('rows' in answer) setImmediate(() => child.connected && child.send('next'))
    })
    child.on('error', (error) => end(() => reject(error)))
    child.on('exit', () => end(() => reject(new FileRefused('file-hostile', '读取时内存用尽'))))
    child.send(order, (error) => error && end(() => reject(error)))
  })
}
