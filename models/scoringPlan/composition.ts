import type { PlanWeights } from './weights.ts'

/**
 * A line of the 市民代表构成表: which pool categories feed a category of the plan, and how many representatives of it each venue
 * gets in each group.
 */
export interface CompositionLine {
  /** venue of the plan: 主会场, 分会场, 网上 */
  venue: string
  /** category of the plan */
  category: string
  pool: readonly string[]
  /** 相关: only people who have had to do with a department of the group */
  related: boolean
  /** seats in each group, by code of the campaign's venue */
  quotas: readonly { venue: string, count: number }[]
}

/** With fewer voters than this a result would tell how somebody voted. @source DESIGN.md §7 Ballot */
export const SMALLEST_STRATUM = 10

/** Pool categories by category of the default plan; what a city starts from. */
const DEFAULT_POOLS: Readonly<Record<string, readonly string[]>> = {
  '行政审批办事群众': ['行政审批办事群众'], '党代表·人大·政协': ['区市党代表', '区市人大代表', '区市政协委员'], '专家·媒体': ['专家', '媒体'],
  '社区居民': ['社区居民'], '小微企业': ['小微企业'], '区市代表委员': ['区市党代表', '区市人大代表', '区市政协委员'], '村居': ['村居'], '公众': ['公众'],
}
const RELATED_BY_DEFAULT = new Set(['行政审批办事群众'])

/** A line for each category of a plan, without seats. Categories that the default does not know are fed by their namesake. */
export const emptyComposition = ({ venues }: Pick<PlanWeights, 'venues'>): CompositionLine[] => venues.flatMap(({ name, categories }) =>
  categories.map(({ name: category }) => ({
    venue: name, category, pool: DEFAULT_POOLS[category] ?? [category], related: RELATED_BY_DEFAULT.has(category), quotas: [],
  })))

/** Seats of a line in each group. */
export const seatsOf = ({ quotas }: Pick<CompositionLine, 'quotas'>): number => quotas.reduce((sum, { count }) => sum + count, 0)

/**
 * Why a composition cannot stand beside these weights, as whole sentences; empty when it can. Every category of the plan has its line,
 * every line at least ten seats in each group.
 */
export function compositionComplaints(lines: readonly CompositionLine[], { venues }: Pick<PlanWeights, 'venues'>): string[] {
  const wanted = venues.flatMap(({ name, categories }) => categories.map((category) => ({ venue: name, category: category.name })))
  const lineOf = (venue: string, category: string) => lines.find((line) => line.venue === venue && line.category === category)
  const absent = wanted.filter(({ venue, category }) => !lineOf(venue, category))
    .map(({ venue, category }) => `构成表里没有${venue}的“${category}”`)
  const stray = lines.filter(({ venue, category }) => !wanted.some((each) => each.venue === venue && each.category === category))
    .map(({ venue, category }) => `构成表里的“${category}”不是${venue}的类别`)
  const unfed = lines.filter(({ pool }) => pool.length === 0).map(({ venue, category }) => `${venue}的“${category}”没有写从哪些推荐类别抽取`)
  const small = lines.filter((line) => seatsOf(line) < SMALLEST_STRATUM).map((line) =>
    `${line.venue}的“${line.category}”每组只有 ${seatsOf(line)} 人，少于 ${SMALLEST_STRATUM} 人就可能看出谁怎么投的`)
  return [...absent, ...stray, ...unfed, ...small]
}
