import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { drawOf } from '../../models/draw/queries.ts'
import { flowOf } from '../../models/opinion/counts.ts'
import { opinionCounts, pledgedOpinions } from '../../models/opinion/queries.ts'
import { publicationOf } from '../../models/publication/queries.ts'
import { lastPublicDay, reportsOf } from '../../models/report/index.ts'
import { representativeFigures } from '../../models/representative/queries.ts'
import { seatsOf } from '../../models/scoringPlan/composition.ts'
import { planOfYear } from '../../models/scoringPlan/queries.ts'
import { planName } from '../../models/scoringPlan/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { isSigned, reconciliationOf } from '../../models/tally/queries.ts'
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
  'reports-published': async (campaign) => {
    const judged = campaign.groups.flatMap(({ departments }) => departments)
    const lastOn = lastPublicDay(campaign)
    const published = (await reportsOf(campaign.year)).filter(({ department, state }) => state === 'published' && judged.includes(department))
    const late = published.filter(({ publishedAt }) => lastOn !== null && publishedAt !== null && dayOf(publishedAt) > lastOn).length
    return {
      met: judged.length > 0 && published.length === judged.length && late === 0,
      text: `已公布 ${rateText(published.length, judged.length)}${late > 0 ? `，其中 ${countText(late)} 份公示不足十天` : ''}`,
      href: campaignPath(campaign.year, 'reports'),
    }
  },
  // before the unsealing nothing can add up yet: 有效 and 无效 are not known
  reconciled: async ({ year }) => {
    const strata = await reconciliationOf(year)
    const open = strata.filter(({ valid }) => valid === null).length
    const gaps = strata.flatMap(({ gaps: found, signed }) => found.map((gap) => isSigned(gap, signed)))
    const unsigned = gaps.filter((signed) => !signed).length
    return {
      met: strata.length > 0 && open === 0 && unsigned === 0,
      text: strata.length === 0 ? '还没有名册' : open > 0 ? '还没有启封计票'
        : `差额 ${countText(gaps.length)} 处，已签字说明 ${countText(gaps.length - unsigned)} 处`,
      href: campaignPath(year, 'tallies'),
    }
  },
  'opinions-settled': async ({ year }) => {
    const { received, waiting, undispatched, dispatched, answered } = flowOf(await opinionCounts(year))
    const pledged = await pledgedOpinions(year)
    return {
      met: received > 0 && waiting === 0 && undispatched === 0 && answered + pledged === dispatched,
      text: `已答复 ${rateText(answered, dispatched)}${pledged > 0 ? `，已挂账 ${countText(pledged)} 条` : ''}，待审和待分办 ${countText(waiting + undispatched)} 条`,
      href: campaignPath(year, 'opinions'),
    }
  },
  'results-published': async ({ year }) => {
    const found = await publicationOf(year)
    const text = found === null ? '还没有冻结' : found.publishedAt === null ? '已冻结，还没有公布' : `校验码 ${found.hash.slice(0, 16)}，已公布`
    return { met: found !== null && found.publishedAt !== null, text, href: campaignPath(year, 'publication') }
  },
  coverage: async (campaign) => {
    const { numerator, denominator } = coverageOf(await tasksOf(campaign))
    const met = denominator > 0 && numerator / denominator >= COVERAGE_NEEDED
    return { met, text: `走访覆盖 ${rateText(numerator, denominator)}`, href: `/coverage?period=${campaign.year}` }
  },
}

/** The tasks of the whole year and of both its halves. */
const tasksOf = ({ year }: StoredCampaign) => coverageRows({ period: { $in: [`${year}`, `${year}H1`, `${year}H2`] } })
