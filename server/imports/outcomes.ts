import type { Import, ImportRow } from '../../models/import/index.ts'
import { importKind } from '../../models/import/kinds.ts'
import { isOverridable } from '../../models/import/overrides.ts'
import { column, figureCell, tableOf, textCell } from '../lib/cells.ts'
import { countText } from '../lib/format.ts'
import type { Link, TableView, Tabs } from '../lib/parts.ts'
import { fieldWord, valueWords, type Names } from './words.ts'

export const PREVIEW_TABS = [
  'refused', 'changed', 'created', 'unchanged', 'duplicate', 'warned', 'absent', 'left',
] as const
export type PreviewTab = (typeof PREVIEW_TABS)[number]

export interface RefusedRow {
  row: number
  name: string
  /** the code as typed, its wrong sign apart */
  code: { text: string, wrong: boolean }[]
  why: string
  hint: string
  /** address to post a reason to, where the row may be taken in all the same */
  override: string | null
}

export interface Changes {
  title: string
  note: string
  link: Link | null
  table: TableView
}

const CHANGES_BESIDE = 6

export function tabsOf(batch: Import, current: PreviewTab, href: (tab: PreviewTab) => string): Tabs {
  const { counts } = batch
  const tab = (to: PreviewTab, text: string, count: number) => (
    { text, count: countText(count), href: href(to), current: to === current, tone: '' as const }
  )
  const merged = counts.duplicate + counts.merged
  return {
    label: '按结果看',
    tabs: [
      ...(batch.state === 'undone' ? [tab('left', '保留', batch.undo.left)] : []),
      tab('refused', '退回', counts.refused), tab(
        'changed', '变更', batch.state === 'preview' ? counts.changed : batch.applied.changed,
      ),
      tab(
        'created', '新建', batch.state === 'preview' ? counts.created : batch.applied.created,
      ), tab('unchanged', '不变', counts.unchanged + batch.applied.unchanged),
      ...(merged > 0 ? [tab('duplicate', '重复／合并', merged)] : []),
      { ...tab('warned', '留意', 0), count: null },
      ...(batch.state === 'preview' ? [tab('absent', '名册里有、文件里没有', batch.absent)] : []),
    ],
  }
}

export function refusedRow(row: ImportRow, batch: Import, names: Names): RefusedRow {
  const [name, second] = importKind(batch.kind).shown
  const why = row.refusals.map((one) => one.text).join('；')
  const typed = row.values['codeTyped'] ?? row.values[second] ?? null
  return {
    row: row.row,
    name: row.values[name] ? String(row.values[name]) : '（空）',
    code: wrongSignApart(
      typed === null ? '—' : second === 'uscc' ? String(typed) : valueWords(second, typed, batch.kind, names), why,
    ),
    why,
    hint: [...new Set(row.refusals.map((one) => one.hint))].join('；'),
    override: batch.state === 'preview' && batch.kind === 'enterprises' && isOverridable(
      row,
    ) ? `/imports/${batch.no}/overrides` : null,
  }
}

/** The note says which sign is wrong; it is set apart so that the eye finds it among eighteen. */
function wrongSignApart(code: string, why: string): { text: string, wrong: boolean }[] {
  const place = Number(/第 (\d+) 位/.exec(why)?.[1] ?? 0)
  const signs = [...code]
  if (place < 1 || place > signs.length || signs.length !== 18) return [{ text: code, wrong: false }]
  const piece = (from: number, to: number, wrong: boolean) => ({ text: signs.slice(from, to).join(''), wrong })
  return [
    piece(0, place - 1, false), piece(place - 1, place, true), piece(place, signs.length, false),
  ].filter(({ text }) => text !== '')
}

/** What would differ, field by field; beside the refused rows only the first few. */
export function changesOf(
  batch: Import, rows: readonly ImportRow[], tab: PreviewTab, names: Names, href: string,
): Changes {
  const { counter, label } = importKind(batch.kind)
  const lines = rows.flatMap((row) => row.changes.map((change) => ({ row, change })))
  const shown = tab === 'changed' ? lines : lines.slice(0, CHANGES_BESIDE)
  const count = batch.state === 'preview' ? batch.counts.changed : batch.applied.changed
  const columns = [column('行', { number: true }), column(label), column('字段'), column('名册里是'), column('改成')]
  return {
    title: `变更 ${countText(count)} ${counter}${batch.state === 'preview' ? `，${countText(batch.fieldChanges)} 处` : ''}`,
    note: tab === 'changed' ? (count > rows.length ? `先看前 ${rows.length} ${counter}` : '') : `先看 ${shown.length} 处`,
    link: tab === 'changed' ? null : { text: `看前 20 ${counter}`, href },
    table: tableOf('变更', columns, shown.map(({ row, change }) => [
      figureCell(String(row.row)), textCell(nameOf(row, batch)), textCell(fieldWord(change.field, batch.kind)),
      textCell(valueWords(change.field, change.from, batch.kind, names), { tone: 'second' }),
      textCell(
        valueWords(change.field, change.to, batch.kind, names),
        { className: 'strong', small: change.field === 'name' ? '改名，请核对' : null },
      ),
    ])),
  }
}

const nameOf = (row: ImportRow, batch: Import): string => String(row.values[importKind(batch.kind).shown[0]] ?? '（空）')

/** The rows of a tab that has a plain table; null where there are none. */
export function tableFor(batch: Import, tab: PreviewTab, rows: readonly ImportRow[]): TableView | null {
  const { label, shown: [, second] } = importKind(batch.kind)
  if (tab === 'absent') {
    return batch.absentNames.length > 0
      ? tableOf('名册里有、文件里没有', [column(label)], batch.absentNames.map((name) => [textCell(name)]))
      : null
  }
  if (rows.length === 0 || tab === 'refused' || tab === 'changed') return null
  const first = [column('行', { number: true }), column(label)]
  const start = (row: ImportRow) => [figureCell(String(row.row)), textCell(nameOf(row, batch))]
  if (tab === 'created' || tab === 'unchanged') {
    return tableOf(
      tab === 'created' ? '新建' : '不变',
      [...first, column(fieldWord(second, batch.kind))],
      rows.map((row) => [...start(row), textCell(secondText(row, second))]),
    )
  }
  const why = (row: ImportRow) => (tab === 'left' ? row.undoNote : row.warnings.map((one) => one.text).join('；'))
  return tableOf(
    tab === 'left' ? '保留' : '留意', [...first, column('说明')], rows.map((row) => [...start(row), textCell(why(row))]),
  )
}

const secondText = (row: ImportRow, field: string) =>
  (row.values[field] === null || row.values[field] === undefined ? '' : String(row.values[field]))
