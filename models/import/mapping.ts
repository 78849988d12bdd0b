import type { Column } from './columns/column.ts'
import { MONEY_UNITS } from './numbers.ts'
import { comparable } from './tidyText.ts'

/** What one column of the file was understood as. */
export interface MappedColumn {
  /** A = 1 */
  column: number
  /** the header as printed; two rows joined by / */
  header: string
  /** null = 不导入 */
  field: string | null
  /** factor to 万元, for money under a header with another unit */
  factor: number
  /** why a person should look at it; '' when the header is a known one */
  doubt: string
}

/**
 * Maps headers to fields: a known name, a known leaf under a known heading, or, as a guess that is said to be one, a
 * header that contains a known name. A field is given once: a sure header before a guessed one, the left one before the
 * right one.
 */
export function mapHeaders(
  headers: readonly { column: number; header: string }[], columns: readonly Column[],
): MappedColumn[] {
  const guesses = headers.map(({ column, header }) => ({ column, header, guess: guessField(header, columns) }))
  const ranked = [...guesses].sort(
    (a, b) => Number(b.guess?.sure ?? false) - Number(a.guess?.sure ?? false) || a.column - b.column,
  )
  const owner = new Map<string, number>()
  for (const { column, guess } of ranked) {
    if (guess && !owner.has(guess.column.field)) owner.set(guess.column.field, column)
  }

  return guesses.map(({ column, header, guess }) => {
    if (!guess) return { column, header, field: null, factor: 1, doubt: '' }
    if (owner.get(guess.column.field) !== column) {
      return { column, header, field: null, factor: 1, doubt: `和另一列都像“${guess.column.label}”，只取了那一列` }
    }
    const unit = unitOf(header)
    const factor = guess.column.reading === 'money' ? (MONEY_UNITS[unit] ?? 1) : 1
    const doubts = [
      guess.sure ? '' : `新表头，按“${guess.column.label}”的别名猜的，请核对`,
      factor === 1 ? '' : `单位由${unit}换成万元，请核对`,
    ]
    return { column, header, field: guess.column.field, factor, doubt: doubts.filter(Boolean).join('；') }
  })
}

/**
 * The same columns as a person changed them on the page: column number → field ('' = 不导入). Unknown fields are left out.
 */
export function remap(
  mapped: readonly MappedColumn[], chosen: ReadonlyMap<number, string>, columns: readonly Column[],
): MappedColumn[] {
  return mapped.map((one) => {
    const field = chosen.get(one.column)
    if (field === undefined || field === (one.field ?? '')) return one
    const target = columns.find((column) => column.field === field)
    const factor = target?.reading === 'money' ? (MONEY_UNITS[unitOf(one.header)] ?? 1) : 1
    return { ...one, field: target?.field ?? null, factor, doubt: '' }
  })
}

interface Guess {
  column: Column
  sure: boolean
}

function guessField(header: string, columns: readonly Column[]): Guess | null {
  const [above = '', ...below] = header.split('/').map(bareHeader)
  const leaf = below.at(-1) ?? above
  if (below.length > 0) {
    const grouped = columns.find((column) => column.under?.includes(above) && column.leaves?.includes(leaf))
    if (grouped) return { column: grouped, sure: true }
    // 姓名 under a heading that is not known means nobody in particular
    const foreign = columns.some((column) => column.under?.includes(above))
    if (foreign) return null
  }
  const named = columns.find((column) => column.names.includes(leaf))
  if (named) return { column: named, sure: true }
  const alike = columns
    .flatMap((column) => column.names.map((name) => ({ column, name })))
    .filter(({ name }) => [...name].length >= 2 && leaf.includes(name))
    .sort((a, b) => b.name.length - a.name.length)[0]
  return alike ? { column: alike.column, sure: false } : null
}

/** A header without white space, marks of required fields, numbering, parentheses and the year. */
export function bareHeader(header: string): string {
  return comparable(header)
    .toLowerCase()
    .replace(/[(【[][^)】\]]*[)】\]]?/g, '')
    .replace(/^[*★\d.、]+(?=\p{Script=Han})|[*★:：]+$/gu, '')
    .replace(/^(20\d\d)?年度?/, '')
}

function unitOf(header: string): string {
  const inside = /[(]([^)]*)[)]/.exec(comparable(header))?.[1] ?? ''
  return inside.replace(/^单位[:：]?/, '')
}
