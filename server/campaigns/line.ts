import type { Campaign } from '../../models/campaign/index.ts'
import { CAMPAIGN_STATES, campaignStateAt, phaseAt } from '../../models/campaign/phases.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { dateTimeText, shortDayText } from '../lib/format.ts'

/** Where a campaign stands, in the words of the top bar: `2026年三民活动：投票中，到11月27日 17:30`. */
export function campaignLine(campaign: Pick<Campaign, 'year' | 'phases' | 'window' | 'startedAt' | 'objectionUntilOn' | 'publishedAt'>, now: Date): string {
  const today = dayOf(now)
  const state = campaignStateAt(campaign, now)
  const phase = phaseAt(campaign, now)
  const words = state === 'running' && phase !== null ? phase.name : CAMPAIGN_STATES[state]
  const until = state === 'voting' && campaign.window ? dateTimeText(campaign.window.closesAt, today)
    : state === 'objection' && campaign.objectionUntilOn !== null ? shortDayText(campaign.objectionUntilOn, today)
    : state === 'running' && phase !== null && phase.toOn >= today ? shortDayText(phase.toOn, today) : null
  return `${campaign.year}年三民活动：${words}${until === null ? '' : `，到${until}`}`
}
