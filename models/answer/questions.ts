import { LEVELS, type Item, type Section } from '../questionnaire/items.ts'

/** One thing that is asked and answered under one key: an item, or one row of a matrix. */
export interface Question {
  /** key of its value: `q17`, `m1.3` for row 3 of matrix m1 */
  key: string
  number: number
  kind: 'level' | Exclude<Item['kind'], 'matrix'>
  text: string
  help: string
  required: boolean
  options: readonly { value: string, text: string }[]
  /** signs that a text may have */
  maxLength: number
  /** whether 请联系我 can be ticked under it */
  contactable: boolean
}

const TEXT_LENGTHS = { short: 100, long: 1000 } as const
const POINTS = Array.from({ length: 11 }, (_, n) => ({ value: String(n), text: String(n) }))
const LEVEL_OPTIONS = LEVELS.map(({ value, text }) => ({ value, text }))

/** The questions of a section in the order asked; each row of a matrix stands for itself. */
export const questionsOf = (section: Section): Question[] =>
  section.items.flatMap((item) => (item.kind === 'matrix' ? rowsOf(item) : [plain(item, item.kind)]))

/** Where the tick 请联系我 under a text is kept until it is sent. */
export const contactKey = (key: string): string => `${key}.contact`

const rowsOf = (item: Item): Question[] =>
  item.rows.map(({ key, number, text, help }) => ({
    key: `${item.key}.${key}`, number, kind: 'level', text, help, required: item.required,
    options: LEVEL_OPTIONS, maxLength: 0, contactable: false,
  }))

const plain = (item: Item, kind: Question['kind']): Question => ({
  key: item.key, number: item.number, kind, text: item.text, help: item.help, required: item.required,
  options: kind === 'scale' ? POINTS : item.options,
  maxLength: item.maxLength > 0 ? item.maxLength : kind === 'short' || kind === 'long' ? TEXT_LENGTHS[kind] : 0,
  contactable: item.contactable,
})
