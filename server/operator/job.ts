import { parseArgs } from 'node:util'
import { JOBS } from '../../jobs/index.ts'
import { runNow } from '../jobs/running.ts'
import { command, withDatabase, WrongCall } from './command.ts'

const USAGE = '用法：npm run job -- 任务名 [--at 时刻，如 2026-11-25T09:00+08:00] [--dry-run]'

await command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true, options: { at: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
  })
  const job = JOBS.find(({ name }) => name === positionals[0])
  if (!job || positionals.length > 1)
    throw new WrongCall(`${USAGE}\n任务：${JOBS.map(({ name, word }) => `${name}（${word}）`).join('、')}`)
  const at = values.at === undefined ? null : new Date(values.at)
  if (at && Number.isNaN(at.getTime()))
    throw new WrongCall(`--at 应为时刻，如 2026-11-25T09:00+08:00，现在是“${values.at ?? ''}”。`)
  const { dryRun } = job
  if (values['dry-run'] && dryRun === null) throw new WrongCall(`任务 ${job.name} 不能试运行。`)
  return withDatabase(async (given) => {
    const deps = at ? { ...given, clock: { now: () => at } } : given
    const counts = values['dry-run'] && dryRun ? await dryRun(deps) : await runNow(deps, job, 'hand')
    if (counts === null) return 1
    console.log(JSON.stringify(counts))
    return 0
  })
})
