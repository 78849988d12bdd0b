import type { Import, ImportRow } from '../../models/import/index.ts'
import { importKind } from '../../models/import/kinds.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { errorSummaryOf } from '../lib/fields.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import type { Button, Empty, ErrorSummary, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { changesOf, refusedRow, tableFor, tabsOf, type Changes, type PreviewTab, type RefusedRow } from './outcomes.ts'
import { understoodOf, unmatchedLines, type Understood } from './understood.ts'
import { fieldWord, type Names } from './words.ts'

export interface ImportPreview {
  errors: ErrorSummary | null
  title: PageTitle
  figures: { label: string, count: string, href: string | null }[]
  total: string
  buttons: Button[]
  note: string | null
  understood: Understood | null
  unmatched: string[]
  tabs: Tabs
  refused: { nameHead: string, codeHead: string, rows: RefusedRow[] } | null
  changes: Changes | null
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

/** Everything about a batch that waits, is done, or was taken back. */
export function importPreview(
  batch: Import, { tab, rows, alsoChanged }: PreviewRows, names: Names, now: Date, errors: Record<string, string> = {},
): ImportPreview {
  const kind = importKind(batch.kind)
  const href = (to: PreviewTab) => `/imports/${batch.no}?tab=${to}`
  const changed = tab === 'changed' ? rows : tab === 'refused' ? alsoChanged : []
  const table = tableFor(batch, tab, rows)
  return {
    errors: errorSummaryOf(errors),
    title: titleOf(batch, now),
    figures: figuresOf(batch).map(
      ({ tab: to, ...figure }) => ({ ...figure, href: to && figure.count !== '0' ? href(to) : null }),
    ),
    total: `${countText(totalOf(batch))} 行`,
    buttons: buttonsOf(batch),
    note: noteOf(batch),
    understood: batch.state === 'preview' ? understoodOf(batch) : null,
    unmatched: batch.state === 'preview' ? unmatchedLines(batch) : [],
    tabs: tabsOf(batch, tab, href),
    refused: tab === 'refused' && rows.length > 0
      ? {
        nameHead: fieldWord(kind.shown[0], batch.kind),
        codeHead: fieldWord(kind.shown[1], batch.kind),
        rows: rows.map((row) => refusedRow(row, batch, names)),
      }
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
  if (batch.state === 'undone') return {
    clauses: ['已撤销'],
    note: `${uploaded}${batch.undoneAt ? `，${dateTimeText(batch.undoneAt, today)} 撤销` : ''}`,
    actions: [],
  }
  return {
    clauses: ['已导入'], note: `${uploaded}${batch.doneAt ? `，${dateTimeText(batch.doneAt, today)} 导完` : ''}`, actions: [],
  }
}

function figuresOf(batch: Import): { label: string, count: string, tab: PreviewTab | null }[] {
  const { counts, applied, undo } = batch
  if (batch.state === 'undone') {
    return [
      ['移除', undo.removed, null], ['恢复', undo.restored, null], ['归档', undo.archived, null], ['保留', undo.left, 'left'],
    ].map(figure)
  }
  const done = batch.state === 'done'
  const same = done ? counts.unchanged + applied.unchanged : counts.unchanged
  const merged = counts.duplicate + counts.merged
  const rows: [string, number, PreviewTab][] = [
    ['新建', done ? applied.created : counts.created, 'created'],
    ['变更', done ? applied.changed : counts.changed, 'changed'],
    ['不变', same, 'unchanged'], ['退回', counts.refused, 'refused'],
  ]
  return [...rows, ...(merged > 0 ? [['重复／合并', merged, 'duplicate'] as [string, number, PreviewTab]] : [])].map(figure)
}

const figure = ([label, count, tab]: (string | number | null)[]) => (
  { label: String(label), count: countText(Number(count)), tab: tab as PreviewTab | null }
)

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
  if (batch.state === 'done') return [
    ...(batch.fileDeletedAt ? [] : [marked]), ...(batch.applied.created + batch.applied.changed > 0 ? [linkButton('撤销这一批', `${at}/undo`)] : []),
  ]
  return [again]
}

function noteOf(batch: Import): string | null {
  const { counts } = batch
  if (batch.state === 'done' && batch.fileDeletedAt) return '文件已按期删除，不能再下载标好的表；仍可以撤销'
  if (batch.state === 'done') return '标好的表里，退回的行标红，最后一列写着处理结果'
  if (batch.state !== 'preview') return batch.undo.left > 0 ? '保留的是导入以后有人改过的，没有动' : null
  if (totalOf(batch) === 0) return '表头下面没有数据行，没有要导入的。请核对工作表和表头行'
  if (counts.created + counts.changed === 0) return '和名册一致，没有要导入的'
  const refused = counts.refused > 0 ? `退回的 ${countText(counts.refused)} 行不影响其余。` : ''
  return `${refused}导入后可以下载标好红格的表，也可以整批撤销`
}

function footOf(batch: Import): string {
  const { counter } = importKind(batch.kind)
  if (batch.state !== 'preview') return ''
  const after = batch.stored + batch.counts.created
  const absent = batch.absent > 0 ? `。文件里没有的 ${countText(batch.absent)} ${counter}不动` : ''
  return `名册现有 ${countText(batch.stored)} ${counter}，导入后 ${countText(after)} ${counter}${absent}`
}
