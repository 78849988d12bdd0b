import { CAMPAIGN_STATES, campaignStateAt, phaseAt } from '../../models/campaign/phases.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { representativeFigures, type RepresentativeFigures } from '../../models/representative/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { countText, dateTimeText, dayText, rateText } from '../lib/format.ts'
import type { Fact, NextStep } from '../lib/parts.ts'
import { CONDITION_CHECKS, type ConditionState } from './conditions.ts'
import { campaignPath } from './tabs.ts'
import { windowText, type CampaignSurroundings } from './view.ts'

/** Looks up what the overview shows: conditions, the next step, figures. */
export async function overviewOf(
  campaign: StoredCampaign, actor: Actor, now: Date, reached: (href: string | null) => string | null,
): Promise<CampaignSurroundings> {
  const keys = campaign.phases.flatMap(({ exit }) => exit.map(({ key }) => key)).filter((key) => key in CONDITION_CHECKS)
  const figures = await representativeFigures(campaign.year)
  const found = await Promise.all(keys.map(async (key) => [key, await CONDITION_CHECKS[key]?.(campaign, now)] as const))
  const conditions = new Map(found.flatMap(([key, state]) => (state ? [[key, { ...state, href: reached(state.href) }] as const] : [])))
  const facts = factsOf(campaign, figures, actor, now).map((fact) => ({ ...fact, href: reached(fact.href) }))
  return { actor, now, conditions, next: nextStepOf(campaign, conditions, now), facts }
}

/** Whose turn it is: the first condition of the present phase that is not met. Null when the year is over. */
function nextStepOf(campaign: StoredCampaign, conditions: ReadonlyMap<string, ConditionState>, now: Date): NextStep | null {
  const today = dayOf(now)
  const state = campaignStateAt(campaign, now)
  if (state === 'published') return null
  if (state === 'voting' && campaign.window) {
    return {
      who: { text: '市民代表', small: '凭会场发的链接投票', tone: '' }, what: { text: '投票', small: windowText(campaign, today), tone: '' },
      when: { text: dateTimeText(campaign.window.closesAt, today), small: '到时自动截止', tone: '' }, buttons: [], note: null,
    }
  }
  const phase = phaseAt(campaign, now) ?? campaign.phases[0] ?? null
  const open = campaign.phases.filter(({ fromOn }) => phase !== null && fromOn <= phase.fromOn).flatMap((each) => each.exit.map((exit) => ({ ...exit, phase: each })))
    .find(({ key, metAt }) => !(conditions.get(key)?.met ?? metAt !== null))
  if (open === undefined) return null
  const late = open.phase.toOn < today
  return {
    who: { text: '评议组', small: CAMPAIGN_STATES[state], tone: '' },
    what: { text: open.text, small: conditions.get(open.key)?.text ?? null, tone: '' },
    when: { text: dayText(open.phase.toOn, today), small: late ? '已过这一阶段的止日' : `“${open.phase.name}”的止日`, tone: late ? 'over' : '' },
    buttons: [], note: null,
  }
}

function factsOf(campaign: StoredCampaign, { pool, passed, pending, drawn, trained, informed }: RepresentativeFigures, actor: Actor, now: Date): Fact[] {
  // the list is hidden from the departments that are judged; who may see it goes on from the figure
  const unread = mayEver(actor, 'representative.read') ? `${campaignPath(campaign.year, 'representatives')}?tab=drawn&read=no` : null
  const today = dayOf(now)
  const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact => ({ term, text, href: null, small: null, action: null, ...more })
  const departments = campaign.groups.reduce((sum, group) => sum + group.departments.length, 0)
  return [
    fact('投票', windowText(campaign, today)),
    fact('分组', `${campaign.groups.length} 组 ${departments} 个部门`, { href: campaignPath(campaign.year, 'groups') }),
    fact('会场', `${campaign.venues.length} 个`, { href: campaignPath(campaign.year, 'venues') }),
    fact('推荐库', `${countText(pool)} 人`, { small: `审核通过 ${countText(passed)} 人，待审核 ${countText(pending)} 人`, href: campaignPath(campaign.year, 'draw') }),
    fact('市民代表', `${countText(drawn)} 人`, { href: campaignPath(campaign.year, 'draw') }),
    fact('投票前的阅读', `述职报告已读 ${rateText(informed, drawn)}`, {
      small: `须知和培训材料已读 ${rateText(trained, drawn)}`, href: unread,
    }),
    fact('联席会议', `${campaign.members.length} 个单位`, { href: campaignPath(campaign.year, 'groups') }),
    fact('启动', campaign.startedAt === null ? '还没有启动' : `${dateTimeText(campaign.startedAt, today)} ${campaign.startedByName}`, {
      small: campaign.scoringPlan === null ? null : `计分方案第 ${campaign.scoringPlan.version} 版，校验码 ${campaign.scoringPlan.hash}`,
    }),
  ]
}
