import type { StoredKey } from '../../models/ballot/queries.ts'
import { fingerprintOf } from '../../models/ballot/index.ts'
import type { Stratum } from '../../models/ballot/stratum.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { meanOf, tallyOf as sortedOut } from '../../models/score/tally.ts'
import type { ScaleName } from '../../models/scoringPlan/scales.ts'
import { scaleOf } from '../../models/scoringPlan/scales.ts'
import type { PlanWeights } from '../../models/scoringPlan/weights.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { displayText } from '../../models/shared/rational.ts'
import { DIFFERENCE_KINDS, type TallyRow } from '../../models/tally/index.ts'
import { isSigned, type StratumReconciled } from '../../models/tally/queries.ts'
import type { Gap } from '../../models/tally/reconciliation.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, figureCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText } from '../lib/format.ts'
import type { Cell, Empty, PageTitle, TableView, Tabs } from '../lib/parts.ts'

/** A 计票表: one venue and category of one group. */
export interface TallySheet { title: string, note: string, table: TableView | null, hidden: string | null }

export interface TalliesPage {
  title: PageTitle
  tabs: Tabs
  groups: Tabs | null
  sheets: TallySheet[]
  signatures: string[]
  proof: string | null
  xlsxHref: string | null
  empty: Empty
}

export interface GapView {
  text: string
  signed: string | null
  form: { action: string, fields: { name: string, value: string }[], id: string, error: string | null, reason: string } | null
}

export interface ReconciliationPage {
  title: PageTitle
  tabs: Tabs
  table: TableView | null
  gaps: GapView[]
  note: string
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'tallies/index': TalliesPage, 'tallies/reconciliation': ReconciliationPage }
}

/** With fewer valid ballots a sheet would tell how somebody voted. @source security.md V6 */
const FEWEST_SHOWN = 5
export const talliesPath = (year: number, segment = ''): string => campaignPath(year, `tallies${segment === '' ? '' : `/${segment}`}`)

export interface Tallies {
  campaign: StoredCampaign
  key: StoredKey | null
  group: number
  rows: readonly TallyRow[]
  reconciled: readonly StratumReconciled[]
  weights: PlanWeights
  departmentName: (code: string) => string
  /** 校验码 of the unsealed marks, counted again just now */
  recount: string
  actor: Actor
  now: Date
}

export function talliesPage(asked: Tallies): TalliesPage {
  const { campaign, key, group, actor, now } = asked
  const { year } = campaign
  const unsealed = key?.unsealed ?? null
  return {
    title: {
      clauses: [`${year}年计票`], note: unsealed === null ? null : `${dateTimeText(unsealed.at, dayOf(now))} 启封`,
      actions: [
        ...(mayEver(actor, 'tally.enter') ? [linkButton('纸票录入', talliesPath(year, 'paper'))] : []),
        linkButton('发出和收回核对', talliesPath(year, 'reconciliation')),
      ],
    },
    tabs: campaignTabs(year, 'tallies', actor),
    groups: unsealed === null ? null : {
      label: '组', tabs: campaign.groups.map(({ no, name }) =>
        ({ text: name, count: null, href: `${talliesPath(year)}?group=${no}`, current: no === group, tone: '' as const })),
    },
    sheets: unsealed === null ? [] : sheetsOf(asked),
    signatures: ['计票人', '监票人', '总监票人', '时间'],
    proof: unsealed === null || !key?.publicKey ? null
      : `公钥指纹 ${fingerprintOf(key.publicKey)}；校验码 ${unsealed.hash}；${asked.recount === unsealed.hash ? '按启封的票重新点数，校验码一致' : '按启封的票重新点数，校验码不一致，请立即报告'}。`,
    xlsxHref: unsealed === null ? null : `${talliesPath(year)}.xlsx`,
    empty: { what: '选票还没有启封，没有任何结果。', next: '投票截止后由两位保管人当场启封，计票表才会出现。', link: null },
  }
}

/** The sheets of one group, in the plan's order of venues and categories. */
export function sheetsOf({ campaign, group, rows, reconciled, weights, departmentName }: Tallies): TallySheet[] {
  const departments = campaign.groups.find(({ no }) => no === group)?.departments ?? []
  const name = campaign.groups.find(({ no }) => no === group)?.name ?? ''
  return weights.venues.flatMap((venue) => venue.categories.flatMap((category): TallySheet[] => {
    const at: Stratum = { campaign: campaign.year, group, venue: venue.name, category: category.name }
    const own = rows.filter((row) => isAt(row, at))
    const figures = reconciled.find((row) => isAt(row, at)) ?? null
    if (own.length === 0 && figures === null) return []
    const title = `${name}　${venue.name}　${category.name}`
    const note = `会场权重 ${venue.weight}，类别权重 ${category.weight}`
    if ((figures?.valid ?? 0) < FEWEST_SHOWN) {
      return [{ title, note, table: null, hidden: `有效票不足 ${FEWEST_SHOWN} 张，不显示，不计分。` }]
    }
    return [{ title, note, hidden: null, table: sheetTable(title, departments, own, figures, weights.scale, departmentName) }]
  }))
}

