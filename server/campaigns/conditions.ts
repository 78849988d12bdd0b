import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { drawOf } from '../../models/draw/queries.ts'
import { representativeFigures } from '../../models/representative/queries.ts'
import { seatsOf } from '../../models/scoringPlan/composition.ts'
import { planOfYear } from '../../models/scoringPlan/queries.ts'
import { planName } from '../../models/scoringPlan/index.ts'
import { coverageRows } from '../../models/visitTask/queries.ts'
import { coverageOf } from '../../models/visitTask/coverage.ts'
import { countText, rateText } from '../lib/format.ts'
import { campaignPath } from './tabs.ts'

/** Whether an exit condition holds, the figure that says so, and where its rows are. */
export interface ConditionState {
  met: boolean
  text: string
  href: string | null
}

export type ConditionCheck = (campaign: StoredCampaign, now: Date) => Promise<ConditionState>

/** Of the tasks so many must have been fulfilled. @source domain.md §1.4 P3 */
const COVERAGE_NEEDED = 0.95
/** @source domain.md §1.4 P2 */
const QUOTA_TOLERANCE = 0.02

/**
 * What the product can look up itself, by the key of the exit condition; a condition without a line here is ticked by a person.
 */
export const CONDITION_CHECKS: Readonly<Record<string, ConditionCheck>> = {
  'plan-frozen': async ({ year }) => {
    const plan = await planOfYear(year)
    if (plan === null) return { met: false, text: '还没有计分方案', href: campaignPath(year, 'plan') }
    const text = plan.hash === null ? `${planName(plan)}，还没有冻结` : `${planName(plan)}，校验码 ${plan.hash}`
    return { met: plan.frozenAt !== null, text, href: campaignPath(year, 'plan') }
  },
  'quotas-filled': async ({ year, groups }) => {
    const [plan, { drawn }] = await Promise.all([planOfYear(year), representativeFigures(year)])
    const seats = (plan?.composition ?? []).reduce((sum, line) => sum + seatsOf(line), 0) * groups.length
    return { met: seats > 0 && Math.abs(drawn - seats) / seats <= QUOTA_TOLERANCE, text: `抽中 ${rateText(drawn, seats)}`, href: campaignPath(year, 'draw') }
  },
  // a record holds one group, and name with phone stands in the pool once: the draw is what could still break it
  'no-duplicates': async ({ year }) => {
    const draw = await drawOf(year)
    const codes = (draw?.results ?? []).flatMap(({ order, quota }) => order.slice(0, quota))
    const twice = codes.length - new Set(codes).size
    return { met: codes.length > 0 && twice === 0, text: codes.length === 0 ? '还没有抽取' : `重复 ${countText(twice)} 人，共 ${countText(codes.length)} 人`, href: campaignPath(year, 'draw') }
  },
  'tasks-assigned': async (campaign) => {
    const tasks = await tasksOf(campaign)
    return { met: tasks.length > 0, text: `走访任务 ${countText(tasks.length)} 项`, href: `/visit-tasks?period=${campaign.year}` }
  },
  coverage: async (campaign) => {
    const { numerator, denominator } = coverageOf(await tasksOf(campaign))
    const met = denominator > 0 && numerator / denominator >= COVERAGE_NEEDED
    return { met, text: `走访覆盖 ${rateText(numerator, denominator)}`, href: `/coverage?period=${campaign.year}` }
  },
}

/** The tasks of the whole year and of both its halves. */
const tasksOf = ({ year }: StoredCampaign) => coverageRows({ period: { $in: [`${year}`, `${year}H1`, `${year}H2`] } })
