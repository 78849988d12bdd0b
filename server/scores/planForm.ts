import { SCALE_NAMES } from '../../models/scoringPlan/scales.ts'
import type { Span } from '../../models/scoringPlan/soundness.ts'
import type { PlanVenue, PlanWeights } from '../../models/scoringPlan/weights.ts'
import { choice, readForm, requiredDay, text, tick, wholeNumber, type Body, type Field, type FormResult } from '../lib/form.ts'

export interface PlanForm {
  weights: PlanWeights
  period: Span
  reason: string
}

/** Weights by the name of their field, with their words: the form, its reading and the page follow this one table. */
export const WEIGHT_FIELDS = {
  ballot: '评议得分 B', daily: '日常得分 R', annualShare: '折合年度考核',
  T: 'T 企业和代表委员诉求', G: 'G 市民意见、建议、提案', V: 'V 走访覆盖',
  responded: '响应率', resolved: '解决率', satisfied: '满意率', onTime: '按时办复率', raiserSatisfied: '提出人满意率',
  red: '红牌每张扣', circular: '通报每件扣', interview: '约谈每次扣', cap: '最多扣',
} as const
export type WeightField = keyof typeof WEIGHT_FIELDS
const WEIGHT_NAMES = Object.keys(WEIGHT_FIELDS) as WeightField[]

export const PLAN_FIELDS: readonly string[] = [...WEIGHT_NAMES, 'scale', 'minValid', 'groupAdjustment', 'fromOn', 'toOn', 'venues', 'reason']

/** The values that the form shows for a plan. */
export function planValues({ weights, period, reason }: PlanForm): Record<string, string> {
  const { daily, evaluation } = weights
  return {
    ballot: evaluation.ballot, daily: evaluation.daily, annualShare: weights.annualShare, ...daily.R, ...daily.T, ...daily.G, ...daily.D,
    scale: weights.scale, minValid: String(weights.minValid), groupAdjustment: weights.groupAdjustment ? 'on' : '', fromOn: period.fromOn, toOn: period.toOn, reason,
    venues: venuesText(weights.venues),
  }
}

/** Reads a plan. That groups make 1 is checked at freezing, so that a draft may be saved half done. */
export function readPlan(body: Body, reasonNeeded: boolean): FormResult<PlanForm> {
  const decimals = Object.fromEntries(WEIGHT_NAMES.map((name) => [name, decimal(WEIGHT_FIELDS[name])])) as Record<WeightField, Field<string>>
  const read = readForm(body, {
    ...decimals, scale: choice('选项和分值', SCALE_NAMES), minValid: wholeNumber('有效票下限', 1, 1000), groupAdjustment: tick(),
    fromOn: requiredDay('统计期起'), toOn: requiredDay('统计期止'), venues, reason: text('修改原因', 500, { required: reasonNeeded }),
  })
  if (!read.ok) return read
  const { value } = read
  return {
    ok: true,
    value: {
      period: { fromOn: value.fromOn, toOn: value.toOn }, reason: value.reason,
      weights: {
        scale: value.scale, minValid: value.minValid, annualShare: value.annualShare,
        evaluation: { ballot: value.ballot, daily: value.daily }, ...(value.groupAdjustment ? { groupAdjustment: true } : {}), venues: value.venues,
        daily: {
          R: { T: value.T, G: value.G, V: value.V },
          T: { responded: value.responded, resolved: value.resolved, satisfied: value.satisfied },
          G: { onTime: value.onTime, raiserSatisfied: value.raiserSatisfied },
          D: { red: value.red, circular: value.circular, interview: value.interview, cap: value.cap },
        },
      },
    },
  }
}

const decimal = (label: string): Field<string> => (raw) => {
  const given = String(raw ?? '').normalize('NFKC').trim()
  return /^\d{1,3}(\.\d{1,6})?$/.test(given) ? { value: given } : { error: `${label}应为 0 或正的小数，如 0.4，现在是“${given.slice(0, 20)}”` }
}

/** A venue a line, its categories on the lines below, each begun with a dash: `主会场 0.30`, `- 专家·媒体 0.30`. */
const venues: Field<PlanVenue[]> = (raw) => {
  const lines = String(raw ?? '').normalize('NFKC').split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const found: { name: string, weight: string, categories: { name: string, weight: string }[] }[] = []
  for (const line of lines) {
    const [, dash = '', name = '', weight = ''] = /^(-?)\s*(.{1,20}?)\s+(\d{1,3}(?:\.\d{1,6})?)$/.exec(line) ?? []
    const venue = found.at(-1)
    if (name === '' || (dash !== '' && !venue)) return { error: `读不懂这一行：“${line.slice(0, 30)}”。会场写成“主会场 0.30”，类别前加一短横` }
    if (dash === '') found.push({ name, weight, categories: [] })
    else venue?.categories.push({ name, weight })
  }
  const bare = found.find(({ categories }) => categories.length === 0)
  if (found.length === 0) return { error: '请至少写一个会场和它的类别' }
  return bare ? { error: `会场“${bare.name}”还没有类别` } : { value: found }
}

const venuesText = (all: readonly PlanVenue[]): string => all.flatMap(({ name, weight, categories }) => [
  `${name} ${weight}`, ...categories.map((category) => `- ${category.name} ${category.weight}`),
]).join('\n')
