import { campaignOf } from '../../models/campaign/queries.ts'
import { meanOf, tallyOf as sortedOut } from '../../models/score/tally.ts'
import { displayText } from '../../models/shared/rational.ts'
import { scaleOf } from '../../models/scoringPlan/scales.ts'
import type { Stratum } from '../../models/ballot/stratum.ts'
import type { StratumReconciled } from '../../models/tally/queries.ts'
import { writeCsv } from '../lib/csv.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import type { MeetingSheet } from '../lib/meetingWorkbook.ts'
import type { Asked, Ledger } from '../exports/ledger.ts'
import { readWords } from '../exports/names.ts'
import { countedOf, type Counted } from './counted.ts'

interface Line extends Stratum {
  groupName: string
  departmentName: string
  figures: StratumReconciled | null
  counts: number[]
  abstained: number
  void: number
  score: string | null
}

/** 计票汇总表 of a year: every department in every venue and category, and the reconciliation. @source forms.md §7 计票 */
export async function tallyLedger(asked: Asked): Promise<Ledger> {
  const year = Number(asked.query['year'] ?? 0)
  const campaign = await campaignOf(year)
  if (campaign === null) throw new Error(`There is no campaign of ${year}`)
  const [counted, words] = await Promise.all([countedOf(campaign), readWords()])
  const groups = new Map(campaign.groups.map(({ no, name }) => [no, name]))
  const lines = linesOf(counted, groups)
  const around = { unit: words.unit(asked.actor.department), asOf: `截至 ${stampOf(asked.now)}`, measure: '张' }
  const tally: MeetingSheet<Line> = {
    ...around, name: '计票汇总表', title: `${year}年三民活动计票汇总表`, columns: tallyColumns(counted), rows: lines, empty: '没有计票',
    frozen: 3, notes: ['类别得分按计分方案的分值计算，不了解和弃权不计入；计分票不足下限的类别不计分。', '计票人、监票人、总监票人签名，写明时间。'],
  }
  const places = new Map(campaign.venues.map(({ code, name }) => [code, name]))
  const reconciliation: MeetingSheet<StratumReconciled> = {
    ...around, name: '发出和收回', title: `${year}年三民活动选票发出和收回核对表`, columns: reconciliationColumns(groups, places),
    rows: counted.reconciled, empty: '没有选票', frozen: 3, check: reconciliationCheck(counted.reconciled), notes: ['发出 = 收回 + 未收回 + 作废换发；收回 = 有效 + 无效。差额逐处签字说明。'],
  }
  return {
    toWorkbook: async (book) => {
      const count = await book.add(tally)
      await book.add(reconciliation)
      return count
    },
    toCsv: (target) => writeCsv(target, tally.columns, lines),
  }
}

/** A line for each stratum and department; screens and paper come together. */
function linesOf({ rows, reconciled, weights, departmentName }: Counted, groups: ReadonlyMap<number, string>): Line[] {
  const { options } = scaleOf(weights.scale)
  const found = new Map<string, Line>()
  for (const { campaign, group, venue, category, department, marks, abstained, void: spoilt } of rows) {
    const key = JSON.stringify([group, venue, category, department])
    const line = found.get(key) ?? {
      campaign, group, venue, category, groupName: groups.get(group) ?? '', departmentName: departmentName(department),
      figures: reconciled.find((row) => row.group === group && row.venue === venue && row.category === category) ?? null,
      counts: options.map(() => 0), abstained: 0, void: 0, score: null,
    }
    found.set(key, {
      ...line, counts: options.map((option, at) => (line.counts[at] ?? 0) + (marks[option] ?? 0)),
      abstained: line.abstained + abstained, void: line.void + spoilt,
    })
  }
  return [...found.values()].map((line) => {
    const mean = meanOf(sortedOut(weights.scale, line.counts))
    return { ...line, score: mean === null ? null : displayText(mean) }
  })
}

const text = <Row>(header: string, width: number, value: (row: Row) => string | null): Column<Row> => ({ header, width, type: 'text', value })
const number = <Row>(header: string, value: (row: Row) => number | null, more: Partial<Column<Row>> = {}): Column<Row> =>
  ({ header, width: 9, type: 'number', value, ...more })

const tallyColumns = ({ weights }: Counted): Column<Line>[] => [
  text('组别', 16, ({ groupName }) => groupName), text('会场', 10, ({ venue }) => venue), text('类别', 18, ({ category }) => category),
  text('部门', 22, (line) => line.departmentName),
  number('发出', ({ figures }) => figures?.issued ?? null), number('收回', ({ figures }) => figures?.returned ?? null),
  number('有效', ({ figures }) => figures?.valid ?? null), number('无效', ({ figures }) => figures?.invalid ?? null),
  ...scaleOf(weights.scale).options.map((option, at) => number<Line>(option, ({ counts }) => counts[at] ?? 0)),
  number('弃权', ({ abstained }) => abstained), number('作废', (line) => line.void),
  number('类别得分', ({ score }) => (score === null ? null : Number(score)), { type: 'score' }),
]

const reconciliationColumns = (
  groups: ReadonlyMap<number, string>, places: ReadonlyMap<string, string>,
): Column<StratumReconciled>[] => [
  text('组别', 16, ({ group }) => groups.get(group) ?? ''), text('会场', 10, ({ venue }) => venue), text('类别', 18, ({ category }) => category),
  number('发出', ({ issued }) => issued, { key: 'issued', total: 'sum' }), number('收回', ({ returned }) => returned, { key: 'returned', total: 'sum' }),
  number('未收回', ({ notReturned }) => notReturned, { key: 'notReturned', total: 'sum' }), number('作废换发', ({ reissued }) => reissued, { key: 'reissued', total: 'sum' }),
  number('有效', ({ valid }) => valid, { key: 'valid', total: 'sum' }), number('无效', ({ invalid }) => invalid, { key: 'invalid', total: 'sum' }),
  text('差额和说明', 40, ({ gaps, signed }) => gaps.map(({ place, number: size }) => {
    const reason = signed.find((each) => each.place === place && each.number === size)?.reason ?? '还没有签字说明'
    return `${place === null ? '' : (places.get(place) ?? place)}差 ${size} 张：${reason}`
  }).join('；') || '相符'),
]

const BALANCED = '核对：发出 ＝ 收回 ＋ 未收回 ＋ 作废换发，收回 ＝ 有效 ＋ 无效，相符'
const DIFFERENT = '核对：合计不符，差额逐处见说明'

/** The sentence under 合计: the sheet computes it from its own sums. */
function reconciliationCheck(strata: readonly StratumReconciled[]): { formula: string, result: string } {
  const sum = (of: (row: StratumReconciled) => number | null) => strata.reduce((total, row) => total + (of(row) ?? 0), 0)
  const [issued, returned] = [sum((row) => row.issued), sum((row) => row.returned)]
  const adds = issued === returned + sum((row) => row.notReturned) + sum((row) => row.reissued)
    && returned === sum((row) => row.valid) + sum((row) => row.invalid)
  return {
    formula: `IF(AND({issued}={returned}+{notReturned}+{reissued},{returned}={valid}+{invalid}),"${BALANCED}","${DIFFERENT}")`,
    result: adds ? BALANCED : DIFFERENT,
  }
}
