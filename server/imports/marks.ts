import type { Import, ImportRow } from '../../models/import/index.ts'
import { allRows } from '../../models/import/queries.ts'
import type { RowMark } from '../lib/workbook/markWorkbook.ts'

/** What the marked workbook says at each data row; the cells of the fields that a note concerns are coloured. */
export async function rowMarks(batch: Import): Promise<RowMark[]> {
  const columns = new Map(
    batch.columns.flatMap(({ column, field }) => (field === null ? [] : [[field, column] as const])),
  )
  const marks: RowMark[] = []
  for await (const row of allRows(batch._id)) marks.push(markOf(row, columns, batch.state === 'preview'))
  return marks
}

function markOf(row: ImportRow, columns: ReadonlyMap<string, number>, ahead: boolean): RowMark {
  const notes = row.outcome === 'refused' ? row.refusals : row.warnings
  const concerned = notes.flatMap((one) => (one.field === null ? [] : (columns.get(one.field) ?? [])))
  const said = notes.map((one) => (one.hint ? `${one.text}（${one.hint}）` : one.text)).join('；')
  return {
    row: row.row,
    result: [resultWord(row, ahead), said].filter(Boolean).join('：'),
    columns: concerned,
    tone: row.outcome === 'refused' ? 'bad' : notes.length > 0 ? 'doubtful' : 'plain',
  }
}

function resultWord({ outcome, other, state }: ImportRow, ahead: boolean): string {
  if (state === 'undone') return '已撤销'
  const to = ahead ? '将' : '已'
  const words: Readonly<Record<ImportRow['outcome'], string>> = {
    created: `${to}新建`, changed: `${to}变更`, unchanged: '和名册一致', refused: '退回', duplicate: `和第 ${other ?? ''} 行重复`,
    merged: `并入第 ${other ?? ''} 行`,
  }
  return words[outcome]
}
