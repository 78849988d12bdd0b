import type { Import, ImportRow } from '../../models/import/index.ts'
import { importKind } from '../../models/import/kinds.ts'
import { isOverridable } from '../../models/import/overrides.ts'
import { readMoney } from '../../models/import/numbers.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { columnLetters } from '../../models/shared/sheet.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { column, figureCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf } from '../lib/fields.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import type { Button, Empty, ErrorSummary, Link, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { fieldWord, maskContact, valueWords, type Names } from './words.ts'

export const PREVIEW_TABS = ['refused', 'changed', 'created', 'unchanged', 'duplicate', 'warned', 'absent', 'left'] as const
export type PreviewTab = (typeof PREVIEW_TABS)[number]

export interface ColumnRow {
  letters: string
  header: string
  /** name and id of the select */
  name: string
  doubtful: boolean
  options: { value: string, text: string, selected: boolean }[]
  sample: string
  /** the sample says 空 */
  hollow: boolean
  doubt: string
}

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

export interface ImportPreview {
  errors: ErrorSummary | null
  title: PageTitle
  figures: { label: string, count: string, href: string | null }[]
  total: string
  buttons: Button[]
  note: string | null
  understood: {
    sheet: string
    header: string
    rows: string
    skipped: string | null
    action: string
    sheets: { value: string, text: string, selected: boolean }[]
    headerRow: string
    columns: ColumnRow[]
    sampleHead: string
  } | null
  unmatched: string[]
  tabs: Tabs
  refused: { nameHead: string, codeHead: string, rows: RefusedRow[] } | null
  changes: { title: string, note: string, link: Link | null, table: TableView } | null
  table: TableView | null
  empty: Empty | null
  foot: string
  no: string
}

declare module '../lib/templates.ts' {
  interface Views { 'imports/show': ImportPreview }
}

export interface PreviewRows {
  tab: PreviewTab
  /** rows of the tab, at most twenty */
  rows: ImportRow[]
  /** shown under the refused ones: at most six changed rows */
  alsoChanged: ImportRow[]
}

const CHANGES_BESIDE = 6

/** Everything about a batch that waits, is done, or was taken back. */
export function importPreview(batch: Import, { tab, rows, alsoChanged }: PreviewRows, names: Names, now: Date, errors: Record<string, string> = {}): ImportPreview {
  const kind = importKind(batch.kind)
  const href = (to: PreviewTab) => `/imports/${batch.no}?tab=${to}`
  const changed = tab === 'changed' ? rows : tab === 'refused' ? alsoChanged : []
  const table = tableFor(batch, tab, rows)
  return {
    errors: errorSummaryOf(errors),
    title: titleOf(batch, now),
    figures: figuresOf(batch).map(({ tab: to, ...figure }) => ({ ...figure, href: to && figure.count !== '0' ? href(to) : null })),
    total: `${countText(totalOf(batch))} 行`,
    buttons: buttonsOf(batch),
    note: noteOf(batch),
    understood: batch.state === 'preview' ? understoodOf(batch) : null,
    unmatched: batch.state === 'preview' ? unmatchedLines(batch) : [],
    tabs: tabsOf(batch, tab, href),
    refused: tab === 'refused' && rows.length > 0
      ? { nameHead: fieldWord(kind.shown[0], batch.kind), codeHead: fieldWord(kind.shown[1], batch.kind), rows: rows.map((row) => refusedRow(row, batch, names)) }
      : null,
    changes: changed.length > 0 ? changesOf(batch, changed, tab, names, href('changed')) : null,
    table,
    empty: rows.length === 0 && !table && changed.length === 0 ? { what: EMPTY[tab], next: null, link: null } : null,
    foot: footOf(batch),
    no: batch.no,
  }
}