function sheetTable(
  title: string, departments: readonly string[], rows: readonly TallyRow[], figures: StratumReconciled | null, scale: ScaleName,
  departmentName: (code: string) => string,
): TableView {
  const { options } = scaleOf(scale)
  const number = (text: string, wide = false) => column(text, { number: true, wide })
  const columns = [
    column('部门'), number('发出', true), number('收回', true), number('有效', true), number('无效', true),
    ...options.map((option) => number(option)), number('弃权'), number('作废', true), number('类别得分'),
  ]
  return tableOf(title, columns, departments.map((code) => {
    const own = rows.filter(({ department }) => department === code)
    const counts = options.map((option) => own.reduce((sum, { marks }) => sum + (marks[option] ?? 0), 0))
    const total = (of: (row: TallyRow) => number) => own.reduce((sum, row) => sum + of(row), 0)
    const mean = meanOf(sortedOut(scale, counts))
    return [
      textCell(departmentName(code)), ...headFigures(figures), ...counts.map((each) => numberCell(each)),
      numberCell(total(({ abstained }) => abstained)), numberCell(total((row) => row.void)),
      figureCell(mean === null ? '—' : displayText(mean)),
    ]
  }))
}

const headFigures = (figures: StratumReconciled | null): Cell[] =>
  [figures?.issued, figures?.returned, figures?.valid, figures?.invalid].map((each) => numberCell(each ?? 0))

const isAt = (row: Stratum, at: Stratum): boolean =>
  row.group === at.group && row.venue === at.venue && row.category === at.category

export interface Reconciliation {
  campaign: StoredCampaign
  rows: readonly StratumReconciled[]
  closed: boolean
  actor: Actor
  refused: { key: string, error: string, reason: string } | null
  now: Date
}

/** Names a gap in a form and in an address. */
export const gapKey = (stratum: Stratum, { kind, place }: Pick<Gap, 'kind' | 'place'>): string =>
  JSON.stringify([stratum.group, stratum.venue, stratum.category, place, kind])

export function reconciliationPage({ campaign, rows, closed, actor, refused, now }: Reconciliation): ReconciliationPage {
  const { year } = campaign
  const groups = new Map(campaign.groups.map(({ no, name }) => [no, name]))
  const places = new Map(campaign.venues.map(({ code, name }) => [code, name]))
  const columns = [
    column('组'), column('会场'), column('类别'), ...['发出', '收回', '未收回', '作废换发', '有效', '无效'].map((text) => column(text, { number: true })),
    column('核对'),
  ]
  const totals = (of: (row: StratumReconciled) => number | null) => rows.reduce((sum, row) => sum + (of(row) ?? 0), 0)
  return {
    title: {
      clauses: ['发出和收回核对'], note: '发出 = 收回 + 未收回 + 作废换发；收回 = 有效 + 无效', actions: [],
    },
    tabs: campaignTabs(year, 'tallies', actor),
    table: !closed || rows.length === 0 ? null : tableOf('发出和收回核对', columns, rows.map((row) => [
      textCell(groups.get(row.group) ?? ''), textCell(row.venue), textCell(row.category), numberCell(row.issued), numberCell(row.returned),
      numberCell(row.notReturned), numberCell(row.reissued), countCell(row.valid), countCell(row.invalid),
      textCell(row.gaps.length === 0 ? '相符' : `差额 ${row.gaps.length} 处`, row.gaps.length === 0 ? {} : { tone: 'over' }),
    ]), {
      total: [
        textCell('合计'), textCell(' '), textCell(' '), numberCell(totals(({ issued }) => issued)), numberCell(totals(({ returned }) => returned)),
        numberCell(totals((row) => row.notReturned)), numberCell(totals((row) => row.reissued)),
        countCell(rows.some(({ valid }) => valid === null) ? null : totals(({ valid }) => valid)),
        countCell(rows.some(({ invalid }) => invalid === null) ? null : totals(({ invalid }) => invalid)), textCell(' '),
      ],
    }),
    gaps: closed ? rows.flatMap((row) => row.gaps.map((gap) => gapView({ campaign, actor, now, refused }, row, gap, groups, places))) : [],
    note: '差额逐处写明原因、签字，随结果公布；有差额的组，得分旁注明“有差额”。',
    empty: closed
      ? { what: '还没有名册，没有可以核对的。', next: null, link: null }
      : { what: '投票还没有截止。', next: '截止以后逐会场、逐类别核对，投票期间不显示随票变动的数字。', link: null },
  }
}

function gapView(
  { campaign, actor, now, refused }: Pick<Reconciliation, 'campaign' | 'actor' | 'now' | 'refused'>, row: StratumReconciled, gap: Gap,
  groups: ReadonlyMap<number, string>, places: ReadonlyMap<string, string>,
): GapView {
  const signature = row.signed.find((each) => isSigned(gap, [each]))
  const place = gap.place === null ? row.venue : (places.get(gap.place) ?? gap.place)
  const key = gapKey(row, gap)
  const own = refused?.key === key ? refused : null
  return {
    text: `${groups.get(row.group) ?? ''}　${place}　${row.category}：${DIFFERENCE_KINDS[gap.kind]}相差 ${gap.number} 张`,
    signed: signature ? `${signature.reason}（${signature.signedByName} ${dateTimeText(signature.signedAt, dayOf(now))}签字）` : null,
    form: signature || !mayEver(actor, 'tally.sign') ? null : {
      action: talliesPath(campaign.year, 'reconciliation'), id: `f-reason-${row.group}-${gap.kind}-${gap.place ?? 'box'}-${row.category}`,
      fields: [{ name: 'gap', value: key }, { name: 'number', value: String(gap.number) }],
      error: own?.error ?? null, reason: own?.reason ?? '',
    },
  }
}

const countCell = (count: number | null): Cell => (count === null ? textCell('启封后') : numberCell(count))
