import { parseRational, subtract, type Rational } from '../shared/rational.ts'
import type { DimensionResult, Figures, ItemResult, LevelResult, Shown } from './shape.ts'

/** A figure beside last year's: the difference, or in a few words why there is none. */
export interface Trend { before: Shown, change: Rational | null, why: string | null }

/** What may be compared between two years: the same words on the same scale. @source issue 4 §6; domain.md §7 */
export interface Trends {
  /** false when there is no earlier questionnaire at all */
  compares: boolean
  ofItem(item: ItemResult): Trend
  ofDimension(dimension: DimensionResult): Trend
  overall: Trend
  index: Trend
}

const none = (why: string): Trend => ({ before: null, change: null, why })

/**
 * Compares two years' published figures. Nothing hidden is used.
 * @param before null when there is no earlier questionnaire with results
 */
export function trendsOf(now: Figures, before: Figures | null): Trends {
  if (before === null) {
    const nothing = none('没有往年结果')
    return { compares: false, ofItem: () => nothing, ofDimension: () => nothing, overall: nothing, index: nothing }
  }
  const ofItem = (item: ItemResult) => itemTrend(item, before)
  const ofDimension = (dimension: DimensionResult) => dimensionTrend(dimension, now, before)
  const inAll = now.dimensions.map(ofDimension)
  const sameDimensions = now.dimensions.length === before.dimensions.length
  return {
    compares: true, ofItem, ofDimension,
    overall: inAll.find(({ why }) => why !== null) ?? (sameDimensions ? compared(now.overall, before.overall) : none('维度有变动')),
    index: indexTrend(now, before),
  }
}

function itemTrend(item: ItemResult, before: Figures): Trend {
  const former = before.items.find(({ text, kind }) => text === item.text && (kind === item.kind || isRated(kind, item.kind)))
  if (!former) return none('往年没有这道题')
  if (item.kind === 'scale' && former.kind === 'scale') return compared(item.nps, former.nps)
  if (item.kind !== 'level' || former.kind !== 'level') return none('往年用的量表不同')
  return item.scale === former.scale ? compared(item.mean, former.mean) : none(`往年用的量表不同（${former.scale}）`)
}

const isRated = (one: ItemResult['kind'], other: ItemResult['kind']): boolean =>
  ['level', 'scale', 'choice'].includes(one) && ['level', 'scale', 'choice'].includes(other)

function dimensionTrend({ name, mean, items }: DimensionResult, now: Figures, before: Figures): Trend {
  const former = before.dimensions.find((each) => each.name === name)
  if (!former) return none('往年没有这个维度')
  const [own, theirs] = [levelsOf(now, items), levelsOf(before, former.items)]
  if (new Set([...own, ...theirs].map(({ scale }) => scale)).size > 1) return none('往年用的量表不同')
  const texts = (levels: readonly LevelResult[]) => levels.map(({ text }) => text).sort().join('\n')
  return texts(own) === texts(theirs) ? compared(mean, former.mean) : none('这个维度的题目有变动')
}

const levelsOf = ({ items }: Figures, keys: readonly string[]): LevelResult[] =>
  items.filter((item): item is LevelResult => item.kind === 'level' && keys.includes(item.key))

function indexTrend(now: Figures, before: Figures): Trend {
  if (now.index === null || before.index === null) return none('往年没有按规模加权的指数')
  const [own, theirs] = [itemOf(now, now.index.key), itemOf(before, before.index.key)]
  if (own?.text !== theirs?.text) return none('往年的指数用的是另一道题')
  if (own?.scale !== theirs?.scale) return none('往年用的量表不同')
  return compared(now.index.index, before.index.index)
}

const itemOf = ({ items }: Figures, key: string): LevelResult | undefined =>
  items.find((item): item is LevelResult => item.kind === 'level' && item.key === key)

function compared(now: Shown, before: Shown): Trend {
  if (before === null) return none('往年的数已隐去')
  if (before === '') return none('往年没有人打分')
  if (now === null || now === '') return { before, change: null, why: now === null ? '今年的数已隐去' : '今年没有人打分' }
  return { before, change: subtract(parseRational(now), parseRational(before)), why: null }
}
