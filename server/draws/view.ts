import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { DRAW_STATES, type Replacement } from '../../models/draw/index.ts'
import type { PublicDraw } from '../../models/draw/queries.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import type { Body } from '../http/body.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { countText, dateTimeText, dayText } from '../lib/format.ts'
import type { ConfirmPage, ErrorSummary, Fact, NextStep, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import type { PoolPreview } from './actions.ts'

/** A form of the next act of a draw. */
export interface DrawForm { head: string, note: string, action: string, fields: FieldView[], button: string, isPrimary: boolean }

export interface DrawPage {
  errors: ErrorSummary | null
  title: PageTitle
  tabs: Tabs
  next: NextStep | null
  lacks: string[]
  facts: Fact[]
  forms: DrawForm[]
  table: TableView | null
  replacements: TableView | null
}

declare module '../lib/templates.ts' {
  interface Views { 'draws/show': DrawPage, 'draws/freezing': { confirm: ConfirmPage, lacks: string[] } }
}

export interface DrawSurroundings {
  campaign: StoredCampaign
  actor: Actor
  now: Date
  /** null for those who may not draw, and once the pool is frozen */
  preview: PoolPreview | null
  values: Body
  errors: Record<string, string>
}

export const drawPath = (year: number): string => campaignPath(year, 'draw')
export const publicDrawPath = (year: number): string => `/public/draw/${year}`

export function drawPage(draw: PublicDraw | null, around: DrawSurroundings): DrawPage {
  const { campaign, actor, now, preview, errors } = around
  const today = dayOf(now)
  const mayRun = mayEver(actor, 'draw.run')
  return {
    errors: errorSummaryOf(errors),
    title: {
      clauses: ['抽取市民代表'], note: '推荐库、承诺值、公开号码都先公布，人人都能重算',
      actions: [
        ...(draw === null ? [] : [linkButton('看公示页', publicDrawPath(campaign.year))]),
        ...(draw === null && mayRun && campaign.startedAt !== null ? [linkButton('冻结推荐库', `${drawPath(campaign.year)}/freezing`, 'primary')] : []),
      ],
    },
    tabs: campaignTabs(campaign.year, 'draw', actor),
    next: nextStep(draw, around),
    lacks: preview?.lacks ?? [],
    facts: draw === null ? poolFacts(preview) : drawFacts(draw, today),
    forms: mayRun && draw !== null ? formsFor(draw, around) : [],
    table: draw?.state === 'drawn' ? placesTable(draw, campaign, mayEver(actor, 'representative.read')) : null,
    replacements: draw === null || draw.replacements.length === 0 ? null : replacementTable(draw.replacements, today),
  }
}

const fact = (term: string, text: string, small: string | null = null): Fact => ({ term, text, href: null, small, action: null })

const poolFacts = (preview: PoolPreview | null): Fact[] => (preview === null ? [] : [
  fact('审核通过的候选人', `${countText(preview.candidates)} 人`, preview.pending > 0 ? `另有 ${countText(preview.pending)} 人等待审核，冻结以后不能再进库` : null),
  fact('构成表', `${countText(preview.strata.length)} 层，共 ${countText(preview.strata.reduce((sum, { quota }) => sum + quota, 0))} 个名额`),
])

/** What of a draw is public, in the order in which it became known. */
export function drawFacts(draw: PublicDraw, today: CivilDay): Fact[] {
  const { state, beaconOn, publicNumber, seed, secret, drawnAt } = draw
  return [
    fact('现在', DRAW_STATES[state]),
    fact('推荐库', `${countText(draw.pool.length)} 人，${dateTimeText(draw.frozenAt, today)} 冻结`, `SHA-256 ${draw.poolHash}`),
    fact('方案', `第 ${draw.plan.version} 版，校验码 ${draw.plan.hash}`),
    fact('承诺值', draw.commitment, '秘密值的 SHA-256，先于公开号码公布'),
    fact('公开号码', publicNumber ?? '还没有', beaconOn === null ? '还没有预告' : `${draw.beaconSource}，${dayText(beaconOn, today)}`),
    ...(seed === null || drawnAt === null ? [] : [
      fact('秘密值', secret ?? '', '抽取以后公布'), fact('种子', seed, '秘密值和公开号码合起来的 SHA-256'), fact('抽取', dateTimeText(drawnAt, today)),
    ]),
  ]
}

function nextStep(draw: PublicDraw | null, { campaign, now, preview }: DrawSurroundings): NextStep | null {
  const today = dayOf(now)
  const step = (text: string, small: string | null, when: string): NextStep =>
    ({ who: { text: '评议组', small: null, tone: '' }, what: { text, small, tone: '' }, when: { text: when, small: null, tone: '' }, buttons: [], note: null })
  const end = campaign.phases.find(({ key }) => key === 'P2')?.toOn
  const by = end === undefined ? '投票以前' : dayText(end, today)
  if (draw === null) {
    if (campaign.startedAt === null) return step('先启动活动', '计分方案和构成表冻结以后，才能冻结推荐库', by)
    return step('冻结推荐库', preview && preview.pending > 0 ? `还有 ${countText(preview.pending)} 人没有审核` : '审核结束以后冻结，给每人一个编号', by)
  }
  if (draw.state === 'frozen') return step('预告公开号码', '定下用哪一天的哪个公开号码，那天要在今天以后', by)
  if (draw.state === 'announced' && draw.beaconOn !== null) return step('填公开号码并抽取', `${draw.beaconSource}`, `${dayText(draw.beaconOn, today)}以后`)
  return null
}

function formsFor(draw: PublicDraw, { campaign, values, errors }: DrawSurroundings): DrawForm[] {
  const path = drawPath(campaign.year)
  const field = fieldsOf(values, errors)
  const voiding: DrawForm = {
    head: '作废这次冻结', note: '编号收回，推荐库重新打开；作废的次数和原因在公示页公布。', action: `${path}/voiding`, button: '作废', isPrimary: false,
    fields: [field.text('reason', '作废的原因', { maxLength: 200, hint: '如：主会场专家缺 4 人，补充推荐后重新冻结' })],
  }
  if (draw.state === 'frozen') {
    return [{
      head: '预告公开号码', note: '预告以后不能改。号码要由大家都看得到、谁都左右不了的开奖产生。', action: `${path}/beacon`, button: '预告', isPrimary: true,
      fields: [
        field.text('source', '公开号码的来源', { maxLength: 60, hint: '如：福彩双色球第 2026031 期开奖号码' }), field.date('on', '开奖的日期', { hint: '要在今天以后' }),
      ],
    }, voiding]
  }
  if (draw.state === 'announced') {
    return [{
      head: '抽取', note: '按公布的写法照抄号码。抽取以后不能重来。', action: `${path}/drawing`, button: '抽取', isPrimary: true,
      fields: [field.text('publicNumber', '公开号码', { maxLength: 100, hint: '如：双色球2026031期 03 09 14 21 27 32+06' })],
    }, voiding]
  }
  return []
}

/** How many were drawn: categories down, groups across. Each figure opens its people for those who may see them. */
function placesTable(draw: PublicDraw, { year, groups }: StoredCampaign, opens: boolean): TableView {
  const lines = [...new Set(draw.strata.map(({ name }) => name.split('/').slice(0, 2).join('/')))]
  const count = (line: string, group: number) => draw.results.filter(({ name, round }) => round === group && name.startsWith(`${line}/`))
    .reduce((sum, { quota, missing }) => sum + quota - missing, 0)
  const columns = [column('会场和类别'), ...groups.map(({ no, name }) => column(`第${no}组 ${name}`, { number: true })), column('合计', { number: true })]
  const people = (group = 0) => `${campaignPath(year, 'representatives')}?tab=drawn&group=${group}`
  const rowOf = (label: string, counts: number[]) => [
    textCell(label), ...counts.map((each, at) => numberCell(each, opens ? people(groups[at]?.no) : null)),
    numberCell(counts.reduce((a, b) => a + b, 0)),
  ]
  const rows = lines.map((line) => rowOf(line.replace('/', '，'), groups.map(({ no }) => count(line, no))))
  const totals = groups.map(({ no }) => lines.reduce((sum, line) => sum + count(line, no), 0))
  return tableOf('抽中的人数', columns, rows, { total: rowOf('合计', totals) })
}

export const replacementTable = (replacements: readonly Replacement[], today: CivilDay): TableView => tableOf(
  '递补', [column('时间'), column('层'), column('退出'), column('递补'), column('原因')],
  replacements.map(({ at, round, stratum, out, in: next, reason }) => [
    textCell(dateTimeText(at, today)), textCell(`第${round}组 ${stratum}`), textCell(out), textCell(next ?? '没有候选人，空缺'), textCell(reason),
  ]),
)

/** Before the pool is frozen: what that means, and what a trial says. */
export const freezingPage = (campaign: StoredCampaign, preview: PoolPreview): { confirm: ConfirmPage, lacks: string[] } => ({
  lacks: preview.lacks,
  confirm: {
    title: '冻结推荐库',
    paragraphs: [
      `审核通过的 ${countText(preview.candidates)} 人各得一个编号；推荐库和它的校验码、承诺值立即公布，只有编号，没有姓名和电话。`,
      ...(preview.pending > 0 ? [`还有 ${countText(preview.pending)} 人没有审核，冻结以后不能再进库。`] : []),
      '冻结以后，导入、报名、审核都停止。抽取以前可以作废重来，作废的原因会公布。',
    ],
    button: { text: '冻结推荐库', kind: 'primary', href: null, post: `${drawPath(campaign.year)}/freezing`, fields: [] },
    cancel: { text: '先不冻结', href: drawPath(campaign.year) },
  },
})
