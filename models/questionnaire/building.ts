import { RuleBroken } from '../shared/errors.ts'
import { LEVELS, type Item, type ItemKind, type Section } from './items.ts'

/** What a person typed for an item: options and rows one a line; a row's help stands behind a full-width bar. */
export interface ItemWords {
  kind: ItemKind
  text: string
  help: string
  required: boolean
  options: string[]
  rows: string[]
  maxLength: number
  contactable: boolean
}

export interface SectionWords {
  title: string
  dimension: string
  intro: string
}

export const MOST = { sections: 12, items: 60, options: 20, rows: 12 } as const

/**
 * The acts on what is being built. Each gives new sections, numbered anew; what is in a published version is never touched.
 * Keys are given once: `used` holds all that any version or the draft ever had, so that an answer never meets another question.
 */
export function addSection(sections: readonly Section[], words: SectionWords, used: ReadonlySet<string>): Section[] {
  if (sections.length >= MOST.sections)
    throw new RuleBroken('questionnaire.full', `一份问卷最多 ${MOST.sections} 个部分。`)
  return numbered([...sections, { key: freeKey('s', used), ...words, items: [] }])
}

export const saveSection = (sections: readonly Section[], key: string, words: SectionWords): Section[] =>
  sections.map((section) => (section.key === key ? { ...section, ...words } : section))

/** @throws RuleBroken when there are too many items */
export function addItem(
  sections: readonly Section[],
  sectionKey: string,
  words: ItemWords,
  used: ReadonlySet<string>,
): Section[] {
  const count = sections.reduce((sum, { items }) => sum + items.length, 0)
  if (count >= MOST.items) throw new RuleBroken('questionnaire.full', `一份问卷最多 ${MOST.items} 题。`)
  const item = itemFrom(words, freeKey(words.kind === 'matrix' ? 'm' : 'q', used), null)
  return numbered(
    sections.map((section) => (section.key === sectionKey ? { ...section, items: [...section.items, item] } : section)),
  )
}

export const saveItem = (sections: readonly Section[], key: string, words: ItemWords): Section[] =>
  numbered(
    sections.map((section) => ({
      ...section,
      items: section.items.map((item) => (item.key === key ? itemFrom(words, key, item) : item)),
    })),
  )

/** Moves a section among sections, or an item within its section and, at its edge, into the neighbouring one. */
export function move(sections: readonly Section[], key: string, step: -1 | 1): Section[] {
  const at = sections.findIndex((section) => section.key === key)
  if (at >= 0) return numbered(swapped(sections, at, at + step))
  const home = sections.findIndex(({ items }) => items.some((item) => item.key === key))
  const items = sections[home]?.items ?? []
  const from = items.findIndex((item) => item.key === key)
  const item = items[from]
  if (item === undefined) return [...sections]
  if (from + step >= 0 && from + step < items.length) {
    return numbered(
      sections.map((section, index) =>
        index === home ? { ...section, items: swapped(items, from, from + step) } : section,
      ),
    )
  }
  if (sections[home + step] === undefined) return [...sections]
  return numbered(
    sections.map((section, index) => {
      if (index === home) return { ...section, items: items.filter((each) => each !== item) }
      if (index === home + step)
        return { ...section, items: step === 1 ? [item, ...section.items] : [...section.items, item] }
      return section
    }),
  )
}

/** Removes an item, or a section with all that is in it. */
export const remove = (sections: readonly Section[], key: string): Section[] =>
  numbered(
    sections
      .filter((section) => section.key !== key)
      .map((section) => ({ ...section, items: section.items.filter((item) => item.key !== key) })),
  )

/** Every key that the draft or a version has used. */
export const usedKeys = (all: readonly (readonly Section[])[]): ReadonlySet<string> =>
  new Set(all.flat().flatMap((section) => [section.key, ...section.items.map(({ key }) => key)]))

/** An item as its form shows it. */
export const wordsOf = (item: Item): ItemWords => ({
  kind: item.kind,
  text: item.text,
  help: item.help,
  required: item.required,
  maxLength: item.maxLength,
  contactable: item.contactable,
  options: item.options.map(({ text }) => text),
  rows: item.rows.map(({ text, help }) => (help === '' ? text : `${text}｜${help}`)),
})

/** Options and rows that keep their words keep their value, so that earlier answers to the draft's preview or version still fit. */
function itemFrom(words: ItemWords, key: string, before: Item | null): Item {
  const isChoice = words.kind === 'single' || words.kind === 'multiple'
  const isText = words.kind === 'short' || words.kind === 'long'
  return {
    key,
    number: 0,
    kind: words.kind,
    text: words.text,
    help: words.help,
    required: words.required,
    options: isChoice ? valued(words.options, before?.options ?? []) : [],
    rows: words.kind === 'matrix' ? rowsFrom(words.rows, before?.rows ?? []) : [],
    maxLength: isText ? words.maxLength : 0,
    contactable: isText && words.contactable,
  }
}

/** The five levels carry their own values wherever they stand, so that they can be scored. */
function valued(texts: readonly string[], before: Item['options']): Item['options'] {
  const levels = texts.every((text) => LEVELS.some((level) => level.text === text)) ? LEVELS : []
  const taken = new Set(before.map(({ value }) => value))
  return texts.map((text) => {
    const value =
      levels.find((level) => level.text === text)?.value ??
      before.find((option) => option.text === text)?.value ??
      freeKey('o', taken)
    taken.add(value)
    return { value, text }
  })
}

function rowsFrom(lines: readonly string[], before: Item['rows']): Item['rows'] {
  const taken = new Set(before.map(({ key }) => key))
  return lines.map((line) => {
    const [text = '', help = ''] = line.split('｜').map((part) => part.trim())
    const key = before.find((row) => row.text === text)?.key ?? freeKey('', taken)
    taken.add(key)
    return { key, number: 0, text, help }
  })
}

/** Numbers as printed: each row of a matrix has its own. */
export function numbered(sections: readonly Section[]): Section[] {
  let next = 1
  return sections.map((section) => ({
    ...section,
    items: section.items.map((item) => {
      const number = next
      if (item.kind !== 'matrix') return { ...item, number: next++ }
      return { ...item, number, rows: item.rows.map((row) => ({ ...row, number: next++ })) }
    }),
  }))
}

function freeKey(letter: string, used: ReadonlySet<string>): string {
  let n = 1
  while (used.has(`${letter}${n}`)) n++
  return `${letter}${n}`
}

function swapped<T>(list: readonly T[], one: number, other: number): T[] {
  const [a, b] = [list[one], list[other]]
  if (a === undefined || b === undefined) return [...list]
  return list.map((each, index) => (index === one ? b : index === other ? a : each))
}
