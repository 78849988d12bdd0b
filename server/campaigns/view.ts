import type { Campaign } from '../../models/campaign/index.ts'
import { CAMPAIGN_STATES, campaignStateAt, phaseAt, type CampaignPhase } from '../../models/campaign/phases.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { column, linkCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText, dayText, shortDayText } from '../lib/format.ts'
import type { Button, Empty, Fact, NextStep, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { SETUP_STEPS, type SetupStep } from './setup.ts'
import type { ConditionState } from './conditions.ts'
import { campaignLine } from './line.ts'
import { campaignPath, campaignTabs } from './tabs.ts'

export interface CampaignListPage { title: PageTitle, table: TableView | null, empty: Empty }

/** One exit condition as it stands: looked up, or ticked by a person who may take the tick back. */
export interface ConditionView {
  text: string
  state: string
  met: boolean
  href: string | null
  /** a tick by hand: where it is posted, null where the product looks it up or the user may not */
  tick: { action: string, key: string, button: string } | null
}

export interface PhaseView { name: string, days: string, current: boolean, conditions: ConditionView[] }

/** A step of the guided run: what was taken over, and the press that says it was looked through. */
export interface SetupView { text: string, taken: string, href: string, state: string, button: Button | null }

export interface CampaignPage {
  title: PageTitle
  tabs: Tabs
  next: NextStep | null
  /** the guided run of a year that has not started */
  steps: SetupView[]
  phases: PhaseView[]
  facts: Fact[]
  materials: TableView | null
  noMaterials: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'campaigns/index': CampaignListPage, 'campaigns/show': CampaignPage }
}

export function campaignListPage(campaigns: readonly StoredCampaign[], actor: Actor, now: Date): CampaignListPage {
  const columns = [column('年度'), column('现在'), column('投票', { wide: true }), column('组', { number: true }), column('部门', { number: true }), column('会场', { number: true, wide: true })]
  const mayEdit = mayEver(actor, 'campaign.edit')
  return {
    title: {
      clauses: ['三民活动'], note: '向市民报告、听市民意见、请市民评议，一年一次',
      actions: mayEdit ? [linkButton('新建一年', '/campaigns/new', 'primary')] : [],
    },
    table: campaigns.length === 0 ? null : tableOf('三民活动', columns, campaigns.map((campaign) => [
      linkCell(campaign.title, campaignPath(campaign.year)), textCell(CAMPAIGN_STATES[campaignStateAt(campaign, now)]),
      textCell(windowText(campaign, dayOf(now))), numberCell(campaign.groups.length, campaignPath(campaign.year, 'groups')),
      numberCell(departmentCount(campaign), campaignPath(campaign.year, 'groups')), numberCell(campaign.venues.length, campaignPath(campaign.year, 'venues')),
    ])),
    empty: { what: '还没有三民活动。', next: mayEdit ? '新建一年，会按模板填好阶段、日期和结束条件。' : '评议组新建以后，这里能看到每一年。', link: null },
  }
}

/** What the overview is made of beside the campaign. */
export interface CampaignSurroundings {
  actor: Actor
  now: Date
  conditions: ReadonlyMap<string, ConditionState>
  next: NextStep | null
  facts: Fact[]
}

export function campaignPage(campaign: StoredCampaign, { actor, now, conditions, next, facts }: CampaignSurroundings): CampaignPage {
  const today = dayOf(now)
  const mayEdit = mayEver(actor, 'campaign.edit')
  const current = phaseAt(campaign, now)
  const columns = [column('材料'), column('发布'), column('链接', { wide: true })]
  return {
    title: {
      clauses: [campaign.title], note: campaignLine(campaign, now),
      actions: mayEdit ? [linkButton('改日期', `${campaignPath(campaign.year)}/dates`), linkButton('加培训材料', `${campaignPath(campaign.year)}/materials/new`)] : [],
    },
    tabs: campaignTabs(campaign.year, '', actor),
    next,
    steps: campaign.startedAt === null ? setupSteps(campaign, mayEdit, today) : [],
    phases: campaign.phases.map((phase) => phaseView(phase, { campaign, current, conditions, mayEdit, today })),
    facts,
    materials: campaign.materials.length === 0 ? null : tableOf('培训材料', columns, campaign.materials.map((each) => [
      linkCell(each.title, `${campaignPath(campaign.year)}/materials/${each.no}`), textCell(`${dateTimeText(each.publishedAt, today)} ${each.byName}`), textCell(each.link),
    ])),
    noMaterials: { what: '还没有给市民代表的培训材料。', next: '加上以后，代表从自己的链接阅读，读完点“已读”。', link: null },
  }
}

function setupSteps(campaign: StoredCampaign, mayEdit: boolean, today: CivilDay): SetupView[] {
  const { fromYear, checked } = campaign.setup
  const from = fromYear === null ? '按模板' : `沿用${fromYear}年`
  const taken: Record<SetupStep, string> = {
    dates: `${from}，${campaign.phases.length} 个阶段；投票${windowText(campaign, today)}`, groups: `${from}，${campaign.groups.length} 组 ${departmentCount(campaign)} 个部门`,
    venues: `${from}，${campaign.venues.length} 个会场，${campaign.sessions.length} 个场次`, plan: `${from}的权重和名额`,
    holders: campaign.holders.length === 0 ? '还没有' : campaign.holders.map(({ name }) => name).join('、'),
  }
  const places: Record<SetupStep, string> = { dates: 'dates', groups: 'groups', venues: 'venues', plan: 'plan', holders: 'ballots' }
  return (Object.keys(SETUP_STEPS) as SetupStep[]).map((step) => {
    const done = checked.find((each) => each.step === step)
    return {
      text: SETUP_STEPS[step], taken: taken[step], href: campaignPath(campaign.year, places[step]),
      state: done ? `${dateTimeText(done.at, today)} ${done.byName}看过` : '还没有看',
      button: mayEdit && !done ? postButton('看过了', `${campaignPath(campaign.year)}/setup`, { step }, 'link') : null,
    }
  })
}

interface PhaseAround {
  campaign: StoredCampaign
  current: CampaignPhase | null
  conditions: ReadonlyMap<string, ConditionState>
  mayEdit: boolean
  today: CivilDay
}

function phaseView(phase: CampaignPhase, { campaign, current, conditions, mayEdit, today }: PhaseAround): PhaseView {
  return {
    name: phase.name, days: `${dayText(phase.fromOn, today)}至${shortDayText(phase.toOn, today)}`, current: phase.key === current?.key,
    conditions: phase.exit.map(({ key, text, metAt, metByName }) => {
      const known = conditions.get(key)
      if (known) return { text, state: known.text, met: known.met, href: known.href, tick: null }
      const action = `${campaignPath(campaign.year)}/conditions`
      return {
        text, met: metAt !== null, href: null,
        state: metAt === null ? '等评议组确认' : `${dateTimeText(metAt, today)} ${metByName}确认`,
        tick: mayEdit ? { action, key, button: metAt === null ? '确认达到' : '撤回确认' } : null,
      }
    }),
  }
}

const departmentCount = ({ groups }: Campaign): number => groups.reduce((sum, { departments }) => sum + departments.length, 0)

/** `11月25日 09:00 至 11月27日 17:30`, or that it is not set. */
export const windowText = ({ window }: Pick<Campaign, 'window'>, today: CivilDay): string =>
  (window === null ? '还没有定' : `${dateTimeText(window.opensAt, today)} 至 ${dateTimeText(window.closesAt, today)}`)