const EMPTY: Readonly<Record<PreviewTab, string>> = {
  refused: '没有退回的行。', changed: '没有变更。', created: '没有新建。', unchanged: '没有不变的行。', duplicate: '没有重复或合并的行。',
  warned: '没有要留意的行。', absent: '名册里的都在文件里。', left: '全部恢复了，没有保留的。',
}

/** The tab that a person must see first. */
export function firstTab({ counts, state, undo }: Import): PreviewTab {
  if (state === 'undone' && undo.left > 0) return 'left'
  return counts.refused > 0 ? 'refused' : counts.changed > 0 ? 'changed' : counts.created > 0 ? 'created' : 'unchanged'
}

const totalOf = ({ counts }: Import) => Object.values(counts).reduce((sum, count) => sum + count, 0)

function titleOf(batch: Import, now: Date): PageTitle {
  const today = dayOf(now)
  const uploaded = `${batch.fileName}，${batch.requestedByName} ${dateTimeText(batch.createdAt, today)} 上传`
  if (batch.state === 'preview') return { clauses: ['核对后再导入'], note: `${uploaded}。现在还没有改动任何数据`, actions: [] }
  if (batch.state === 'undone') return { clauses: ['已撤销'], note: `${uploaded}${batch.undoneAt ? `，${dateTimeText(batch.undoneAt, today)} 撤销` : ''}`, actions: [] }
  return { clauses: ['已导入'], note: `${uploaded}${batch.doneAt ? `，${dateTimeText(batch.doneAt, today)} 导完` : ''}`, actions: [] }
}

function figuresOf(batch: Import): { label: string, count: string, tab: PreviewTab | null }[] {
  const { counts, applied, undo } = batch
  if (batch.state === 'undone') {
    return [['移除', undo.removed, null], ['恢复', undo.restored, null], ['归档', undo.archived, null], ['保留', undo.left, 'left']].map(figure)
  }
  const done = batch.state === 'done'
  const same = done ? counts.unchanged + applied.unchanged : counts.unchanged
  const merged = counts.duplicate + counts.merged
  const rows: [string, number, PreviewTab][] = [
    ['新建', done ? applied.created : counts.created, 'created'], ['变更', done ? applied.changed : counts.changed, 'changed'],
    ['不变', same, 'unchanged'], ['退回', counts.refused, 'refused'],
  ]
  return [...rows, ...(merged > 0 ? [['重复／合并', merged, 'duplicate'] as [string, number, PreviewTab]] : [])].map(figure)
}

const figure = ([label, count, tab]: (string | number | null)[]) => ({ label: String(label), count: countText(Number(count)), tab: tab as PreviewTab | null })

function buttonsOf(batch: Import): Button[] {
  const { counter } = importKind(batch.kind)
  const at = `/imports/${batch.no}`
  const again = linkButton('换一个文件', `/imports/new?kind=${batch.kind}`)
  const marked = linkButton('下载标好的表', `${at}/workbook`)
  if (batch.state === 'preview') {
    const due = batch.counts.created + batch.counts.changed
    const refused = batch.counts.refused > 0 ? `，退回 ${countText(batch.counts.refused)} 行` : ''
    return due > 0
      ? [postButton(`导入 ${countText(due)} ${counter}${refused}`, `${at}/confirmation`, {}, 'primary'), again]
      : [again, ...(batch.counts.refused > 0 ? [marked] : [])]
  }
  if (batch.state === 'done') return [marked, ...(batch.applied.created + batch.applied.changed > 0 ? [linkButton('撤销这一批', `${at}/undo`)] : [])]
  return [again]
}

function noteOf(batch: Import): string | null {
  const { counts } = batch
  if (batch.state === 'done') return '标好的表里，退回的行标红，最后一列写着处理结果'
  if (batch.state !== 'preview') return batch.undo.left > 0 ? '保留的是导入以后有人改过的，没有动' : null
  if (totalOf(batch) === 0) return '表头下面没有数据行，没有要导入的。请核对工作表和表头行'
  if (counts.created + counts.changed === 0) return '和名册一致，没有要导入的'
  const refused = counts.refused > 0 ? `退回的 ${countText(counts.refused)} 行不影响其余。` : ''
  return `${refused}导入后可以下载标好红格的表，也可以整批撤销`
}

