import { countText } from './format.ts'
import type { Cell, Column, Link, RungTag, StatusTag, TableView, Tone } from './parts.ts'

const PLAIN: Cell = { className: '', symbol: null, text: '', href: null, tone: '', tag: null, small: null }

/** A cell of words. An empty text becomes a dash, so that a gap is seen to be meant. */
export const textCell = (
  text: string | null, more: Partial<Cell> = {},
): Cell => ({ ...PLAIN, text: text || '—', ...more })

/** The first column of a list: the way to the record. */
export const linkCell = (text: string, href: string, more: Partial<Cell> = {}): Cell =>
  ({ ...PLAIN, className: 'nowrap', text, href, ...more })

/** A count, right-aligned; with an href it opens the rows that it counts. */
export const numberCell = (count: number, href: string | null = null, tone: Tone = ''): Cell =>
  ({
    ...PLAIN, className: count === 0 ? 'number zero' : 'number', text: countText(count),
    href: count === 0 ? null : href, tone,
  })

/** A figure that is already words (`66 / 73`, `84.13`). */
export const figureCell = (text: string, more: Partial<Cell> = {}): Cell => ({
  ...PLAIN, className: 'number', text, ...more,
})

export const statusCell = (status: StatusTag): Cell =>
  ({ ...PLAIN, className: 'nowrap', symbol: `g-${status.glyph}`, text: status.text })

export const rungCell = (rung: RungTag): Cell => ({
  ...PLAIN, className: `nowrap rung-${rung.kind}`, symbol: rung.kind === 'calm' ? null : `c-${rung.kind}`,
  text: rung.text,
})

/** A due date or rest: never broken, toned by urgency. */
export const dayCell = (text: string, tone: Tone = '', tag: string | null = null): Cell =>
  ({ ...PLAIN, className: 'nowrap', text, tone, tag })

export const column = (text: string, more: Partial<Column> = {}): Column =>
  ({ text, number: false, wide: false, sort: null, ...more })

/** A table of which a page says only what is special. Rows are arrays of cells in the columns' order. */
export function tableOf(caption: string, columns: Column[], rows: Cell[][], more: Partial<TableView> = {}): TableView {
  const wide = new Set(columns.flatMap((each, index) => each.wide ? [index] : []))
  const fit = (cells: Cell[]) => cells.map((cell, index) =>
    wide.has(index) ? { ...cell, className: `${cell.className} wide`.trim() } : cell)
  return {
    caption, columns, sticky: false, ...more,
    rows: rows.map(cells => ({ cells: fit(cells), own: false })),
    total: more.total ? fit(more.total) : null,
  }
}

export const link = (text: string, href: string): Link => ({ text, href })
