/** A table as it is printed: null = hidden, or (of totals) no such line in a table of one column or row. */
export interface PrintedTable {
  cells: (number | null)[][]
  rowTotals: (number | null)[] | null
  columnTotals: (number | null)[] | null
  grandTotal: number | null
}

interface Grid {
  numbers: number[][]
  hidden: boolean[][]
  /** rows and columns of cells; what lies beyond are totals */
  rows: number
  columns: number
}

/**
 * Hides what would tell about fewer than `threshold` respondents, and whatever would let it be computed back.
 * 1. Each number above 0 and below the threshold. 2. In a line that hides something at least two numbers, together at least
 * the threshold while the line's total is printed. 3. As long as a hidden number still follows from several lines together,
 * the first such takes one more with it.
 * @source test/fixtures/vectors/README.md "Small cells", domain.md §4
 */
export function suppressed(cells: readonly (readonly number[])[], threshold: number): PrintedTable {
  const grid = withTotals(cells)
  forEachNumber(grid, (r, c, n) => void (n > 0 && n < threshold && hide(grid, r, c)))
  let again = true
  while (again) {
    while (completeAll(grid, threshold));
    again = closeOneCycle(grid)
  }
  return printed(grid)
}

interface Place { r: number, c: number }
/** The numbers of one row or column with its total last; `total` null where the table prints none. */
interface Line { places: Place[], total: Place | null }

function withTotals(cells: readonly (readonly number[])[]): Grid {
  const rows = cells.length
  const columns = cells[0]?.length ?? 0
  const numbers = cells.map((row) => (columns > 1 ? [...row, row.reduce((a, b) => a + b, 0)] : [...row]))
  if (rows > 1) numbers.push(Array.from({ length: numbers[0]?.length ?? 0 }, (_, c) => numbers.reduce((total, row) => total + (row[c] ?? 0), 0)))
  return { numbers, hidden: numbers.map((row) => row.map(() => false)), rows, columns }
}

function linesOf({ numbers, rows, columns }: Grid): Line[] {
  const height = numbers.length
  const width = numbers[0]?.length ?? 0
  const across = columns > 1 ? Array.from({ length: height }, (_, r) => lineOf(Array.from({ length: width }, (__, c) => ({ r, c })), true)) : []
  const down = rows > 1 ? Array.from({ length: width }, (_, c) => lineOf(Array.from({ length: height }, (__, r) => ({ r, c })), true)) : []
  return [...across, ...down]
}

const lineOf = (places: Place[], hasTotal: boolean): Line => ({ places, total: hasTotal ? (places.at(-1) ?? null) : null })

/** Rows from the top, then columns from the left; true when any line had to hide more. */
const completeAll = (grid: Grid, threshold: number): boolean =>
  linesOf(grid).map((line) => complete(grid, line, threshold)).includes(true)

/** Hides one more number where a line falls short; true when it did. */
function complete(grid: Grid, { places, total }: Line, threshold: number): boolean {
  const hidden = places.filter((place) => isHidden(grid, place))
  if (hidden.length === 0) return false
  const totalShown = total !== null && !isHidden(grid, total)
  const together = hidden.reduce((all, place) => all + numberAt(grid, place), 0)
  if (hidden.length >= 2 && !(totalShown && together < threshold)) return false
  const choice = bestToHide(grid, places, total)
  if (choice === null) return false
  hide(grid, choice.r, choice.c)
  return true
}

/** A cell before the total; one whose other line hides something already first; then the smallest above 0; then the first. */
function bestToHide(grid: Grid, places: readonly Place[], total: Place | null): Place | null {
  const across = places.length > 1 && places[0]?.r === places[1]?.r
  const otherHides = ({ r, c }: Place) => (across ? grid.hidden.some((row) => row[c]) : (grid.hidden[r] ?? []).some(Boolean))
  const open = places.filter((place) => !isHidden(grid, place) && numberAt(grid, place) > 0)
  const order = (place: Place) => [place === total ? 1 : 0, otherHides(place) ? 0 : 1, numberAt(grid, place)] as const
  return open.sort((a, b) => {
    const [x, y] = [order(a), order(b)]
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2]
  })[0] ?? null
}

/**
 * Hidden numbers are edges between their row and their column. One that lies on no cycle follows from several lines together:
 * with the first such goes the smallest visible number above 0 that closes a cycle. True when one was hidden.
 */
function closeOneCycle(grid: Grid): boolean {
  const { rows, columns } = grid
  if (rows < 2 || columns < 2) return false
  const lonely = hiddenPlaces(grid).find((place) => !connected(grid, place, place))
  if (!lonely) return false
  const candidates: Place[] = []
  forEachNumber(grid, (r, c, n) => {
    const place = { r, c }
    if (isHidden(grid, place) || n === 0) return
    hide(grid, r, c)
    if (connected(grid, lonely, lonely)) candidates.push(place)
    grid.hidden[r]![c] = false
  })
  const isTotal = ({ r, c }: Place) => (r >= rows || c >= columns ? 1 : 0)
  const [choice] = candidates.sort((a, b) => isTotal(a) - isTotal(b) || numberAt(grid, a) - numberAt(grid, b))
  if (!choice) return false
  hide(grid, choice.r, choice.c)
  return true
}

/** Whether row and column of a hidden number are joined by other hidden numbers. */
function connected(grid: Grid, { r, c }: Place, without: Place): boolean {
  const edges = hiddenPlaces(grid).filter((place) => place.r !== without.r || place.c !== without.c)
  const seen = new Set([`r${r}`])
  for (let grew = true; grew;) {
    grew = false
    for (const edge of edges) {
      const [row, column] = [`r${edge.r}`, `c${edge.c}`]
      if (seen.has(row) === seen.has(column)) continue
      seen.add(row).add(column)
      grew = true
    }
  }
  return seen.has(`c${c}`)
}

function printed({ numbers, hidden, rows, columns }: Grid): PrintedTable {
  const shown = numbers.map((row, r) => row.map((n, c) => (hidden[r]?.[c] ? null : n)))
  return {
    cells: shown.slice(0, rows).map((row) => row.slice(0, columns)),
    rowTotals: columns > 1 ? shown.slice(0, rows).map((row) => row[columns] ?? null) : null,
    columnTotals: rows > 1 ? (shown[rows] ?? []).slice(0, columns) : null,
    grandTotal: rows > 1 && columns > 1 ? (shown[rows]?.[columns] ?? null) : null,
  }
}

const numberAt = (grid: Grid, { r, c }: Place): number => grid.numbers[r]?.[c] ?? 0
const isHidden = (grid: Grid, { r, c }: Place): boolean => grid.hidden[r]?.[c] ?? false
const hide = (grid: Grid, r: number, c: number): void => void (grid.hidden[r]![c] = true)
const forEachNumber = (grid: Grid, look: (r: number, c: number, n: number) => void): void =>
  grid.numbers.forEach((row, r) => row.forEach((n, c) => look(r, c, n)))

function hiddenPlaces(grid: Grid): Place[] {
  const places: Place[] = []
  forEachNumber(grid, (r, c) => void (grid.hidden[r]?.[c] && places.push({ r, c })))
  return places
}
