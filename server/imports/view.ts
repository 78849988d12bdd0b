import { importKind, type ImportKindName } from '../../models/import/kinds.ts'
import { IMPORT_STATES, type Import } from '../../models/import/index.ts'
import type { ImportSummary } from '../../models/import/queries.ts'
import { FILE_VERDICTS } from '../../models/shared/fileVerdicts.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, linkCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import type { ConfirmPage, Empty, ErrorSummary, JobProgress, PageTitle, TableView } from '../lib/parts.ts'
import { WORKBOOK_LIMITS } from '../lib/workbook/limits.ts'

export interface ImportList {
  title: PageTitle
  table: TableView | null
  empty: Empty | null
}

export interface ImportNew {
  errors: ErrorSummary | null
  kind: FieldView
  workbook: FieldView
  hints: { label: string, text: string }[]
}

export interface ImportWorking {
  title: PageTitle
  job: JobProgress
}

export interface ImportRefused {
  title: PageTitle
  message: string
  detail: string | null
  againHref: string
}

declare module '../lib/templates.ts' {
  interface Views {
    'imports/index': ImportList
    'imports/new': ImportNew
    'imports/working': ImportWorking
    'imports/refused': ImportRefused
    'imports/undo': ConfirmPage
  }
}

/** The batches of the kinds that the reader may import, newest first. */
export function importList(batches: readonly ImportSummary[], kinds: readonly ImportKindName[], now: Date): ImportList {
  const today = dayOf(now)
  const columns = [
    column('批次'), column('名册'), column('文件', { wide: true }), column('上传', { wide: true }), column('状态'),
    column('新建', { number: true }), column('变更', { number: true }), column('退回', { number: true }),
  ]
  const rows = batches.map((batch) => [
    linkCell(batch.no, `/imports/${batch.no}`), textCell(importKind(batch.kind).label), textCell(batch.fileName),
    textCell(`${batch.requestedByName} ${dateTimeText(batch.createdAt, today)}`), textCell(IMPORT_STATES[batch.state]),
    ...figuresOf(batch).map((count) => numberCell(count)),
  ])
  return {
    title: {
      clauses: ['导入'],
      note: '上传您手头的名册，核对后再导入；整批可以撤销',
      actions: kinds[0] ? [linkButton('上传名册', '/imports/new', 'primary')] : [],
    },
    table: batches.length > 0 ? tableOf('导入批次', columns, rows) : null,
    empty: batches.length > 0 ? null : {
      what: '还没有导入过名册。', next: '上传办公室现在用的那份表就行，不用先套模板。', link: { text: '上传名册', href: '/imports/new' },
    },
  }
}

function figuresOf(batch: ImportSummary): number[] {
  const done = batch.state === 'done' || batch.state === 'undoing' || batch.state === 'undone'
  return [
    done ? batch.applied.created : batch.counts.created,
    done ? batch.applied.changed : batch.counts.changed,
    batch.counts.refused,
  ]
}

/** The form for a file. `chosen` is the kind from the address. */
export function newImport(
  kinds: readonly ImportKindName[], chosen: string, errors: Record<string, string> = {},
): ImportNew {
  const field = fieldsOf({ kind: chosen }, errors)
  const megabytes = WORKBOOK_LIMITS.uploadBytes / 1024 / 1024
  return {
    errors: errorSummaryOf(errors),
    kind: field.radios('kind', '导入什么', kinds.map((kind) => ({ value: kind, text: importKind(kind).label }))),
    workbook: field.file('workbook', '名册文件', {
      accept: '.xlsx,.csv',
      hint: `.xlsx，或者 csv（UTF-8、GBK 都行），不超过 ${megabytes} MB、${countText(WORKBOOK_LIMITS.filledRows)} 行`,
    }),
    hints: kinds.map((kind) => ({
      label: importKind(kind).label,
      text: importKind(kind).columns.filter((one) => one.required).map((one) => one.label).join('、'),
    })),
  }
}

const WORKING: Readonly<Record<'reading' | 'confirming' | 'undoing', { title: string, text: string, note: string }>> = {
  reading: { title: '正在读取', text: '正在读取', note: '一般几秒就好，这一页会自己刷新。现在还没有改动任何数据。' },
  confirming: { title: '正在导入', text: '正在导入', note: '可以离开，导完会通知您。中途断电也不要紧，会从断的地方接着导。' },
  undoing: { title: '正在撤销', text: '正在撤销', note: '可以离开，这一页会自己刷新。' },
}

export function workingPage(batch: Import, state: keyof typeof WORKING): ImportWorking {
  const { title, text, note } = WORKING[state]
  const { done, total } = batch.progress
  const rows = state === 'reading' ? batch.fileName : `第 ${countText(done)} 行，共 ${countText(total)} 行`
  return {
    title: { clauses: [title], note: `${importKind(batch.kind).label}，${batch.fileName}`, actions: [] },
    job: {
      text: `${text}${importKind(batch.kind).label}：${rows}`,
      done: state === 'reading' ? 0 : done,
      total: Math.max(1, total),
      note,
    },
  }
}

export function refusedPage(batch: Import): ImportRefused {
  const { code = 'file-damaged', detail = '' } = batch.verdict ?? {}
  return {
    title: {
      clauses: [code === 'file-expired' ? '文件已按期删除' : '文件没有读取'],
      note: batch.fileName,
      actions: [linkButton('换一个文件', `/imports/new?kind=${batch.kind}`, 'primary')],
    },
    message: FILE_VERDICTS[code],
    detail: detail === '' ? null : `${detail}。`,
    againHref: `/imports/new?kind=${batch.kind}`,
  }
}
