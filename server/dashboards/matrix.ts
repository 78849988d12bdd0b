import type { MatrixRow } from '../../models/dashboard/queries.ts'
import { countText } from '../lib/format.ts'
import { listHref } from '../lib/listAddress.ts'
import type { Figures } from './figures.ts'
import { nameOf, type Surroundings } from './surroundings.ts'

/** Department × age: each count opens its cases. `shade` 0–5 greys a cell by its share of the largest one. */
export interface MatrixView {
  bands: { title: string, wide: boolean }[]
  rows: MatrixLine[]
  rest: { text: string, href: string, cells: MatrixCell[] } | null
  total: MatrixCell[]
  note: string
  /** Cases that stand beside the matrix: not yet assigned, and the second stock. */
  beside: { text: string, href: string }[]
}

export interface MatrixLine { name: string, href: string, cells: MatrixCell[] }
export interface MatrixCell { text: string, href: string | null, shade: string, tone: 'over' | '', wide: boolean }

const ROWS_SHOWN = 12

/** Sums over departments. */
export function total(rows: readonly MatrixRow[]) {
  const sum = (of: (row: MatrixRow) => number) => rows.reduce((all, row) => all + of(row), 0)
  return {
    bands: (rows[0]?.bands ?? []).map((_, band) => sum(row => row.bands[band] ?? 0)),
    handling: sum(row => row.handling), overdue: sum(row => row.overdue),
    overduePledged: sum(row => row.overduePledged),
    pledged: sum(row => row.pledged), submitted: sum(row => row.submitted),
  }
}

export function matrixView(figures: Figures, around: Surroundings): MatrixView {
  const rows = figures.rows.filter(row => row.department !== null && row.handling + row.overdue > 0)
    .map(row => ({ ...row, name: nameOf(row.department, around) }))
    .toSorted((a, b) => b.overdue - a.overdue || b.handling - a.handling || a.name.localeCompare(b.name, 'zh-CN'))
  // One row too many is shown rather than hidden behind a row of its own.
  const shown = around.whole || rows.length <= ROWS_SHOWN + 1 ? rows : rows.slice(0, ROWS_SHOWN)
  const hidden = rows.slice(shown.length)
  const largest = Math.max(1, ...shown.flatMap(row => row.bands))
  const hrefOf = (department: string | null) => (change: Record<string, string | undefined>) =>
    listHref('/issues', { department: department ?? around.only ?? undefined, ...change })
  const sums = total(figures.rows)
  return {
    bands: figures.bands.map((band, index) => ({ title: band.title, wide: index < figures.bands.length - 1 })),
    rows: shown.map(row => ({
      name: row.name, href: `/dashboard/departments/${row.department ?? ''}`,
      cells: cellsOf(row, figures, hrefOf(row.department), largest),
    })),
    rest: hidden.length === 0 ? null : {
      text: `其余 ${hidden.length} 个部门`, href: '/dashboard?departments=all',
      cells: cellsOf({ ...total(hidden) }, figures, null, 0),
    },
    total: cellsOf(sums, figures, hrefOf(null), 0),
    note: '交办至今的工作日，数字可点开',
    beside: [
      { word: '待受理', count: sums.submitted, tab: 'submitted' }, { word: '挂账', count: sums.pledged, tab: 'pledged' },
    ].filter(({ count }) => count > 0)
      .map(({ word, count, tab }) => ({ text: `${word} ${countText(count)} 件`, href: hrefOf(null)({ tab }) })),
  }
}

type Counts = Pick<MatrixRow, 'bands' | 'handling' | 'overdue'>

function cellsOf(
  counts: Counts, { bands }: Figures, hrefOf: ((change: Record<string, string | undefined>) => string) | null,
  largest: number,
): MatrixCell[] {
  const cell = (
    count: number, change: Record<string, string | undefined>, more: Partial<MatrixCell> = {},
  ): MatrixCell =>
    ({
      text: countText(count), href: count === 0 || hrefOf === null ? null : hrefOf(change), shade: '', tone: '',
      wide: false, ...more,
    })
  return [
    ...bands.map((band, index) => {
      const count = counts.bands[index] ?? 0
      const change = { tab: 'open', assignedFrom: band.fromOn ?? undefined, assignedTo: band.toOn ?? undefined }
      return cell(
        count, change,
        { wide: index < bands.length - 1, shade: largest === 0 ? '' : `shade-${Math.ceil(count / largest * 5)}` },
      )
    }),
    cell(counts.handling, { tab: 'open' }),
    cell(counts.overdue, { tab: 'overdue' }, { tone: counts.overdue > 0 ? 'over' : '' }),
  ]
}
