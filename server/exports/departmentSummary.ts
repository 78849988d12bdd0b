import { balances } from '../../models/issue/flow.ts'
import { checkFormula, checkSentence, SUMMARY_COLUMNS, SUMMARY_NOTES } from '../summaries/columns.ts'
import { summaryOf, type SummaryRow } from '../summaries/figures.ts'
import { readPeriod } from '../summaries/period.ts'
import { writeCsv } from '../lib/csv.ts'
import type { MeetingSheet } from '../lib/meetingWorkbook.ts'
import type { Asked, Ledger } from './ledger.ts'
import { readWords } from './names.ts'

/** The summary per department of a period: in the fixed order, and a second sheet by place in the group. @source forms.md §5 */
export async function departmentSummary(asked: Asked): Promise<Ledger> {
  const period = readPeriod(asked.query, asked.now)
  const [{ rows, total }, words] = await Promise.all([summaryOf(period), readWords()])
  const sheet = (name: string, lines: readonly SummaryRow[]): MeetingSheet<SummaryRow> => ({
    name, title: `部门诉求办理情况汇总表`, unit: `${words.unit(asked.actor.department)}　填报人：${asked.actor.name}`,
    asOf: `${period.fromOn} 至 ${period.toOn}`, measure: '件', columns: SUMMARY_COLUMNS, rows: lines, empty: '没有部门', notes: SUMMARY_NOTES,
    totals: total, check: { formula: checkFormula(total), result: checkSentence(total, balances(total.flow)) }, frozen: 1,
  })
  return {
    toWorkbook: async (book) => {
      const count = await book.add(sheet('汇总表', rows))
      await book.add(sheet('按组内排名', byRank(rows)))
      return count
    },
    toCsv: (target) => writeCsv(target, SUMMARY_COLUMNS, rows),
  }
}

function byRank(rows: readonly SummaryRow[]): SummaryRow[] {
  const last = Number.MAX_SAFE_INTEGER
  return rows.toSorted((one, other) => (one.group ?? last) - (other.group ?? last) || (one.rank ?? last) - (other.rank ?? last))
}
