import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { Department } from '../../models/department/index.ts'
import type { FrozenRow } from '../../models/publication/frozen.ts'
import { PUBLIC_TABLES, PUBLIC_TABLE_NAMES } from '../../models/publication/index.ts'
import type { StoredPublication } from '../../models/publication/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { column, figureCell, linkCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import { dateTimeText } from '../lib/format.ts'
import type { Button, Fact, PageTitle, SectionHead, TableView, Tabs } from '../lib/parts.ts'
import { AREAS_NOTE } from './areasView.ts'
import { figure, rateOf } from './figures.ts'

export interface PublicationPage {
  title: PageTitle
  tabs: Tabs
  lead: string
  missing: string[]
  facts: Fact[]
  /** switches of what citizens see; null before the freezing or for who may not */
  switches: { action: string, field: FieldView } | null
  groups: { head: SectionHead, table: TableView }[]
  areas: { head: SectionHead, note: string, table: TableView } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'publications/show': PublicationPage }
}

export const publicationPath = (year: number, segment = ''): string => campaignPath(year, `publication${segment === '' ? '' : `/${segment}`}`)

interface Context {
  campaign: StoredCampaign
  publication: StoredPublication | null
  rows: readonly FrozenRow[]
  /** what the recount of the frozen results gave just now */
  recount: string | null
  /** how each venue and category judged; null before the freezing */
  areas: TableView | null
  missing: string[]
  departments: ReadonlyMap<string, Department>
  actor: Actor
  now: Date
}

/** Freezing, recount, switches and the ranking of a year, for the office. */
export function publicationPage({ campaign, publication, rows, recount, areas, missing, departments, actor, now }: Context): PublicationPage {
  const { year } = campaign
  const today = dayOf(now)
  const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact => ({ term, text, href: null, small: null, action: null, ...more })
  const frozen = publication === null ? [] : [
    fact('冻结', `${dateTimeText(publication.frozenAt, today)}，${publication.frozenByName}`),
    fact('校验码', publication.hash, { small: recount === publication.hash ? '刚才由计票和计数重算，一致' : '刚才重算，不一致，请停止公布并核查' }),
    fact('计分方案', `第 ${publication.plan.version} 版`, { small: publication.plan.hash === null ? null : `校验码 ${publication.plan.hash}` }),
    fact('公布', publication.publishedAt === null ? '还没有公布' : `${dateTimeText(publication.publishedAt, today)}，${publication.publishedByName}`, {
      href: publication.publishedAt === null ? null : `/public/results/${year}`,
    }),
  ]
  return {
    title: { clauses: [`${year}年结果公布`], note: null, actions: actionsOf(publication, missing, actor, year) },
    tabs: campaignTabs(year, 'publication', actor),
    lead: leadOf(publication), missing: publication === null ? missing : [], facts: frozen,
    switches: publication === null || !mayEver(actor, 'publication.publish') ? null : {
      action: publicationPath(year, 'tables'),
      field: fieldsOf({}, {}).checks('tables', '市民可以看到', PUBLIC_TABLE_NAMES.map((name) => ({ value: name, text: PUBLIC_TABLES[name].text })), { value: publication.tables }),
    },
    groups: campaign.groups.map(({ no, name }) => ({
      head: { title: name, note: '只在组内排名', link: null },
      table: rankingTable(year, name, rows.filter(({ group }) => group === no), departments),
    })).filter(({ table }) => table.rows.length > 0),
    areas: areas && { head: { title: areas.caption, note: null, link: null }, note: AREAS_NOTE, table: areas },
  }
}

function actionsOf(publication: StoredPublication | null, missing: readonly string[], actor: Actor, year: number): Button[] {
  if (publication === null) return mayEver(actor, 'publication.freeze') && missing.length === 0 ? [linkButton('冻结得分', publicationPath(year, 'freezing'), 'primary')] : []
  return [
    ...(publication.publishedAt === null && mayEver(actor, 'publication.publish') ? [postButton('公布结果', publicationPath(year), {}, 'primary')] : []),
    linkButton('导出得分排名表', `${publicationPath(year)}.xlsx`),
  ]
}

function leadOf(publication: StoredPublication | null): string {
  if (publication === null) return '得分先冻结，再公布。冻结以后不再计算，校验码随结果公布，任何人都能核对。'
  return publication.publishedAt === null ? '得分已经冻结。请先定好市民看得到哪些表，再公布。' : '结果已经公布。公开哪些表可以随时调整，每次都留痕。'
}

function rankingTable(year: number, name: string, rows: readonly FrozenRow[], departments: ReadonlyMap<string, Department>): TableView {
  const number = (text: string, wide = false) => column(text, { number: true, wide })
  const columns = [
    number('名次'), column('部门'), number('社会评价 E'), number('评议得分 B'), number('日常得分 R'), number('折合', true), number('满意率（宽）', true),
    number('满意率（窄）', true), number('有效票', true), number('不了解率', true), column('评优资格'), column('备注', { wide: true }),
  ]
  const sorted = rows.toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity))
  return tableOf(`${name}得分排名`, columns, sorted.map((row) => [
    figureCell(row.rank === null ? '—' : String(row.rank)),
    linkCell(departments.get(row.department)?.name ?? row.department, `/campaigns/${year}/scores/${row.department}?n=${row.n}`),
    figureCell(figure(row.E)), figureCell(figure(row.B)), figureCell(figure(row.R)), figureCell(figure(row.points)),
    figureCell(rateOf(row.broad, row.valid)), figureCell(rateOf(row.narrow, row.valid)), numberCell(row.valid),
    figureCell(rateOf(row.unknown, row.valid + row.unknown)), textCell(row.lostAwardBy === null ? '有' : '取消'), textCell(row.hasGap ? '有差额' : ''),
  ]))
}
