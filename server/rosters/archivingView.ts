import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { ErrorSummary } from '../lib/parts.ts'

/** Taking a record out of the roster, or bringing it back: what that means, why, one button. */
export interface ArchivingPage {
  title: string
  paragraphs: string[]
  summary: ErrorSummary | null
  action: string
  version: string
  field: FieldView
  button: string
  cancel: string
}

declare module '../lib/templates.ts' {
  interface Views { 'rosters/archiving': ArchivingPage }
}

export function archivingPage(
  record: { name: string, path: string, version: string, archived: boolean }, errors: Record<string, string> = {}, reason = '',
): ArchivingPage {
  const { name, path, archived, version } = record
  const field = fieldsOf({ reason }, errors)
  return {
    title: archived ? `恢复${name}` : `归档${name}`,
    paragraphs: archived
      ? ['恢复以后重新列入名册、走访任务和统计。']
      : ['归档以后不再列入名册、走访任务和统计。走访记录和诉求都保留，随时可以恢复。'],
    summary: errorSummaryOf(errors), version, action: `${path}/${archived ? 'restoration' : 'archiving'}`,
    field: field.text('reason', archived ? '为什么恢复' : '为什么归档', { maxLength: 200, hint: archived ? '如“企业迁回本市”' : '如“已注销”“已迁出本市”' }),
    button: archived ? '恢复' : '归档', cancel: path,
  }
}
