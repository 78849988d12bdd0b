import { EXPORT_KINDS, EXPORT_STATES, type ExportRecord } from '../../models/exportRecord/index.ts'
import { COUNT_LIMIT, PAGE_SIZE } from '../../models/exportRecord/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, figureCell, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf, errorSummaryOf, type FieldView } from '../lib/fields.ts'
import { countText, dateTimeText, fileSize } from '../lib/format.ts'
import { pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Button, Cell, Empty, ErrorSummary, Fact, PageTitle, Pager, StatusTag, TableView } from '../lib/parts.ts'

export interface ExportListPage {
  errors: ErrorSummary | null
  title: PageTitle
  table: TableView | null
  pager: Pager | null
  empty: Empty | null
  /** the form for full phone numbers; null for those who may not have them */
  personal: { kind: FieldView, reason: FieldView, secondFactor: boolean } | null
}

export interface ExportPage {
  title: PageTitle
  waiting: boolean
  problem: string | null
  facts: Fact[]
  download: Button | null
}

declare module '../lib/templates.ts' {
  interface Views { 'exports/index': ExportListPage, 'exports/show': ExportPage }
}

const GLYPHS: Record<ExportRecord['state'], StatusTag['glyph']> = { pending: 'empty', processing: 'half', done: 'done', failed: 'off' }

export interface ListFacts {
  path: string
  query: ListQuery
  page: number
  total: number
  now: Date
  /** the whole register, not only the own lines */
  everyone: boolean
  personal: { errors: Record<string, string>, values: Record<string, string | string[]>, secondFactor: boolean } | null
}

/** Whether the file can still be fetched. */
export const isKept = (record: Pick<ExportRecord, 'state' | 'expiresAt' | 'fileDeletedAt'>, now: Date): boolean =>
  record.state === 'done' && record.fileDeletedAt === null && record.expiresAt !== null && record.expiresAt > now

/** The register: own lines, or all of them for those who watch over it. */
export function exportListPage(rows: readonly ExportRecord[], facts: ListFacts): ExportListPage {
  const { path, query, page, total, now, everyone, personal } = facts
  const field = fieldsOf(personal?.values ?? {}, personal?.errors ?? {})
  const kinds = (['members', 'enterprises'] as const).map((value) => ({ value, text: EXPORT_KINDS[value] }))
  return {
    errors: errorSummaryOf(personal?.errors ?? {}),
    title: {
      clauses: ['导出登记'], actions: [],
      note: everyone ? '谁在什么时候导出了什么。文件保留 24 小时，登记一直保留。' : '您导出过的表。文件保留 24 小时，登记一直保留；编号印在每一页的页脚。',
    },
    table: rows.length === 0 ? null : tableView(rows, everyone, now),
    pager: rows.length === 0 ? null : pagerOf(path, query, page, PAGE_SIZE, total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : total, '条'),
    empty: rows.length > 0 ? null : { what: '还没有导出过。', next: '在诉求、走访、名册等列表的右上方按“导出 Excel”。', link: null },
    personal: personal && {
      kind: field.segments('kind', '名册', kinds),
      reason: field.text('reason', '用途', { maxLength: 200, hint: '写明用在哪里，会记入审计' }),
      secondFactor: personal.secondFactor,
    },
  }
}

function tableView(rows: readonly ExportRecord[], everyone: boolean, now: Date): TableView {
  const today = dayOf(now)
  const columns = [
    column('编号'), column('内容'), ...(everyone ? [column('导出人')] : []), column('筛选', { wide: true }), column('行数', { number: true }),
    column('大小', { number: true, wide: true }), column('时间'), column('状态'), column('指纹', { wide: true }),
  ]
  const cells = (record: ExportRecord): Cell[] => [
    linkCell(record.no, `/exports/${record.no}`),
    textCell(`${EXPORT_KINDS[record.kind]}${record.format === 'csv' ? '（csv）' : ''}`, { tag: record.personal ? '含完整号码' : null }),
    ...(everyone ? [textCell(record.requestedByName)] : []),
    textCell(record.filterText),
    figureCell(record.state === 'done' ? countText(record.rows) : '—'),
    figureCell(record.bytes > 0 ? fileSize(record.bytes) : '—'),
    textCell(dateTimeText(record.requestedAt, today), { className: 'nowrap' }),
    statusCell({ glyph: GLYPHS[record.state], text: stateWord(record, now) }),
    textCell(record.sha256.slice(0, 12)),
  ]
  return tableOf('导出登记', columns, rows.map(cells))
}

const stateWord = (record: ExportRecord, now: Date): string =>
  record.state === 'done' && !isKept(record, now) ? '文件已删除' : EXPORT_STATES[record.state]

/** One line of the register, with the way to its file while it is kept. */
export function exportPage(record: ExportRecord, { now, own, listPath }: { now: Date, own: boolean, listPath: string | null }): ExportPage {
  const today = dayOf(now)
  const fact = (term: string, text: string, href: string | null = null): Fact => ({ term, text, href, small: null, action: null })
  const kept = isKept(record, now)
  return {
    title: { clauses: [`${EXPORT_KINDS[record.kind]}（${record.no}）`], note: null, actions: [] },
    waiting: record.state === 'pending' || record.state === 'processing',
    problem: record.state === 'failed' ? record.error : null,
    facts: [
      fact('导出人', record.requestedByName),
      fact('导出时间', dateTimeText(record.requestedAt, today)),
      fact('筛选', record.filterText, listPath),
      ...(record.personal ? [fact('完整号码', `含，用途：${record.reason}`)] : []),
      fact('状态', stateWord(record, now)),
      ...(record.state === 'done' ? [fact('行数', countText(record.rows)), fact('大小', fileSize(record.bytes)), fact('指纹（SHA-256）', record.sha256)] : []),
      ...(kept && record.expiresAt ? [fact('文件保留到', dateTimeText(record.expiresAt, today))] : []),
    ],
    download: kept && own ? linkButton('下载文件', `/exports/${record.no}/file`, 'primary') : null,
  }
}
