import { SMALLEST_CELL, type AreaRow, type AreaTable } from '../../models/publication/areas.ts'
import type { Column } from '../lib/columns.ts'
import { column, figureCell, tableOf, textCell } from '../lib/cells.ts'
import { countText } from '../lib/format.ts'
import type { MeetingSheet } from '../lib/meetingWorkbook.ts'
import type { TableView } from '../lib/parts.ts'
import { rateOf } from './figures.ts'

/** A number that would tell about few people. */
export const HIDDEN = '隐去'

export const AREAS_TITLE = '各会场、各类代表的满意率'
export const AREAS_NOTE = `各部门合在一起，按计分的票统计；不了解不进分母，另列。不足 ${SMALLEST_CELL} 票的数和能推出它的数隐去。`
  + '选票启封时只分会场和类别，不分区市，所以没有单个区市的数。'

type Figures = Pick<AreaRow, 'counts' | 'valid' | 'unknown'>

/** Rate of each option, counted marks, rate of 不了解: as they are printed. */
const ratesOf = ({ counts, valid, unknown }: Figures): string[] => [
  ...counts.map((count) => (count === null || valid === null ? HIDDEN : rateOf(count, valid))), valid === null ? HIDDEN : countText(valid),
  unknown === null || valid === null ? HIDDEN : rateOf(unknown, valid + unknown),
]

const headers = ({ options }: AreaTable): string[] => [...options.map((option) => `${option}率`), '计分票', '不了解率']

/** The area rates on a page; null without a single mark. */
export function areasTable(areas: AreaTable): TableView | null {
  if (areas.rows.length === 0) return null
  const columns = [column('会场'), column('类别'), ...headers(areas).map((text) => column(text, { number: true }))]
  const line = (venue: string, category: string, figures: Figures) => [textCell(venue), textCell(category), ...ratesOf(figures).map((text) => figureCell(text))]
  return tableOf(AREAS_TITLE, columns, [
    ...areas.rows.map((row) => line(row.venue, row.category, row)), ...(areas.rows.length > 1 ? [line('合计', '', areas.total)] : []),
  ])
}

/** The same for the meeting. */
export function areasSheet(year: number, areas: AreaTable): Pick<MeetingSheet<string[]>, 'name' | 'title' | 'measure' | 'columns' | 'rows' | 'empty' | 'frozen' | 'notes'> {
  const words = ['会场', '类别', ...headers(areas)]
  const columns = words.map((header, at): Column<string[]> => ({ header, width: at < 2 ? 18 : 12, type: 'text', value: (row) => row[at] ?? '' }))
  const rows = areas.rows.map((row) => [row.venue, row.category, ...ratesOf(row)])
  return {
    name: '会场满意率', title: `${year}年${AREAS_TITLE}`, measure: '票', empty: '没有计分的票', frozen: 2, columns,
    rows: rows.length > 1 ? [...rows, ['合计', '', ...ratesOf(areas.total)]] : rows, notes: [AREAS_NOTE],
  }
}
