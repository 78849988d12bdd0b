import type { LevelCounts } from '../questionnaire/figures.ts'
import { LEVELS, type Values } from '../questionnaire/items.ts'
import type { AskedQuestion } from './asked.ts'

/** What one answer said, and to which version. */
export interface Counted { version: number | null, values: Values, attributes: Record<string, string> }

/** The answers whose version asked the question. */
export const askedOf = <T extends Counted>(answers: readonly T[], { versions }: AskedQuestion): T[] =>
  answers.filter(({ version }) => version !== null && versions.has(version))

/** The single values given to a question. */
export const valuesTo = (answers: readonly Counted[], question: AskedQuestion): string[] =>
  askedOf(answers, question).flatMap(({ values }) => values[question.key] ?? [])

/** How often each level was chosen, in the order of LEVELS. */
export function levelCounts(answers: readonly Counted[], question: AskedQuestion): LevelCounts {
  const values = valuesTo(answers, question)
  return LEVELS.map(({ value }) => values.filter((each) => each === value).length) as unknown as LevelCounts
}

export const addCounts = (all: readonly LevelCounts[]): LevelCounts =>
  all.reduce<number[]>((sum, counts) => sum.map((each, at) => each + (counts[at] ?? 0)), [0, 0, 0, 0, 0, 0]) as unknown as LevelCounts

/** How many gave 0, 1, … 10. */
export function histogramOf(answers: readonly Counted[], question: AskedQuestion): number[] {
  const values = valuesTo(answers, question)
  return Array.from({ length: 11 }, (_, points) => values.filter((each) => each === String(points)).length)
}

/** How many answered the question at all. */
export const countGiven = (answers: readonly Counted[], question: AskedQuestion): number =>
  askedOf(answers, question).filter(({ values }) => values[question.key] !== undefined).length

/** Answers by group, each group once, in the order of `groups`. */
export function byGroup<T>(answers: readonly T[], groups: readonly string[], groupOf: (answer: T) => string): T[][] {
  const lists = new Map(groups.map((group): [string, T[]] => [group, []]))
  for (const answer of answers) lists.get(groupOf(answer))?.push(answer)
  return groups.map((group) => lists.get(group) ?? [])
}
