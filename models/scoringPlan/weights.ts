import type { ScaleName } from './scales.ts'

/** A category of voters inside a venue; weights are decimal text, so that 0.1 + 0.2 + 0.7 is exactly 1. */
export interface PlanCategory {
  name: string
  weight: string
}

export interface PlanVenue {
  name: string
  weight: string
  categories: readonly PlanCategory[]
}

/** Everything that decides how counts become points. @source domain.md §7 */
export interface PlanWeights {
  scale: ScaleName
  /** a category with fewer scored ballots is void */
  minValid: number
  /** share of the evaluation in a department's annual assessment */
  annualShare: string
  evaluation: { ballot: string; daily: string }
  /** shows beside E what it would be if each group's mean were the city's; absent = off. Places inside a group stay. */
  groupAdjustment?: boolean
  venues: readonly PlanVenue[]
  daily: {
    R: { T: string; G: string; V: string }
    T: { responded: string; resolved: string; satisfied: string }
    G: { onTime: string; raiserSatisfied: string }
    /** points off for each red card, 通报 and 约谈, and the most that can come off */
    D: { red: string; circular: string; interview: string; cap: string }
  }
}

/** What a city starts from: 80/20 and 35 % are sourced, the rest is our proposal. @source domain.md §7 */
export const DEFAULT_WEIGHTS: PlanWeights = {
  scale: 'B4',
  minValid: 5,
  annualShare: '0.35',
  evaluation: { ballot: '0.8', daily: '0.2' },
  venues: [
    {
      name: '主会场', weight: '0.30',
      categories: [
        { name: '行政审批办事群众', weight: '0.40' }, { name: '党代表·人大·政协', weight: '0.30' }, { name: '专家·媒体', weight: '0.30' },
      ],
    },
    {
      name: '分会场', weight: '0.50',
      categories: [
        { name: '社区居民', weight: '0.40' }, { name: '小微企业', weight: '0.30' }, { name: '区市代表委员', weight: '0.20' },
        { name: '村居', weight: '0.10' },
      ],
    },
    { name: '网上', weight: '0.20', categories: [{ name: '公众', weight: '1' }] },
  ],
  daily: {
    R: { T: '0.40', G: '0.30', V: '0.30' },
    T: { responded: '0.2', resolved: '0.4', satisfied: '0.4' },
    G: { onTime: '0.6', raiserSatisfied: '0.4' },
    D: { red: '0.5', circular: '1', interview: '2', cap: '5' },
  },
}
