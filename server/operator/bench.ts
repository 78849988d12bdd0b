import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { acts } from '../../test/bench/acts.ts'
import { ballots } from '../../test/bench/ballots.ts'
import type { Measured } from '../../test/bench/city.ts'
import { run as measureExport } from '../../test/bench/export.ts'
import { run as measureImport } from '../../test/bench/import.ts'
import { pages } from '../../test/bench/pages.ts'
import { questionnaire } from '../../test/bench/questionnaire.ts'
import { start } from '../../test/bench/start.ts'
import { sweep } from '../../test/bench/sweep.ts'
import { command, WrongCall } from './command.ts'

const BENCHES: Readonly<Record<string, (scale: number) => Promise<Measured[]>>> = {
  pages, acts, sweep, start, questionnaire, ballots,
  import: () => inFreshData(async () => {
    const { rows, preview, confirm, again, undo } = await measureImport()
    const lag = Math.max(preview.lagP99, confirm.lagP99)
    return [{
      name: 'import', goal: '5,000 rows: ≤ 15 s preview, ≤ 15 s confirm, loop lag p99 ≤ 50 ms', met: preview.seconds <= 15 && confirm.seconds <= 15 && lag <= 50,
      figures: { rows, preview: preview.seconds, confirm: confirm.seconds, again: again.seconds, undo: undo.seconds, lagP99: lag },
    }]
  }),
  export: () => inFreshData(async () => {
    const figures = await measureExport()
    const met = figures.seconds <= 12 && figures.childMB <= 150 && figures.appMB <= 20 && figures.othersP99 <= 50
    return [{ name: 'export', goal: '100,000 rows: ≤ 12 s, ≤ 150 MB in the child, app +20 MB, others’ p99 ≤ 50 ms', met, figures: { ...figures } }]
  }),
}

/**
 * `npm run bench -- NAME|all [--scale N]`: measures on data of its own and prints figures as JSON beside the goals. Scale 1
 * is dataset L; the default is small enough for a few minutes each.
 */
await command(async () => {
  const { positionals: [name = ''], values } = parseArgs({ allowPositionals: true, options: { scale: { type: 'string', default: '0.2' } } })
  const chosen = name === 'all' ? Object.values(BENCHES) : [BENCHES[name]]
  const scale = Number(values.scale)
  if (!(scale > 0 && scale <= 2)) throw new WrongCall(`--scale 应为大于 0、不超过 2 的数，现在是 ${values.scale}`)
  for (const bench of chosen) {
    if (!bench) throw new WrongCall(`没有叫 ${name} 的测量；有：${Object.keys(BENCHES).join('、')}、all`)
    for (const measured of await bench(scale)) process.stdout.write(`${JSON.stringify(measured)}\n`)
  }
})

/** Benches that open the configured database get an embedded one of their own. */
async function inFreshData<T>(work: () => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zoufang-bench-'))
  process.env['DATA_DIR'] = dataDir
  delete process.env['MONGODB_URI']
  try {
    return await work()
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
