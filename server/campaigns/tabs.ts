import type { Act } from '../../models/user/permissions.ts'
import { mayEver } from '../../models/user/permissions.ts'
import type { Actor } from '../../models/user/actor.ts'
import type { Tabs } from '../lib/parts.ts'

/** The pages under a year's campaign, in the order of its course. A new page adds its line: segment, word, who may open it. */
export const CAMPAIGN_TABS = [
  ['', '概况', 'campaign.read'],
  ['plan', '方案', 'scoringPlan.read'],
  ['groups', '分组', 'campaign.read'],
  ['venues', '会场', 'campaign.read'],
  ['representatives', '市民代表', 'representative.read'],
  ['draw', '抽取', 'campaign.read'],
  ['reports', '述职', 'report.read'],
  ['ballots', '选票', 'ballot.read'],
  ['ballots/comments', '票上意见', 'ballotComment.read'],
  ['tallies', '计票', 'tally.read'],
  ['opinions', '意见建议', 'opinion.read'],
  ['rectifications', '整改', 'rectification.read'],
  ['scores', '得分', 'score.read'],
  ['objections', '异议', 'objection.read'],
  ['publication', '公布', 'publication.read'],
  ['provincial', '省满意度', 'provincialResult.read'],
  ['discipline', '纪律', 'disciplineCase.readDecided'],
] as const satisfies readonly (readonly [segment: string, label: string, act: Act])[]

export type CampaignSegment = (typeof CAMPAIGN_TABS)[number][0]

/** `/campaigns/2026`, `/campaigns/2026/draw` */
export const campaignPath = (year: number, segment = ''): string => `/campaigns/${year}${segment === '' ? '' : `/${segment}`}`

/** The row of tabs on each page of a campaign; what the user may not open is not shown. */
export const campaignTabs = (year: number, current: CampaignSegment, actor: Actor): Tabs => ({
  label: `${year}年三民活动`,
  tabs: CAMPAIGN_TABS.filter(([, , act]) => mayEver(actor, act)).map(([segment, text]) =>
    ({ text, count: null, href: campaignPath(year, segment), current: segment === current, tone: '' as const })),
})

/** The way back on pages below a tab. */
export const campaignCrumbs = (year: number, segment: CampaignSegment, last: string | null = null) => {
  const tab = CAMPAIGN_TABS.find((each) => each[0] === segment)
  return [
    { text: `${year}年三民活动`, href: campaignPath(year) },
    { text: tab?.[1] ?? '', href: last === null ? null : campaignPath(year, segment) },
    ...(last === null ? [] : [{ text: last, href: null }]),
  ]
}
