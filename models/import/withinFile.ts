import type { ImportKind } from './kinds.ts'
import type { FieldValue, Values } from './values.ts'
import type { RowReading } from './readRows.ts'
import { note } from './reasons.ts'
import { comparable } from './tidyText.ts'

/**
 * Decides what the rows of one file mean to each other: the same record twice is taken once, one code with two names
 * refuses both rows, two terms of one person are joined, namesakes and shared phones are said.
 *
 * @returns the same rows, in order, with fates, refusals and warnings completed
 * @source expected.json, rules on identity
 */
export function withinFile(rows: readonly RowReading[], kind: ImportKind): RowReading[] {
  const copies = rows.map((row) => ({ ...row, refusals: [...row.refusals], warnings: [...row.warnings] }))
  RULES[kind.identity](copies, kind)
  return copies
}

const RULES: Readonly<Record<ImportKind['identity'], (rows: RowReading[], kind: ImportKind) => void>> = {
  code: oneCodeOneName,
  person: oneMandate,
  pool: oncePerPool,
  key: onePerKey,
}

const text = (row: RowReading, field: string) => comparable(String(row.values[field] ?? ''))
const list = (value: FieldValue | undefined): readonly (string | number)[] =>
  (Array.isArray(value) ? (value as readonly (string | number)[]) : [])
const taken = (row: RowReading) => row.fate === 'taken'

function refuse(row: RowReading, ...said: Parameters<typeof note>): void {
  row.refusals.push(note(...said))
  row.fate = 'refused'
}

function duplicate(row: RowReading, first: RowReading): void {
  row.fate = { duplicateOf: first.row }
  row.warnings.push(note('duplicate-row', null, `和第 ${first.row} 行相同，只取一次`))
}

function groupBy(rows: RowReading[], key: (row: RowReading) => string): RowReading[][] {
  const groups = new Map<string, RowReading[]>()
  for (const row of rows) {
    const of = key(row)
    if (of !== '') groups.set(of, [...(groups.get(of) ?? []), row])
  }
  return [...groups.values()]
}

function oneCodeOneName(rows: RowReading[]): void {
  for (const group of groupBy(rows, (row) => text(row, 'uscc'))) {
    const names = new Set(group.map((row) => text(row, 'name')).filter((name) => name !== ''))
    if (names.size > 1) {
      for (const row of group) {
        const other = group.find((one) => text(one, 'name') !== text(row, 'name'))
        refuse(row, 'code-conflict', 'uscc', `同一代码在第 ${other?.row ?? row.row} 行是另一个名称`)
      }
      continue
    }
    const [first, ...again] = group.filter(taken)
    for (const row of first ? again : []) if (first) duplicate(row, first)
  }
}

function onePerKey(rows: RowReading[], kind: ImportKind): void {
  for (const group of groupBy(rows.filter(taken), (row) => kind.key.map((field) => text(row, field)).join('\n'))) {
    const [first, ...again] = group
    if (!first) continue
    for (const row of again) {
      if (kind.key.includes('account') && text(row, 'name') !== text(first, 'name')) {
        refuse(row, 'account-twice', 'account', `账号在第 ${first.row} 行给了${String(first.values['name'])}`)
      } else duplicate(row, first)
    }
  }
}

/** Same name and a shared phone or the same unit and post: one person, whose terms are joined. */
function oneMandate(rows: RowReading[]): void {
  for (const group of groupBy(rows.filter(taken), (row) => text(row, 'name'))) {
    const people: RowReading[] = []
    for (const row of group) {
      const same = people.find((person) => isSamePerson(person.values, row.values))
      if (same) join(same, row)
      else people.push(row)
    }
    for (const person of people.length > 1 ? people : []) {
      const other = people.find((one) => one !== person)
      person.warnings.push(note('namesake', 'name', `第 ${other?.row ?? ''} 行也有叫这个名字的人，单位和电话都不同`))
    }
  }
}

/** The identity of a member inside a kind, names being equal. */
export function isSamePerson(a: Values, b: Values): boolean {
  const phones = new Set(list(a['phones']))
  if (list(b['phones']).some((phone) => phones.has(phone))) return true
  const unit = comparable(String(a['unitAndTitle'] ?? ''))
  return unit !== '' && unit === comparable(String(b['unitAndTitle'] ?? ''))
}

function join(person: RowReading, row: RowReading): void {
  const latest = (values: Values) => Math.max(0, ...list(values['terms']).map(Number))
  const terms = [
    ...new Set([...list(person.values['terms']), ...list(row.values['terms'])])
  ].map(Number).sort((a, b) => a - b)
  const sayNothingNew = terms.length === list(person.values['terms']).length && sameFields(person.values, row.values)
  if (sayNothingNew) return duplicate(row, person)
  row.fate = { mergedInto: person.row }
  row.warnings.push(note('merged-row', null, `和第 ${person.row} 行是同一个人，届次已合并`))
  if (text(person, 'unitAndTitle') !== text(row, 'unitAndTitle')) {
    row.warnings.push(note('unit-differs', 'unitAndTitle'))
  }
  const [older, newer] = latest(row.values) >= latest(person.values)
    ? [person.values, row.values]
    : [row.values, person.values]
  const said = Object.fromEntries(Object.entries(newer).filter(([, value]) => !isEmpty(value)))
  person.values = { ...older, ...said, terms }
}

function sameFields(a: Values, b: Values): boolean {
  return Object.entries(b).every(
    ([field, value]) => field === 'terms' || isEmpty(value) || sameValue(a[field] ?? null, value),
  )
}

/** null, '' and [] say nothing. */
export function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Equal as people mean it: text in any width and spacing, lists in order. */
export function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && list(a).every((one, index) => one === list(b)[index])
  }
  return comparable(String(a ?? '')) === comparable(String(b ?? ''))
}

/** In the pool a person stands once: the same category again is a duplicate, another one is refused. */
function oncePerPool(rows: RowReading[]): void {
  const names = new Map<string, RowReading[]>()
  const phones = new Map<string, RowReading>()
  for (const row of rows) {
    if (!taken(row)) continue
    const phone = String(list(row.values['phones'])[0] ?? '')
    const namesakes = names.get(text(row, 'name')) ?? []
    const same = namesakes.find((one) => list(one.values['phones']).includes(phone))
    if (same) {
      if (same.values['category'] === row.values['category']) duplicate(row, same)
      else refuse(row, 'person-twice', null, `在第 ${same.row} 行以“${String(same.values['category'])}”出现过`)
      continue
    }
    if (namesakes.length > 0) {
      row.warnings.push(note('namesake', 'name', `第 ${namesakes[0]?.row ?? ''} 行也有叫这个名字的人，电话不同`))
    }
    const sharer = phones.get(phone)
    if (sharer) row.warnings.push(note('shared-phone', 'phones', `第 ${sharer.row} 行的另一个人用同一个电话`))
    else phones.set(phone, row)
    names.set(text(row, 'name'), [...namesakes, row])
  }
}
