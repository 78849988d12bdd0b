import { campaignOf } from '../../models/campaign/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import type { FrozenRow } from '../../models/publication/frozen.ts'
import { areasOf, publicationOf } from '../../models/publication/queries.ts'
import { provincialResultOf } from '../../models/provincialResult/index.ts'
import type { Asked, Ledger } from '../exports/ledger.ts'
import { readWords } from '../exports/names.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import { writeCsv } from '../lib/csv.ts'
import type { MeetingSheet } from '../lib/meetingWorkbook.ts'
import { provincialSheet, provincialNote } from '../provincialResults/export.ts'
import { areasSheet } from './areasView.ts'
import { figure, rateOf } from './figures.ts'

/** 得分排名表 for the meeting, from the frozen results: place inside each group only. @source forms.md §7 得分排名表 */
export async function rankingLedger(asked: Asked): Promise<Ledger> {
  const year = Number(asked.query['year'] ?? 0)
  const [campaign, publication, departments, words, provincial] = await Promise.all([
    campaignOf(year), publicationOf(year), departmentsByCode(), readWords(), provincialResultOf(year),
  ])
  if (campaign === null || publication === null) throw new Error(`There are no frozen results of ${year}`)
  const areas = await areasOf(publication)
  const groups = new Map(campaign.groups.map(({ no, name }) => [no, name]))
  const rows = publication.rows.toSorted((a, b) => a.group - b.group || (a.rank ?? Infinity) - (b.rank ?? Infinity))
  const text = (header: string, width: number, value: (row: FrozenRow) => string): Column<FrozenRow> => ({ header, width, type: 'text', value })
  const number = (header: string, value: (row: FrozenRow) => number | null): Column<FrozenRow> => ({ header, width: 9, type: 'number', value })
  const score = (header: string, value: (row: FrozenRow) => number | null): Column<FrozenRow> => ({ header, width: 9, type: 'score', value })
  const rounded = (exact: string | null): number | null => (exact === null ? null : Number(figure(exact)))
  const around = { unit: words.unit(asked.actor.department), asOf: `截至 ${stampOf(publication.frozenAt)}` }
  const ranking: MeetingSheet<FrozenRow> = {
    ...around, name: '得分排名表', title: `${year}年三民活动得分排名表`, measure: '分',
    columns: [
      text('组别', 16, ({ group }) => groups.get(group) ?? ''), text('部门', 22, ({ department }) => departments.get(department)?.name ?? department),
      score('票面得分 B', ({ B }) => rounded(B)), score('日常 R', ({ R }) => rounded(R)), score('社会评价 E', ({ E }) => rounded(E)),
      score('折合', ({ points }) => rounded(points)), number('组内名次', ({ rank }) => rank), text('满意率（宽）', 12, ({ broad, valid }) => rateOf(broad, valid)),
      text('满意率（窄）', 12, ({ narrow, valid }) => rateOf(narrow, valid)), number('有效票数', ({ valid }) => valid),
      text('不了解率', 10, ({ unknown, valid }) => rateOf(unknown, valid + unknown)), text('评优资格', 10, ({ lostAwardBy }) => (lostAwardBy === null ? '有' : '取消')),
      text('备注', 16, ({ hasGap }) => (hasGap ? '有差额' : '')),
    ],
    rows, empty: '没有得分', frozen: 2,
    notes: ['只在组内排名，同分同名次。得分按分数精确计算，显示时四舍五入到两位。', `计分方案第 ${publication.plan.version} 版，结果校验码 ${publication.hash}。`, provincialNote(year, provincial)],
  }
  return {
    toWorkbook: async (book) => {
      const count = await book.add(ranking)
      if (areas !== null) await book.add({ ...around, ...areasSheet(year, areas) })
      if (provincial !== null) await book.add({ ...provincialSheet(provincial), unit: around.unit })
      return count
    },
    toCsv: (target) => writeCsv(target, ranking.columns, rows),
  }
}
