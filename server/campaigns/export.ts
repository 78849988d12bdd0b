import { campaignOf } from '../../models/campaign/queries.ts'
import { drawnByCell } from '../../models/representative/queries.ts'
import { planName } from '../../models/scoringPlan/index.ts'
import { planOfYear } from '../../models/scoringPlan/queries.ts'
import type { Asked, Ledger } from '../exports/ledger.ts'
import { readWords } from '../exports/names.ts'
import { stampOf } from '../lib/columns.ts'
import { writeCsv } from '../lib/csv.ts'
import { compositionTable, makeUpTable } from './compositionSheets.ts'

/** 市民代表构成表 of a year: the plan's seats, and who was drawn against them. @source forms.md §7 */
export async function compositionLedger(asked: Asked): Promise<Ledger> {
  const year = Number(asked.query['year'] ?? 0)
  const [campaign, plan, drawn, words] = await Promise.all([campaignOf(year), planOfYear(year), drawnByCell(year), readWords()])
  if (campaign === null) throw new Error(`There is no campaign of ${year}`)
  const lines = plan?.composition ?? []
  const around = { unit: words.unit(asked.actor.department), asOf: `截至 ${stampOf(asked.now)}`, measure: '人' }
  const planWords = plan === null ? '还没有计分方案' : `${planName(plan)}${plan.hash === null ? '，还没有冻结' : `，校验码 ${plan.hash}`}`
  const composition = compositionTable(campaign, lines, planWords)
  const makeUp = makeUpTable(campaign, lines, drawn)
  return {
    toWorkbook: async (book) => await book.add({ ...around, ...composition }) + await book.add({ ...around, ...makeUp }),
    toCsv: (target) => writeCsv(target, composition.columns, composition.rows),
  }
}
