import { createHash } from 'node:crypto'
import { compare, exactText, ONE, parseRational, sum, type Rational } from '../shared/rational.ts'
import type { CompositionLine } from './composition.ts'
import type { PlanWeights } from './weights.ts'

export interface Span {
  fromOn: string
  toOn: string
}

/** Weights that belong together and must make exactly 1; `venue` names the one whose categories they are. */
export interface WeightGroup {
  group: 'categories' | 'venues' | 'evaluation' | 'daily' | 'T' | 'G'
  venue: string | null
  weights: readonly string[]
}

const GROUP_WORDS: Record<WeightGroup['group'], string> = {
  categories: '各类别的权重', venues: '各会场的权重', evaluation: '评议得分和日常得分的权重', daily: 'T、G、V 的权重', T: 'T 各项的权重', G: 'G 各项的权重',
}

export const weightGroups = ({ venues, evaluation, daily }: PlanWeights): WeightGroup[] => [
  ...venues.map(({ name, categories }) => group('categories', categories.map(({ weight }) => weight), name)),
  group('venues', venues.map(({ weight }) => weight)),
  group('evaluation', Object.values(evaluation)),
  group('daily', Object.values(daily.R)),
  group('T', Object.values(daily.T)),
  group('G', Object.values(daily.G)),
]

/** The groups that do not make exactly 1, in the plan's order; empty when the plan adds up. */
export const wrongGroups = (weights: PlanWeights): WeightGroup[] =>
  weightGroups(weights).filter((one) => compare(totalOf(one), ONE) !== 0)

/**
 * Why a plan cannot be frozen, as whole sentences; empty when it can. Negative and unreadable weights, groups that do not add
 * up, names that stand twice, a period that ends before it begins.
 */
export function planComplaints(weights: PlanWeights, period: Span): string[] {
  const unreadable = weightGroups(weights).flatMap(({ weights: each }) => each)
    .concat(Object.values(weights.daily.D), weights.annualShare).filter((text) => !isWeight(text))
  if (unreadable.length > 0) return unreadable.map((text) => `“${text}”不是权重，请填 0 或正的小数`)
  return [
    ...wrongGroups(weights).map(groupComplaint),
    ...twice(weights.venues.map(({ name }) => name)).map((name) => `会场“${name}”写了两次`),
    ...weights.venues.flatMap(({ name, categories }) =>
      twice(categories.map((one) => one.name)).map((category) => `${name}的类别“${category}”写了两次`)),
    ...(weights.minValid >= 1 ? [] : ['有效票下限至少是 1']),
    ...(period.fromOn <= period.toOn ? [] : ['统计期的止日早于起日']),
  ]
}

/**
 * The 校验码 of a plan: who has the same twelve signs has the same weights, period and composition. Order of keys does not matter.
 * @returns 12 hexadecimal signs of a SHA-256
 */
export function planHash(weights: PlanWeights, period: Span, composition: readonly CompositionLine[] = []): string {
  const parts = composition.length === 0 ? { weights, period } : { weights, period, composition }
  return createHash('sha256').update(canonical(parts)).digest('hex').slice(0, 12)
}

const group = (name: WeightGroup['group'], weights: string[], venue: string | null = null): WeightGroup =>
  ({ group: name, venue, weights })

const totalOf = ({ weights }: WeightGroup): Rational => sum(weights.map(parseRational))
const isWeight = (text: string): boolean => /^\d+(\.\d+)?$/.test(text)
const twice = (names: readonly string[]): string[] => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]

const groupComplaint = (one: WeightGroup): string =>
  `${one.venue === null ? '' : `${one.venue}`}${GROUP_WORDS[one.group]}之和应为 1，现在是 ${exactText(totalOf(one))}`

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}
