import { questionsOf, type Question } from '../answer/questions.ts'
import type { Version } from '../questionnaire/index.ts'
import { LEVELS } from '../questionnaire/items.ts'

/** What a question measures. `level`: on the five levels, wherever it stands. */
export type Measure = 'level' | 'choice' | 'scale' | 'number' | 'date' | 'text'

/** One question of the version in force, with the versions that asked the very same. */
export interface AskedQuestion extends Pick<Question, 'key' | 'number' | 'text' | 'options'> {
  measure: Measure
  several: boolean
  dimension: string
  /** the scored options with their points; '' when it has none */
  scale: string
  versions: ReadonlySet<number>
}

const MEASURES: Readonly<Record<Question['kind'], Measure>> = {
  level: 'level', single: 'choice', multiple: 'choice', scale: 'scale', number: 'number', date: 'date', short: 'text', long: 'text',
}

/**
 * The questions of the last version. An answer to an earlier one counts where key, words and options were the same;
 * two wordings are never added up.
 */
export function askedQuestions(versions: readonly Pick<Version, 'n' | 'sections'>[]): AskedQuestion[] {
  const last = versions.at(-1)
  if (!last) return []
  const signatures = versions.map(({ n, sections }) =>
    ({ n, known: new Set(sections.flatMap(questionsOf).map(signatureOf)) }))
  return last.sections.flatMap((section) => questionsOf(section).map((question): AskedQuestion => {
    const measure = onLevels(question) ? 'level' : MEASURES[question.kind]
    const own = signatureOf(question)
    return {
      key: question.key, number: question.number, text: question.text, options: question.options, measure,
      several: question.kind === 'multiple', dimension: measure === 'level' ? section.dimension : '',
      scale: measure === 'level' ? scaleOf(question) : '',
      versions: new Set(signatures.flatMap(({ n, known }) => (known.has(own) ? [n] : []))),
    }
  }))
}

const signatureOf = ({ key, kind, text, options }: Question): string =>
  JSON.stringify([key, kind, text, options.map((option) => [option.value, option.text])])

/** A single choice among the five levels, by value and word, is one of them. */
const onLevels = ({ kind, options }: Question): boolean => kind === 'level' || (
  kind === 'single' && options.length >= 3
  && options.every((option) => LEVELS.some(({ value, text }) => value === option.value && text === option.text))
)

const scaleOf = ({ options }: Question): string =>
  LEVELS.filter(({ value, points }) => points !== null && options.some((option) => option.value === value))
    .map(({ text, points }) => `${text}${points}`).join('、')
