import type { Import, ReadingChoice } from '../../models/import/index.ts'
import { importKind } from '../../models/import/kinds.ts'
import { choice, readForm, text, textOf, wholeNumber, type Body, type FormResult } from '../lib/form.ts'
import { STORED_KINDS, type StoredKind } from './rosters/index.ts'

export const kindField = (body: Body): FormResult<{ kind: StoredKind }> =>
  readForm(body, { kind: choice('导入什么', STORED_KINDS) })

export const overrideFields = (body: Body): FormResult<{ row: number, reason: string }> =>
  readForm(body, { row: wholeNumber('行号', 1, 1_048_576), reason: text('理由', 200, { required: true }) })

/**
 * Another sheet, header row, or meaning of columns. Where sheet or header row change, the columns are found anew and
 * what was chosen for the old ones is dropped. One field cannot be given by two columns.
 */
export function readingChoice(body: Body, batch: Import): FormResult<ReadingChoice> {
  const kind = importKind(batch.kind)
  const sheet = textOf(body['sheet'])
  const given = textOf(body['headerRow']).trim()
  const row = given === ''
    ? { ok: true as const, value: { headerRow: batch.headerRows[0] ?? 1 } }
    : readForm(body, { headerRow: wholeNumber('表头行号', 1, 1_048_576) })
  if (!row.ok) return row
  const moved = (sheet !== '' && sheet !== (batch.sheet ?? '')) || row.value.headerRow !== batch.headerRows[0]
  if (sheet !== '' && !batch.sheets.includes(sheet)) return wrong({ sheet: '请从文件的工作表里选择' }, body)
  const chosenSheet = sheet === '' ? batch.choice.sheet : sheet
  const named = given !== '' && row.value.headerRow !== batch.headerRows[0]
  const headerRow = named ? row.value.headerRow : moved ? null : batch.choice.headerRow
  if (moved) return { ok: true, value: { sheet: chosenSheet, headerRow, fields: {} } }

  const fields: Record<string, string> = {}
  const owners = new Map<string, string>()
  for (const { column, header } of batch.columns) {
    const name = `column-${column}`
    const field = textOf(body[name] ?? batch.columns.find((one) => one.column === column)?.field ?? '')
    const known = kind.columns.find((one) => one.field === field)
    if (field !== '' && !known) return wrong({ [name]: `“${header}”请从列表中选择` }, body)
    const owner = known && owners.get(field)
    if (owner !== undefined) return wrong({ [name]: `“${known?.label ?? ''}”给了两列：${owner}、${header}。请留一列` }, body)
    if (field !== '') owners.set(field, header)
    fields[String(column)] = field
  }
  return { ok: true, value: { sheet: chosenSheet, headerRow, fields } }
}

const wrong = (errors: Record<string, string>, values: Body): FormResult<never> => ({ ok: false, errors, values })
