import { contactKey, type Question } from '../../models/answer/questions.ts'
import type { Typed } from '../../models/answer/steps.ts'
import { textOf, textsOf } from '../lib/form.ts'

/** One question as `views/answers/_question.hbs` draws it. */
export interface QuestionView {
  id: string
  name: string
  label: string
  help: string | null
  error: string | null
  describedBy: string | null
  optional: boolean
  /** `grid`: equal fields side by side; `list`: one under the other; `line` and `text`: to write */
  drawn: 'grid' | 'list' | 'line' | 'text'
  gridClass: string
  inputType: 'radio' | 'checkbox' | 'text' | 'date'
  inputMode: string | null
  value: string
  maxLength: number | null
  options: { id: string, value: string, text: string, checked: boolean, outside: boolean }[]
  contact: { name: string, checked: boolean } | null
}

/** Options of so many signs fit side by side on a phone. */
const SHORT_OPTION = 5
const GRID_OPTIONS = 6
const UNTOUCHED = '0'

export function questionView(question: Question, values: Typed, error: string | null): QuestionView {
  const { key, kind, number, text, help, required, contactable } = question
  const id = `f-${key}`
  const given = textsOf(values[key])
  const drawn = drawnAs(question)
  const written = drawn === 'line' || drawn === 'text'
  const notes = [...(help === '' ? [] : [`${id}-hint`]), ...(error === null ? [] : [`${id}-error`])]
  return {
    id, name: `a-${key}`, label: `${number}. ${text}`,
    help: help === '' ? null : help, error, optional: !required, drawn,
    describedBy: notes.length > 0 ? notes.join(' ') : null,
    gridClass: kind === 'scale' ? 'options options-scale' : 'options',
    inputType: kind === 'multiple' ? 'checkbox' : kind === 'date' ? 'date' : written ? 'text' : 'radio',
    inputMode: kind === 'number' ? 'decimal' : null,
    value: written ? textOf(values[key]) : '',
    maxLength: question.maxLength > 0 ? question.maxLength : null,
    options: question.options.map((option, index) => ({
      ...option, id: index === 0 ? id : `${id}-${option.value}`,
      checked: given.includes(option.value), outside: kind === 'level' && option.value === UNTOUCHED,
    })),
    contact: contactable ? { name: `a-${contactKey(key)}`, checked: values[contactKey(key)] !== undefined } : null,
  }
}

function drawnAs({ kind, options }: Question): QuestionView['drawn'] {
  if (kind === 'level' || kind === 'scale') return 'grid'
  if (kind === 'long') return 'text'
  if (kind === 'multiple') return 'list'
  if (kind !== 'single') return 'line'
  return options.length <= GRID_OPTIONS && options.every(({ text }) => text.length <= SHORT_OPTION) ? 'grid' : 'list'
}