function understoodOf(batch: Import): ImportPreview['understood'] {
  const kind = importKind(batch.kind)
  const [first, ...more] = batch.headerRows
  const others = batch.sheets.length + batch.hiddenSheets
  return {
    sheet: batch.sheet === null ? 'csv 文件' : `${batch.sheet}${others > 1 ? `（共 ${others} 张${batch.hiddenSheets > 0 ? `，隐藏的 ${batch.hiddenSheets} 张不读` : ''}）` : ''}`,
    header: `第 ${first ?? 1}${more.length > 0 ? `–${more.at(-1) ?? ''}` : ''} 行`,
    rows: batch.lastRow < batch.firstRow ? '没有数据行' : `数据第 ${batch.firstRow}–${batch.lastRow} 行`,
    skipped: skippedText(batch),
    action: `/imports/${batch.no}/mapping`,
    sheets: batch.sheets.map((sheet) => ({ value: sheet, text: sheet, selected: sheet === batch.sheet })),
    headerRow: String(first ?? 1),
    columns: batch.columns.map((one) => {
      const known = kind.columns.find((each) => each.field === one.field)
      const raw = batch.sample?.texts[String(one.column)] ?? ''
      return {
        letters: columnLetters(one.column), header: one.header, name: `column-${one.column}`, doubtful: one.doubt !== '', doubt: one.doubt,
        options: [{ value: '', text: '不导入', selected: one.field === null }, ...kind.columns.map((each) => ({ value: each.field, text: each.label, selected: each.field === one.field }))],
        sample: raw === '' ? '空' : sampleText(raw, one.factor, known?.masked === true),
        hollow: raw === '',
      }
    }),
    sampleHead: batch.sample ? `第 ${batch.sample.row} 行的内容` : '内容',
  }
}

function sampleText(raw: string, factor: number, masked: boolean): string {
  if (masked) return maskContact(raw)
  const money = factor === 1 ? null : readMoney(raw, factor)
  return money === null ? raw : `${raw} → ${countText(money)}`
}

function skippedText({ skipped }: Import): string | null {
  if (skipped.count === 0) return null
  const shown = skipped.rows.slice(0, 6).join('、')
  return `第 ${shown}${skipped.count > 6 ? ` 等 ${countText(skipped.count)}` : ''} 行是标题、合计或说明，没有读`
}

function unmatchedLines(batch: Import): string[] {
  const of = (field: 'linkedLeader' | 'stewardName') => batch.unmatched.filter((one) => one.field === field)
  const line = (label: string, names: Import['unmatched']) => {
    if (names.length === 0) return []
    const shown = names.slice(0, 12).map((one) => `${one.name}（${countText(one.rows)} 行）`).join('、')
    return [`${label}里有 ${countText(names.length)} 个名字没有对上岗位或账号：${shown}${names.length > 12 ? ' 等' : ''}`]
  }
  return [...line('联系市领导', of('linkedLeader')), ...line('服务专员', of('stewardName'))]
}

function tabsOf(batch: Import, current: PreviewTab, href: (tab: PreviewTab) => string): Tabs {
  const { counts } = batch
  const tab = (to: PreviewTab, text: string, count: number) => ({ text, count: countText(count), href: href(to), current: to === current, tone: '' as const })
  const merged = counts.duplicate + counts.merged
  return {
    label: '按结果看',
    tabs: [
      ...(batch.state === 'undone' ? [tab('left', '保留', batch.undo.left)] : []),
      tab('refused', '退回', counts.refused), tab('changed', '变更', batch.state === 'preview' ? counts.changed : batch.applied.changed),
      tab('created', '新建', batch.state === 'preview' ? counts.created : batch.applied.created), tab('unchanged', '不变', counts.unchanged + batch.applied.unchanged),
      ...(merged > 0 ? [tab('duplicate', '重复／合并', merged)] : []),
      { ...tab('warned', '留意', 0), count: null },
      ...(batch.state === 'preview' ? [tab('absent', '名册里有、文件里没有', batch.absent)] : []),
    ],
  }
}

