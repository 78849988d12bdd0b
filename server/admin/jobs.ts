import cron from 'node-cron'
import { JOBS } from '../../jobs/index.ts'
import { lastRuns } from '../../models/jobRun/queries.ts'
import type { JobRun } from '../../models/jobRun/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Job } from '../jobs/job.ts'
import { runNow } from '../jobs/running.ts'
import { postButton } from '../lib/buttons.ts'
import { column, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText } from '../lib/format.ts'
import type { Button, PageTitle, TableView } from '../lib/parts.ts'
import { heading } from './pages.ts'

const PATH = '/admin/jobs'

export interface JobsPage {
  heading: PageTitle
  jobs: { word: string, times: string, failed: boolean, run: Button, table: TableView | null }[]
}

declare module '../lib/templates.ts' {
  interface Views { 'admin/jobs': JobsPage }
}

const STATE_WORDS = { running: '正在执行', done: '已完成', failed: '没有完成' } as const

/** What runs by itself: when it ran last, with which counts, when it runs next. Every job may be run by hand at any time. */
export function jobPages({ get, post }: RouteTable, deps: Deps): void {
  get(PATH, { act: 'job.read' }, async (req, res) => {
    const now = deps.clock.now()
    const jobs = await Promise.all(JOBS.map(async (job) => jobView(job, await lastRuns(job.name, 5), now)))
    await page(req, res, 'admin/jobs', { heading: heading('定时任务', '停机期间错过的，启动时自动补上；手工执行不会重复办同一件事'), jobs }, { title: '定时任务' })
  })

  post(`${PATH}/:name/run`, { act: 'job.run', fields: [] }, async (req, res) => {
    const job = JOBS.find(({ name }) => name === req.params['name'])
    if (!job) throw new NotFound()
    await act(deps, requireActor(req), 'job.run', async (tx) => {
      tx.audit({ record: { type: 'job', id: job.name, no: job.word } })
      await Promise.resolve()
    })
    const counts = await runNow(deps, job, 'hand')
    const flash = counts === null ? `${job.word}没有完成，原因见下面的记录。` : `${job.word}：已执行。${countWords(counts)}`
    redirect(req, res, PATH, { kind: counts === null ? 'refused' : 'done', text: flash, linkText: null, linkHref: null })
  })
}

const countWords = (counts: Record<string, number>): string => {
  const sum = Object.values(counts).reduce((all, each) => all + each, 0)
  return sum === 0 ? '没有要办的' : `共办 ${sum} 项`
}

function jobView(job: Job, runs: readonly JobRun[], now: Date): JobsPage['jobs'][number] {
  const today = dayOf(now)
  const [last] = runs
  const next = cron.createTask(job.at, () => undefined, { timezone: 'Asia/Shanghai' }).getNextRuns(1)[0] ?? null
  const lastWords = last ? `${dateTimeText(last.startedAt, today)}，${STATE_WORDS[last.state]}` : '还没有执行过'
  const nextWords = next ? dateTimeText(next, today) : '没有排定'
  return {
    word: job.word, failed: last?.state === 'failed', run: postButton('立即执行', `${PATH}/${job.name}/run`),
    times: job.runs === 'everywhere' ? '每隔几秒执行，只记没有完成的和手工执行的' : `上次 ${lastWords}；下次 ${nextWords}`,
    table: runs.length === 0 ? null : tableOf(`${job.word}的最近几次`, [column('开始'), column('结果'), column('办了', { wide: true }), column('原因', { wide: true })], runs.map((run) => [
      textCell(dateTimeText(run.startedAt, today)), textCell(STATE_WORDS[run.state]), textCell(run.state === 'done' ? countWords(run.counts) : null), textCell(run.error ? '出错，详见服务器日志' : null),
    ])),
  }
}
