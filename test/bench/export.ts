import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { Types } from 'mongoose'
import { nextVersion } from '../../models/issue/dueVersion.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { ExportRecordModel } from '../../models/exportRecord/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import type { Deps } from '../../server/deps.ts'
import { startExport } from '../../server/exports/actions.ts'
import { exportFile } from '../../server/exports/store.ts'
import { withDatabase } from '../../server/operator/command.ts'

const ROWS = 100_000
const A_SECOND = 100
/** What the load itself takes of the app's memory is there before the export begins. @source speed.md 9 */
const WARM_UP_MS = 10_000

export interface ExportFigures {
  rows: number
  seconds: number
  fileMB: number
  /** greatest resident memory of the writing process */
  childMB: number
  /** growth of the app's resident memory while it waited */
  appMB: number
  /** latency of a page of the app at 100 requests a second meanwhile, ms */
  othersP50: number
  othersP99: number
}

/**
 * Exports 100,000 cases, all columns of the full ledger, while others use the app. Fills the database first when it holds
 * fewer.
 * @source DESIGN.md §6: ≤ 12 s, ≤ 150 MB in the child, app +20 MB, others' p99 ≤ 50 ms at 100 req/s
 */
export function run(): Promise<ExportFigures> {
  return withDatabase(async (deps) => {
    await fill(deps)
    const actor: Actor = { id: new Types.ObjectId(), name: '测量', department: null, roles: ['coordinator'], isHead: false, leader: null }
    const order = { kind: 'issues', format: 'xlsx', query: { tab: 'all' }, filterText: '全部', personal: false, reason: '' } as const
    const stopOthers = await others()
    await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS))
    const before = process.memoryUsage().rss
    const began = performance.now()
    const { no, done } = await startExport(deps, actor, order)
    const [childMB, appPeak] = await watch(done)
    const seconds = Math.round(performance.now() - began) / 1000
    const latencies = (await stopOthers()).sort((one, other) => one - other)
    const at = (share: number) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10
    const record = await ExportRecordModel.findOne({ no }).lean().orFail()
    const { size } = await stat(exportFile(deps, record))
    return {
      rows: record.rows, seconds, fileMB: megabytes(size), childMB, appMB: Math.max(0, megabytes(appPeak - before)), othersP50: at(0.5), othersP99: at(0.99),
    }
  })
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10

/** Greatest resident memory of this process's children and of itself until the work is done. */
async function watch(done: Promise<void>): Promise<[childMB: number, ownBytes: number]> {
  let [child, own, over] = [0, 0, false]
  void done.finally(() => (over = true))
  while (!over) {
    child = Math.max(child, await largestChild())
    own = Math.max(own, process.memoryUsage().rss)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return [megabytes(child), own]
}

async function largestChild(): Promise<number> {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(process.pid), 'node']).catch(() => ({ stdout: '' }))
  const sizes = await Promise.all(stdout.split('\n').filter(Boolean).map(async (id) => {
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
  }))
  return Math.max(0, ...sizes)
}

/** A page of the app asked for a hundred times a second: what other people feel. Each asks the database for fifty rows. */
async function others(): Promise<() => Promise<number[]>> {
  const server = createServer((_req, res) => {
    void IssueModel.find({ state: 'handling' }, { no: 1, title: 1, dueOn: 1 }).limit(50).lean().then((rows) => res.end(JSON.stringify(rows)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const latencies: number[] = []
  const pending = new Set<Promise<unknown>>()
  const clock = setInterval(() => {
    const began = performance.now()
    const asked = fetch(address).then((answer) => answer.text()).then(() => latencies.push(performance.now() - began)).finally(() => pending.delete(asked))
    pending.add(asked)
  }, 1000 / A_SECOND)
  return async () => {
    clearInterval(clock)
    await Promise.allSettled(pending)
    await new Promise<void>((resolve) => server.close(() => resolve()))
    return latencies
  }
}

async function fill(deps: Deps): Promise<void> {
  const missing = ROWS - await IssueModel.estimatedDocumentCount()
  if (missing <= 0) return
  const when = await momentAt(deps.clock.now())
  const at = new Date(when.now.getTime() - 20 * 86_400_000)
  const version = { ...nextVersion({ n: 1, kind: 'assign', fromAt: at, setAt: at, reason: '', length: { workingDays: 15 } }, [], when.calendar), raised: [] }
  const step = { at, by: null, byName: '测量', byDepartment: 'lxb', act: 'progress', from: 'handling', to: 'handling', text: '已与相关部门会商，完成现场复测。', dueVersion: 1, happenedOn: null }
  for (let from = 0; from < missing; from += 2000) {
    const rows = Array.from({ length: Math.min(2000, missing - from) }, (_, n) => ({
      no: `SQ1999-${String(from + n).padStart(6, '0')}`, title: '二期厂房用地边界与不动产证不符', text: '厂区东侧道路多年没有建成，货车要绕行六公里，影响交货。'.repeat(3), source: 'visit',
      raiser: { kind: 'enterprise', id: null, name: `企业${n}`, person: '', personTitle: '', phone: '' }, createdAt: new Date(at.getTime() + n), category: 'ydgh', state: 'handling', open: true,
      stock: 'handling', leadDepartment: 'zrzy', handlerName: '何闻溪', assignedAt: at, assignNo: `联交〔1999〕${from + n}号`, dueVersions: [version], dueVersion: 1, dueOn: version.dueOn,
      dueAt: version.dueAt, progress: [{ at, by: null, byName: '何闻溪', onDay: version.startOn, text: '已与住建、审批会商，完成现场复测，等规划委员会会议纪要。', backdated: false }],
      history: [step, step, step, step, step, step],
    }))
    await IssueModel.insertMany(rows as never[], { ordered: false })
  }
}