function refusedRow(row: ImportRow, batch: Import, names: Names): RefusedRow {
  const [name, second] = importKind(batch.kind).shown
  const why = row.refusals.map((one) => one.text).join('；')
  const typed = row.values['codeTyped'] ?? row.values[second] ?? null
  return {
    row: row.row,
    name: row.values[name] ? String(row.values[name]) : '（空）',
    code: wrongSignApart(typed === null ? '—' : second === 'uscc' ? String(typed) : valueWords(second, typed, batch.kind, names), why),
    why,
    hint: [...new Set(row.refusals.map((one) => one.hint))].join('；'),
    override: batch.state === 'preview' && batch.kind === 'enterprises' && isOverridable(row) ? `/imports/${batch.no}/overrides` : null,
  }
}

/** The note says which sign is wrong; it is set apart so that the eye finds it among eighteen. */
function wrongSignApart(code: string, why: string): { text: string, wrong: boolean }[] {
  const place = Number(/第 (\d+) 位/.exec(why)?.[1] ?? 0)
  const signs = [...code]
  if (place < 1 || place > signs.length || signs.length !== 18) return [{ text: code, wrong: false }]
  const piece = (from: number, to: number, wrong: boolean) => ({ text: signs.slice(from, to).join(''), wrong })
  return [piece(0, place - 1, false), piece(place - 1, place, true), piece(place, signs.length, false)].filter(({ text }) => text !== '')
}

function changesOf(batch: Import, rows: readonly ImportRow[], tab: PreviewTab, names: Names, href: string): ImportPreview['changes'] {
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
      textCell(valueWords(change.field, change.to, batch.kind, names), { className: 'strong', small: change.field === 'name' ? '改名，请核对' : null }),
    ])),
  }
}

const nameOf = (row: ImportRow, batch: Import): string => String(row.values[importKind(batch.kind).shown[0]] ?? '（空）')

function tableFor(batch: Import, tab: PreviewTab, rows: readonly ImportRow[]): TableView | null {
  const { label, shown: [, second] } = importKind(batch.kind)
  if (tab === 'absent') {
    return batch.absentNames.length > 0 ? tableOf('名册里有、文件里没有', [column(label)], batch.absentNames.map((name) => [textCell(name)])) : null
  }
  if (rows.length === 0 || tab === 'refused' || tab === 'changed') return null
  const first = [column('行', { number: true }), column(label)]
  const start = (row: ImportRow) => [figureCell(String(row.row)), textCell(nameOf(row, batch))]
  if (tab === 'created' || tab === 'unchanged') {
    return tableOf(tab === 'created' ? '新建' : '不变', [...first, column(fieldWord(second, batch.kind))], rows.map((row) => [...start(row), textCell(secondText(row, second))]))
  }
  const why = (row: ImportRow) => (tab === 'left' ? row.undoNote : row.warnings.map((one) => one.text).join('；'))
  return tableOf(tab === 'left' ? '保留' : '留意', [...first, column('说明')], rows.map((row) => [...start(row), textCell(why(row))]))
}

const secondText = (row: ImportRow, field: string) => (row.values[field] === null || row.values[field] === undefined ? '' : String(row.values[field]))

function footOf(batch: Import): string {
  const { counter } = importKind(batch.kind)
  if (batch.state !== 'preview') return ''
  const after = batch.stored + batch.counts.created
  const absent = batch.absent > 0 ? `。文件里没有的 ${countText(batch.absent)} ${counter}不动` : ''
  return `名册现有 ${countText(batch.stored)} ${counter}，导入后 ${countText(after)} ${counter}${absent}`
}
