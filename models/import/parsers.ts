import type { Cell } from '../shared/sheet.ts'
import { cellText } from '../shared/sheet.ts'
import { readCode } from './code.ts'
import type { Column, Reading } from './columns/column.ts'
import { asDay, asMonth, readDate } from './days.ts'
import { readDistrict } from './district.ts'
import { readIndustry } from './industry.ts'
import { readCount, readMoney, readTerms } from './numbers.ts'
import { readPhones } from './phones.ts'
import { POST_KIND_BY_WORD } from './postKinds.ts'
import { note, type Note } from './reasons.ts'
import { readStatus } from './status.ts'
import { comparable, isEmptyWord, isExcelError, narrow, tidyFirmName, tidyPersonName, tidyText } from './tidyText.ts'
import type { CellReading, FieldValue, ImportContext, Named } from './values.ts'

interface Given {
  text: string
  cell: Cell
  column: Column
  factor: number
  context: ImportContext
}

const CELL = (
  values: Record<string, FieldValue>, warnings: Note[] = [], refusals: Note[] = [],
): CellReading => ({ values, warnings, refusals })

/**
 * Reads one cell of a mapped column. An absent cell, a word for nothing (无, /), an Excel error and a formula without a
 * result give null; what the column requires is refused with its reason.
 */
export function readCell(cell: Cell | undefined, column: Column, factor: number, context: ImportContext): CellReading {
  const text = cellText(cell)
  const broken = cell !== undefined && ((typeof cell === 'object' && 'error' in cell) || isExcelError(text))
  if (broken) {
    const said = note('cell-error', column.field, `“${column.label}”是 Excel 错误值 ${text.trim()}`)
    return column.required ? CELL({ [column.field]: null }, [], [said]) : CELL({ [column.field]: null }, [said])
  }
  const unsolved = typeof cell === 'object' && 'noResult' in cell ? [note('formula-no-result', column.field)] : []
  const empty = text.trim() === '' || (column.reading !== 'remark' && isEmptyWord(text))
  if (cell === undefined || empty) return missing(column, unsolved)
  const reading = READERS[column.reading]({ text, cell, column, factor, context })
  const own = reading.values[column.field]
  const lost = column.required !== undefined && isNothing(own) && reading.refusals.length === 0
  return lost
    ? { ...missing(column, []), warnings: reading.warnings.filter((one) => one.field !== column.field) }
    : reading
}

function missing(column: Column, warnings: Note[]): CellReading {
  const refusals = column.required ? [note(column.required, column.field, `没有${column.label}`)] : []
  return CELL({ [column.field]: LISTS.has(column.reading) ? [] : null }, warnings, refusals)
}

const LISTS: ReadonlySet<Reading> = new Set<Reading>(['phones', 'tags', 'terms', 'roles', 'departments'])
const isNothing = (value: FieldValue | undefined) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

