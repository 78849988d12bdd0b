import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { VENUE_KIND_WORDS, type VenueKind } from '../../models/campaign/index.ts'
import { compositionComplaints, seatsOf, type CompositionLine } from '../../models/scoringPlan/composition.ts'
import { planComplaints } from '../../models/scoringPlan/soundness.ts'
import { planName } from '../../models/scoringPlan/index.ts'
import type { StoredPlan } from '../../models/scoringPlan/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, linkCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText, rateText } from '../lib/format.ts'
import type { Button, Cell, Empty, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { campaignPath, campaignTabs, type CampaignSegment } from './tabs.ts'

/** A page of a campaign that shows tables: the plan, the groups, the venues. */
export interface CampaignPartPage {
  title: PageTitle
  tabs: Tabs
  complaints: string[]
  tables: { head: string, note: string | null, table: TableView | null, empty: Empty }[]
}

declare module '../lib/templates.ts' {
  interface Views { 'campaigns/part': CampaignPartPage }
}

interface Around { campaign: StoredCampaign, actor: Actor, now: Date, nameOf(department: string): string }

const titled = (
  segment: CampaignSegment, head: string, note: string | null, { campaign, actor }: Around, actions: Button[],
): Pick<CampaignPartPage, 'title' | 'tabs'> =>
  ({ title: { clauses: [head], note, actions: mayEver(actor, 'campaign.edit') ? actions : [] }, tabs: campaignTabs(campaign.year, segment, actor) })
const nothing = (what: string, next: string | null = null): Empty => ({ what, next, link: null })

export function groupsPage(around: Around): CampaignPartPage {
  const { campaign, nameOf } = around
  const path = campaignPath(campaign.year)
  const edit = [
    ...(campaign.startedAt === null ? [linkButton('改分组', `${path}/groups/edit`, 'primary')] : []), linkButton('改联席会议', `${path}/members/edit`),
  ]
  return {
    ...titled('groups', '分组', '名次只在组内排；一个部门只在一个组', around, edit), complaints: [],
    tables: [
      ...campaign.groups.map(({ no, name, departments }) => ({
        head: `第${no}组 ${name}`, note: `${departments.length} 个部门`,
        table: departments.length === 0 ? null : tableOf(name, [column('序号', { number: true }), column('部门')],
          departments.map((code, at) => [numberCell(at + 1), textCell(nameOf(code))])),
        empty: nothing('这一组还没有部门。'),
      })),
      {
        head: '联席会议', note: `${campaign.members.length} 个单位`, empty: nothing('还没有联席会议的单位。'),
        table: campaign.members.length === 0 ? null : tableOf('联席会议', [column('单位'), column('职责')], campaign.members.map(({ department, part }) =>
          [textCell(nameOf(department)), textCell(part === 'convenor' ? '召集' : '成员')])),
      },
    ],
  }
}

export function venuesPage(around: Around): CampaignPartPage {
  const { campaign, now } = around
  const today = dayOf(now)
  const groupName = (no: number) => `第${no}组 ${campaign.groups.find((group) => group.no === no)?.name ?? ''}`
  return {
    ...titled('venues', '会场和场次', null, around, [linkButton('改会场和场次', `${campaignPath(campaign.year)}/venues/edit`, 'primary')]), complaints: [],
    tables: [
      {
        head: '场次', note: null, empty: nothing('还没有安排场次。', '每组安排一个半天。'),
        table: campaign.sessions.length === 0 ? null : tableOf('场次', [column('组'), column('时间'), column('地点')], campaign.sessions.map(({ group, startsAt, place }) =>
          [textCell(groupName(group)), textCell(dateTimeText(startsAt, today)), textCell(place)])),
      },
      {
        head: '会场', note: null, empty: nothing('还没有会场。'),
        table: campaign.venues.length === 0 ? null : tableOf('会场', [column('会场'), column('类型'), column('地点')], campaign.venues.map(({ name, kind, place }) =>
          [textCell(name), textCell(VENUE_KIND_WORDS[kind]), textCell(place)])),
      },
    ],
  }
}

export function planPage(plans: readonly StoredPlan[], lines: readonly CompositionLine[], around: Around): CampaignPartPage {
  const { campaign, actor, now } = around
  const today = dayOf(now)
  const [latest] = plans
  const isDraft = latest?.frozenAt === null
  const path = campaignPath(campaign.year)
  const actions = [
    ...(lines.length > 0 ? [linkButton('导出构成表', `${path}/plan.xlsx`)] : []),
    ...(campaign.startedAt === null && latest ? [linkButton('启动活动', `${path}/start`, 'primary')] : []),
    ...(isDraft ? [linkButton('改构成表', `${path}/plan/edit`)] : [linkButton('新建一版', '/admin/scoring-plans/new')]),
  ]
  const columns = [column('方案'), column('状态'), column('校验码'), column('为什么有这一版')]
  const mayOpen = mayEver(actor, 'scoringPlan.read')
  return {
    ...titled('plan', '方案', campaign.scoringPlan ? `启动时是第 ${campaign.scoringPlan.version} 版，校验码 ${campaign.scoringPlan.hash}` : '启动时冻结，以后的修改都是新的一版', around, actions),
    complaints: latest && isDraft ? [...planComplaints(latest.weights, latest.period), ...compositionComplaints(lines, latest.weights)] : [],
    tables: [
      {
        head: '各版计分方案', note: null, empty: nothing('还没有计分方案。', '在计分方案里新建一版。'),
        table: plans.length === 0 ? null : tableOf('各版计分方案', columns, plans.map((plan) => [
          mayOpen ? linkCell(planName(plan), `/admin/scoring-plans/${String(plan._id)}`) : textCell(planName(plan)),
          textCell(plan.frozenAt === null ? '还没有冻结' : `${dateTimeText(plan.frozenAt, today)} 冻结`), textCell(plan.hash),
          textCell(plan.reason || (plan.version === 1 ? '首版' : '')),
        ])),
      },
      {
        head: '市民代表构成表', note: '每组的名额；每一类至少 10 人', empty: nothing('还没有构成表。'),
        table: lines.length === 0 ? null : compositionTable(lines, campaign),
      },
    ],
  }
}

/** `市南区`, where the kind of venue is clear. */
export const shortVenue = (kind: VenueKind, name: string): string => (kind === 'branch' ? name.replace(/分会场$/, '') : name)

/** 市民代表构成表: categories down, 主会场, each 分会场 and 网上 across. @source forms.md §7 */
function compositionTable(lines: readonly CompositionLine[], { venues, groups }: StoredCampaign): TableView {
  const all = lines.reduce((sum, line) => sum + seatsOf(line), 0)
  const countAt = (line: CompositionLine, code: string) => line.quotas.find(({ venue }) => venue === code)?.count ?? 0
  const columns = [
    column('类别'), ...venues.map(({ kind, name }) => column(shortVenue(kind, name), { number: true, wide: true })), column('每组', { number: true }), column('占比', { number: true }),
    column(`${groups.length} 组共`, { number: true }),
  ]
  const row = (label: Cell, counts: number[]): Cell[] => {
    const sum = counts.reduce((a, b) => a + b, 0)
    return [label, ...counts.map((count) => numberCell(count)), numberCell(sum), textCell(rateText(sum, all), { className: 'number' }), numberCell(sum * groups.length)]
  }
  return tableOf('市民代表构成表', columns, lines.map((line) => row(
    textCell(line.category, { small: `${line.venue}；从${line.pool.join('、')}抽取${line.related ? '，只抽相关的' : ''}` }), venues.map(({ code }) => countAt(line, code)),
  )), { total: row(textCell('合计'), venues.map(({ code }) => lines.reduce((sum, line) => sum + countAt(line, code), 0))) })
}
