import { itemFigures } from '../questionnaire/figures.ts'
import { suppressed } from '../questionnaire/suppression.ts'
import type { AskedQuestion } from './asked.ts'
import { byGroup, levelCounts, type Counted } from './counting.ts'
import type { Grouping } from './cuts.ts'
import { exact } from './items.ts'
import { unless } from './hiding.ts'
import { THRESHOLD, type CrossTable, type GroupTable } from './shape.ts'

/** So much of it must be printable, else it is no table that anybody should read. */
const DENSE = 0.75

/**
 * Size × district, only where it is dense and hides no total: so it agrees with the two tables of one attribute, which
 * must hide nothing, and nothing follows from the three together.
 * @source DESIGN.md §7 Questionnaire
 */
export function crossTable(
  question: AskedQuestion, grouping: Grouping, tables: readonly GroupTable[], answers: readonly Counted[],
): CrossTable | null {
  const whole = tables.filter(({ cut }) => cut === 'district' || cut === 'size')
  if (whole.some(({ rows }) => rows.some(({ n, cells }) => n === null || cells.includes(null)))) return null
  const [districts, sizes] = [grouping.values('district'), grouping.values('size')]
  const cells = byGroup(answers, districts, ({ attributes }) => grouping.ofAnswer('district', attributes))
    .map((group) => byGroup(group, sizes, ({ attributes }) => grouping.ofAnswer('size', attributes)))
  const counts = suppressed(cells.map((row) => row.map(({ length }) => length)), THRESHOLD)
  const valid = suppressed(cells.map((row) => row.map((group) => itemFigures(levelCounts(group, question)).valid)), THRESHOLD)
  const hides = (totals: readonly (number | null)[] | null) => totals === null || totals.includes(null)
  if ([counts, valid].some(({ rowTotals, columnTotals }) => hides(rowTotals) || hides(columnTotals))) return null
  const hidden = (r: number, c: number) => counts.cells[r]?.[c] === null || valid.cells[r]?.[c] === null
  const shown = cells.flatMap((row, r) => row.filter((group, c) => group.length > 0 && !hidden(r, c)))
  const filled = cells.flat().filter(({ length }) => length > 0)
  if (shown.length < DENSE * filled.length) return null
  return {
    name: question.text, districts, sizes,
    n: counts.cells,
    means: cells.map((row, r) => row.map((group, c) =>
      unless(hidden(r, c), exact(itemFigures(levelCounts(group, question)).mean)))),
  }
}
