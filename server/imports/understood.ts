import type { Import } from '../../models/import/index.ts'
import { importKind } from '../../models/import/kinds.ts'
import { readMoney } from '../../models/import/numbers.ts'
import { columnLetters } from '../../models/shared/sheet.ts'
import { countText } from '../lib/format.ts'
import { maskContact } from './words.ts'

/** What was read from where, column by column; every meaning can be changed. */
export interface Understood {
  sheet: string
  header: string
  rows: string
  skipped: string | null
  action: string
  sheets: { value: string, text: string, selected: boolean }[]
  headerRow: string
  columns: ColumnRow[]
  sampleHead: string
}

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

/** `（共 4 张，隐藏的 2 张不读）`; nothing where there is only one. */
function sheetsText({ sheets, hiddenSheets }: Import): string {
  const all = sheets.length + hiddenSheets
  return all > 1 ? `（共 ${all} 张${hiddenSheets > 0 ? `，隐藏的 ${hiddenSheets} 张不读` : ''}）` : ''
}

export function understoodOf(batch: Import): Understood {
  const kind = importKind(batch.kind)
  const [first, ...more] = batch.headerRows
  return {
    sheet: batch.sheet === null ? 'csv 文件' : `${batch.sheet}${sheetsText(batch)}`,
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
        letters: columnLetters(one.column), header: one.header, name: `column-${one.column}`,
        doubtful: one.doubt !== '', doubt: one.doubt,
        options: [
          { value: '', text: '不导入', selected: one.field === null },
          ...kind.columns.map((each) => ({ value: each.field, text: each.label, selected: each.field === one.field })),
        ],
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

/** Names of leaders and stewards that no post and no account bears. */
export function unmatchedLines(batch: Import): string[] {
  const of = (field: 'linkedLeader' | 'stewardName') => batch.unmatched.filter((one) => one.field === field)
  const line = (label: string, names: Import['unmatched']) => {
    if (names.length === 0) return []
    const shown = names.slice(0, 12).map((one) => `${one.name}（${countText(one.rows)} 行）`).join('、')
    return [`${label}里有 ${countText(names.length)} 个名字没有对上岗位或账号：${shown}${names.length > 12 ? ' 等' : ''}`]
  }
  return [...line('联系市领导', of('linkedLeader')), ...line('服务专员', of('stewardName'))]
}
