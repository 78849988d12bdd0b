import type ExcelJS from 'exceljs'
import { FILLS, type Column, type ColumnType, type Fill } from './columns.ts'

export type Style = Partial<ExcelJS.Style>

export const FORMATS: Record<ColumnType, string> = {
  text: '@', code: '@', number: '#,##0.##', score: '0.00', day: 'yyyy-mm-dd', instant: 'yyyy-mm-dd hh:mm', rate: '0.0%',
}
export const isFigure = (type: ColumnType): boolean => type === 'number' || type === 'score' || type === 'rate'
const CENTRED: readonly ColumnType[] = ['code', 'day', 'instant']
const THIN = { style: 'thin', color: { argb: 'FF666666' } } as const
export const BORDER = { top: THIN, bottom: THIN, left: THIN, right: THIN }
export const BODY_FONT = { name: '仿宋', size: 11 }

export const TITLE_STYLE: Style = { font: { name: '黑体', size: 18 }, alignment: { horizontal: 'center', vertical: 'middle' } }
export const LINE_STYLE = (horizontal: 'left' | 'right'): Style => ({ font: BODY_FONT, alignment: { horizontal, vertical: 'middle' } })
export const HEAD_STYLE: Style = {
  font: { name: '黑体', size: 11 }, border: BORDER, alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDEDED' } },
}
export const EMPTY_STYLE: Style = { font: BODY_FONT, border: BORDER, alignment: { horizontal: 'center', vertical: 'middle' } }
export const NOTE_STYLE: Style = { font: { name: '仿宋', size: 10 }, alignment: { vertical: 'top', wrapText: true } }
export const CHECK_STYLE: Style = { ...NOTE_STYLE, border: BORDER, font: BODY_FONT }

/** The style of a column's cells for each fill. Made once per column: the writer knows a style again by its identity. */
export function bodyStyles({ type }: Pick<Column<never>, 'type'>, centred = CENTRED.includes(type)): (fill: Fill | null) => Style {
  const horizontal = centred ? 'center' : isFigure(type) ? 'right' : 'left'
  const plain: Style = { numFmt: FORMATS[type], font: BODY_FONT, border: BORDER, alignment: { horizontal, vertical: 'middle', wrapText: true } }
  const filled = Object.fromEntries(
    Object.entries(FILLS).map(([fill, { argb }]) => [fill, { ...plain, fill: { type: 'pattern', pattern: 'solid', fgColor: { argb } } }]),
  ) as Record<Fill, Style>
  return (fill) => (fill ? filled[fill] : plain)
}
