import { parseArgs } from 'node:util'
import '../../models/all.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { checkInvariants, unsealed } from '../../models/invariants/checks.ts'
import { readConfig } from '../config.ts'
import { reachDatabase } from '../database/open.ts'
import { systemClock } from '../deps.ts'
import { readKeys } from '../keys.ts'
import { command } from './command.ts'

const ROWS_SHOWN = 20

/**
 * `npm run check:invariants [-- --json] [-- --only history,due]`: reads the whole database and compares what must
 * agree.
 * Exit 1 and the rows when something does not add up; changes nothing.
 */
await command(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } })
  const config = readConfig(process.env)
  const database = await reachDatabase({
    mongodbUri: config.mongodbUri,
    mongodBinary: config.mongodBinary,
    dataDir: config.dataDir,
    env: process.env,
    say: (line) => process.stderr.write(`${line}\n`),
  })
  try {
    const now = systemClock.now()
    const results = await checkInvariants(
      { now, calendar: await loadedCalendar(), auditKey: readKeys(config).audit },
      values.only?.split(','),
    )
    const waiting = await unsealed(now)
    const wrong = results.reduce((sum, { findings }) => sum + findings.length, 0)
    if (values.json) process.stdout.write(`${JSON.stringify({ wrong, unsealed: waiting, checks: results }, null, 2)}\n`)
    else {
      for (const { word, findings } of results) {
        process.stdout.write(
          `${findings.length === 0 ? '✓' : '✗'} ${word}${findings.length === 0 ? '' : `：${findings.length} 处`}\n`,
        )
        for (const { record, text } of findings.slice(0, ROWS_SHOWN)) process.stdout.write(`    ${record}：${text}\n`)
        if (findings.length > ROWS_SHOWN) process.stdout.write(`    …… 另有 ${findings.length - ROWS_SHOWN} 处\n`)
      }
      process.stdout.write(
        waiting === null
          ? '审计记录全部已封存\n'
          : `待封存审计记录 ${waiting.waiting} 条，最新一条已等 ${waiting.newestSeconds} 秒，最早一条 ${waiting.oldestSeconds} 秒\n`,
      )
    }
    return wrong === 0 ? 0 : 1
  } finally {
    await database.close()
  }
})