const READERS: Readonly<Record<Reading, (given: Given) => CellReading>> = {
  firmName: ({ text, column }) => cut(tidyFirmName(text), column),
  text: ({ text, column }) => cut(tidyText(text), column),
  person: ({ text, column }) => cut(tidyPersonName(text).name, column),
  remark: ({ text, column }) => cut(text.replace(/\r\n?/g, '\n').trim(), column, readStatus(text)),
  personName({ text, column }) {
    const { name, gender, ethnicity, aside } = tidyPersonName(text)
    const status = readStatus(aside ?? '')
    const extra = { ...(gender ? { gender } : {}), ...(ethnicity ? { ethnicity } : {}), ...status }
    const lostAside = aside !== null && Object.keys(status).length === 0
      ? [note('name-note', column.field, `姓名后的“${aside}”没有收入`)]
      : []
    const reading = cut(name, column, extra)
    return { ...reading, warnings: [...reading.warnings, ...lostAside] }
  },
  code: ({ cell, column }) => readCode(cell, column.field),
  district({ text, column, context }) {
    const code = readDistrict(text, context.districts, context.regions)
    if (code) return CELL({ [column.field]: code })
    const several = tidyText(text).split(/[、,，/]/).filter(
      (part) => readDistrict(part, context.districts, context.regions) !== null,
    )
    const said = several.length > 1
      ? note('unknown-district', column.field, `一格里有两个区市：${several.join('、')}`, '只留注册地的一个')
      : note('unknown-district', column.field, `区市“${tidyText(text)}”不在区市表里`)
    return CELL({ [column.field]: null }, [], [said])
  },
  industry({ text, column }) {
    const found = readIndustry(text)
    if (!found) {
      return CELL(
        { [column.field]: null, industryText: tidyText(text).slice(0, 60) }, [note('unknown-industry', column.field)],
      )
    }
    return CELL({ [column.field]: found.section, division: found.division, industryText: tidyText(text).slice(0, 60) })
  },
  size({ text, column }) {
    const size = SIZE_WORDS[comparable(text).replace(/企业$/, '')]
    return size ? CELL({ [column.field]: size }) : CELL({ [column.field]: null }, [note('unknown-size', column.field)])
  },
  count: ({ text, column }) => number(readCount(text), column),
  money: ({ text, column, factor }) => number(readMoney(text, factor), column),
  phones({ text, column }) {
    const { phones, bad } = readPhones(text)
    return CELL(
      { [column.field]: phones }, bad.length > 0 || phones.length === 0 ? [note('phone-invalid', column.field)] : [],
    )
  },
  phone({ text, column }) {
    const { phones } = readPhones(text)
    return phones[0]
      ? CELL({ [column.field]: phones[0] })
      : CELL({ [column.field]: null }, [note('phone-invalid', column.field)])
  },
  email({ text, column }) {
    const email = narrow(text).normalize('NFKC').replace(/\s+/g, '').replace(/^mailto:/i, '')
    const valid = /^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"'.]+$/.test(email) && email.length <= (column.length ?? 120)
    return valid
      ? CELL({ [column.field]: email })
      : CELL({ [column.field]: null }, [note('email-invalid', column.field)])
  },
  day({ cell, column, context }) {
    const date = readDate(cell, context.date1904)
    const day = date && asDay(date)
    return day ? CELL({ [column.field]: day }) : CELL({ [column.field]: null }, [note('date-invalid', column.field)])
  },
  month({ cell, column, context }) {
    const date = readDate(cell, context.date1904)
    return date
      ? CELL({ [column.field]: asMonth(date) })
      : CELL({ [column.field]: null }, [note('date-invalid', column.field)])
  },
  terms({ text, column }) {
    const terms = readTerms(text)
    return terms ? CELL({ [column.field]: terms }) : CELL({ [column.field]: [] }, [note('term-invalid', column.field)])
  },
  gender: ({ text, column }) => CELL({ [column.field]: /^[男女]/.test(text.trim()) ? text.trim().charAt(0) : null }),
  ethnicity({ text, column }) {
    const bare = tidyText(text)
    return cut(bare.endsWith('族') ? bare : `${bare}族`, column)
  },
  category({ text, column, context }) {
    const category = context.categories.find((one) => categoryStem(one) === categoryStem(text))
    if (category) return CELL({ [column.field]: category })
    return CELL(
      { [column.field]: null }, [], [note('unknown-category', column.field, `类别“${tidyText(text)}”不在本次活动的类别里`)],
    )
  },
  tags: ({ text, column, context }) => CELL(
    { [column.field]: listed(text).map((one) => codeOf(one, context.departments) ?? one) },
  ),
  account({ text, column }) {
    const account = comparable(text).toLowerCase()
    if (/^[a-z0-9][a-z0-9._-]{2,39}$/.test(account)) return CELL({ [column.field]: account })
    return CELL({ [column.field]: null }, [], [note('account-format', column.field)])
  },
  roles({ text, column, context }) {
    const found = listed(text).map((one) => codeOf(one, context.roles))
    if (found.every((role) => role !== null)) return CELL({ [column.field]: [...new Set(found)] })
    return CELL({ [column.field]: [] }, [], [note('unknown-role', column.field, `角色“${tidyText(text)}”认不出`)])
  },
  postKind({ text, column }) {
    const kind = POST_KIND_BY_WORD[comparable(text)]
    return kind
      ? CELL({ [column.field]: kind })
      : CELL({ [column.field]: null }, [], [note('unknown-kind', column.field)])
  },
  department({ text, column, context }) {
    const name = tidyText(text)
    if (context.departments.length === 0) return cut(name, { ...column, length: 60 })
    const code = codeOf(name, context.departments)
    if (code) return CELL({ [column.field]: code })
    const said = note('unknown-department', column.field, `单位“${name}”不在部门表里`)
    return column.required ? CELL({ [column.field]: null }, [], [said]) : CELL({ [column.field]: null }, [said])
  },
  departments({ text, column, context }) {
    const codes = listed(text).map((one) => codeOf(one, context.departments))
    const known = codes.filter((code) => code !== null)
    return CELL(
      { [column.field]: known }, known.length < codes.length ? [note('unknown-department', column.field)] : [],
    )
  },
}

const SIZE_WORDS: Readonly<Record<string, string>> = {
  大型: '大型', 大: '大型', 中型: '中型', 中: '中型', 小型: '小型', 小: '小型', 微型: '微型', 微: '微型', 小微: '小微', 小微型: '小微',
}

function cut(text: string, column: Column, extra: Record<string, FieldValue> = {}): CellReading {
  const length = column.length ?? 200
  const kept = [...text].slice(0, length).join('')
  return CELL(
    { [column.field]: kept, ...extra },
    kept === text ? [] : [note('text-cut', column.field, `“${column.label}”超过 ${length} 字，后面的没有收入`)],
  )
}

function number(value: number | null, column: Column): CellReading {
  return CELL({ [column.field]: value }, value === null ? [note('number-invalid', column.field)] : [])
}

function listed(text: string): string[] {
  return [...new Set(text.split(/[、,，;；/\n\r]+/).map(tidyText).filter((part) => part !== '' && !isEmptyWord(part)))]
}

function codeOf(name: string, known: readonly Named[]): string | null {
  const wanted = comparable(name)
  return known.find((one) => one.code === name || one.names.some((other) => comparable(other) === wanted))?.code ?? null
}

/** 区（市）人大代表 = 区市人大代表, 村（居） = 村居, 行政审批业务办事群众 = 行政审批办事群众. */
function categoryStem(text: string): string {
  return comparable(text).replace(/[()]/g, '').replace('业务', '')
}
