import { parseDay } from '../shared/calendarDay.ts'
import type { Section, Values } from '../questionnaire/items.ts'
import { contactKey, questionsOf, type Question } from './questions.ts'

/** What came from the form: value or values by question key. */
export type Typed = Record<string, string | string[] | undefined>

/** One section read: its values, or all messages at once by question key. */
export type StepRead = { ok: true, values: Values } | { ok: false, errors: Record<string, string> }

/** The value of one question: null when left open. */
type Reading = { value: string | string[] | null } | { error: string }

/**
 * Reads one section of a posted form. What was left open is absent from the values.
 * @param going `on` asks for what is required; `back` lets it wait
 */
export function readStep(section: Section, typed: Typed, going: 'on' | 'back' = 'on'): StepRead {
  const errors: Record<string, string> = {}
  const values: Values = {}
  for (const question of questionsOf(section)) {
    const read = READERS[question.kind](question, given(typed[question.key]))
    if ('error' in read) errors[question.key] = read.error
    else if (read.value !== null) values[question.key] = read.value
    else if (question.required && going === 'on') errors[question.key] = missingText(question)
    const ticked = question.contactable && given(typed[contactKey(question.key)]).length > 0
    if (ticked && values[question.key] !== undefined) values[contactKey(question.key)] = 'on'
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, values }
}

/** Names of a form that no question of the section has. */
export function strangersIn(section: Section, typed: Typed): string[] {
  const known = new Set(
    questionsOf(section).flatMap(({ key, contactable }) => (contactable ? [key, contactKey(key)] : [key]))
  )
  return Object.keys(typed).filter((key) => !known.has(key))
}

/** All values with those of one section replaced, so that an answer taken back is gone. */
export function withStep(values: Values, section: Section, step: Values): Values {
  const own = new Set(questionsOf(section).flatMap(({ key }) => [key, contactKey(key)]))
  return { ...Object.fromEntries(Object.entries(values).filter(([key]) => !own.has(key))), ...step }
}

/**
 * Values that hold under these sections, in the order asked: all that an answer may keep. What another version of the
 * questions asked, or an option that no longer exists, is left out.
 */
export function valuesFor(sections: readonly Section[], values: Typed): Values {
  return Object.fromEntries(sections.flatMap((section) => questionsOf(section)).flatMap((question) => {
    const read = READERS[question.kind](question, given(values[question.key]))
    if ('error' in read || read.value === null) return []
    const ticked = question.contactable && values[contactKey(question.key)] !== undefined
    return ticked ? [[question.key, read.value], [contactKey(question.key), 'on']] : [[question.key, read.value]]
  }))
}

/** A required question that is still open, and the section (counted from 1) where it stands. */
export interface Missing { step: number, question: Question, text: string }

/** Required questions that are still open, with the section (counted from 1) where they stand. */
export const missingIn = (sections: readonly Section[], values: Values): Missing[] =>
  sections.flatMap((section, index) => questionsOf(section)
    .filter(({ key, required }) => required && values[key] === undefined)
    .map((question) => ({ step: index + 1, question, text: missingText(question) })))

/** How far an answer is. `minutesLeft` spreads the promised minutes over the questions from here on, at least 1. */
export function progressOf(sections: readonly Section[], step: number, minutes: number): {
  step: number, steps: number, minutesLeft: number,
} {
  const counts = sections.map((section) => questionsOf(section).length)
  const all = Math.max(1, sum(counts))
  return {
    step, steps: sections.length, minutesLeft: Math.max(1, Math.round((minutes * sum(counts.slice(step - 1))) / all)),
  }
}

/** Texts under 请联系我 apart from the rest; an anonymous answer does not keep them. @source DESIGN.md §7 Questionnaire */
export function partContacts(sections: readonly Section[], values: Values, keepText: boolean): {
  values: Values, contacts: { question: Question, text: string }[],
} {
  const contacts = sections.flatMap((section) => questionsOf(section)).flatMap((question) => {
    const text = values[question.key]
    return typeof text === 'string' && values[contactKey(question.key)] !== undefined ? [{ question, text }] : []
  })
  const moved = new Set(
    contacts.flatMap(({ question: { key } }) => (keepText ? [contactKey(key)] : [key, contactKey(key)]))
  )
  return { values: Object.fromEntries(Object.entries(values).filter(([key]) => !moved.has(key))), contacts }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
const WRITTEN: readonly Question['kind'][] = ['short', 'long', 'number', 'date']
const missingText = ({ number, kind }: Question) => `第 ${number} 题还没有${WRITTEN.includes(kind) ? '填' : '选'}`

/** Line breaks as one sign, no blanks at the ends, no empty values. */
const given = (raw: string | string[] | undefined): string[] =>
  [raw ?? []].flat().map((text) => text.replace(/\r\n?/g, '\n').trim()).filter((text) => text !== '')

const NUMBER = /^-?\d{1,12}(\.\d{1,4})?$/
const cut = (text: string) => (text.length > 20 ? `${text.slice(0, 20)}…` : text)

function chosen({ number, options }: Question, [value, ...more]: string[]): Reading {
  if (value === undefined) return { value: null }
  if (more.length > 0) return { error: `第 ${number} 题只能选一项，收到了 ${more.length + 1} 项` }
  return options.some((option) => option.value === value) ? { value } : { error: `第 ${number} 题请从列出的选项里选` }
}

function ticked({ number, options }: Question, values: string[]): Reading {
  const wanted = new Set(values)
  const value = options.map((option) => option.value).filter((each) => wanted.has(each))
  if (value.length < wanted.size) return { error: `第 ${number} 题请从列出的选项里选` }
  return { value: value.length > 0 ? value : null }
}

/** A single text, read by `check`, which may refuse it or bring it into the form it is kept in. */
const written = (check: (question: Question, text: string) => Reading) =>
  (question: Question, [value, ...more]: string[]): Reading => {
  if (value === undefined) return { value: null }
  return more.length > 0 ? { error: `第 ${question.number} 题只能填一处，收到了 ${more.length + 1} 处` } : check(question, value)
}

const limited = written(({ number, maxLength }, value) => {
  const { length } = [...value]
  return length > maxLength ? { error: `第 ${number} 题最多 ${maxLength} 个字，现在是 ${length} 个字` } : { value }
})

const READERS: Record<Question['kind'], (question: Question, values: string[]) => Reading> = {
  level: chosen,
  single: chosen,
  scale: chosen,
  multiple: ticked,
  number: written(({ number }, text) => {
    const value = text.normalize('NFKC').replaceAll(',', '')
    return NUMBER.test(value) ? { value } : { error: `第 ${number} 题应为数字，如 12 或 3.5，现在是“${cut(text)}”` }
  }),
  date: written(({ number }, text) =>
    (parseDay(text) === text ? { value: text } : { error: `第 ${number} 题应为日期，如 2026-11-25，现在是“${cut(text)}”` })),
  short: limited,
  long: limited,
}
