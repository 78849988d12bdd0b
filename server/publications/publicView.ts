import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { Department } from '../../models/department/index.ts'
import type { OpinionFlow } from '../../models/opinion/counts.ts'
import type { AreaTable } from '../../models/publication/areas.ts'
import type { FrozenRow } from '../../models/publication/frozen.ts'
import type { StoredPublication } from '../../models/publication/queries.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { add, displayText, divide, fraction, parseRational, ZERO } from '../../models/shared/rational.ts'
import type { StratumReconciled } from '../../models/tally/queries.ts'
import { column, figureCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import type { TableView } from '../lib/parts.ts'
import { AREAS_NOTE, AREAS_TITLE, areasTable } from './areasView.ts'
import { figure, rateOf } from './figures.ts'

export interface StartPage {
  lead: string
  acts: { text: string, href: string, note: string }[]
  groups: { name: string, departments: { text: string, href: string }[] }[]
  results: { text: string, href: string }[]
}

export interface PublicResultsPage {
  heading: string
  lead: string
  tables: { title: string, note: string | null, table: TableView }[]
  hash: string
}

declare module '../lib/templates.ts' {
  interface Views { 'publications/start': StartPage, 'publications/results': PublicResultsPage }
}

/** Where citizens begin: what they can do, the departments, the results so far. */
export function startPage(
  campaign: StoredCampaign | null, departments: readonly Department[], years: readonly StoredPublication[], line: string,
): StartPage {
  const byCode = new Map(departments.map((department) => [department._id, department]))
  return {
    lead: line,
    acts: [
      { text: '提意见建议', href: '/public/opinions/new', note: '实名或匿名都可以，提交后凭查询码看办理情况' },
      { text: '看意见和答复', href: '/public/opinions', note: '公开的意见、答复和整改' },
      ...(campaign === null ? [] : [{ text: '核对市民代表抽取', href: `/public/draw/${campaign.year}`, note: '输入本人编号，自己重算抽取结果' }]),
      { text: '举报违反评议纪律', href: '/public/discipline/new', note: '只有纪律监督人员看得到是谁反映的' },
    ],
    groups: (campaign?.groups ?? []).map(({ name, departments: codes }) => ({
      name,
      departments: codes.flatMap((code) => byCode.get(code) ?? []).map(({ _id, name: text }) => ({ text, href: `/public/departments/${_id}` })),
    })).filter(({ departments: shown }) => shown.length > 0),
    results: years.map(({ _id }) => ({ text: `${_id}年评议结果`, href: `/public/results/${_id}` })),
  }
}

interface Around {
  campaign: StoredCampaign
  publication: StoredPublication
  departments: ReadonlyMap<string, Department>
  flow: OpinionFlow
  rectifications: { all: number, done: number }
  reconciled: readonly StratumReconciled[]
  areas: AreaTable | null
  today: CivilDay
}

/** The published results of a year: the tables that are switched on, and no others. */
export function publicResultsPage({ campaign, publication, departments, flow, rectifications, reconciled, areas, today }: Around): PublicResultsPage {
  const { rows, tables } = publication
  const number = (text: string) => column(text, { number: true })
  const inGroup = (no: number) => rows.filter(({ group }) => group === no)
  const nameOf = (code: string) => departments.get(code)?.name ?? code
  const all: Record<StoredPublication['tables'][number], () => PublicResultsPage['tables']> = {
    opinions: () => [{
      title: '意见建议', note: '收到 = 待审 + 合并 + 无效 + 有效', table: tableOf('意见建议', ['收到', '合并', '无效', '有效', '分办', '已答复'].map(number), [
        [flow.received, flow.merged, flow.invalid, flow.valid, flow.dispatched, flow.answered].map((count) => numberCell(count)),
      ]),
    }],
    rectifications: () => [{
      title: '整改', note: null,
      table: tableOf('整改', [number('列入整改'), number('已销号')], [[numberCell(rectifications.all), numberCell(rectifications.done)]]),
    }],
    areas: () => {
      const table = areas === null ? null : areasTable(areas)
      return table === null ? [] : [{ title: AREAS_TITLE, note: AREAS_NOTE, table }]
    },
    groupMeans: () => [{
      title: '各组平均', note: '各组不可相互比较：评议的市民代表不同',
      table: tableOf('各组平均', [column('组别'), number('部门'), number('社会评价平均'), number('满意率'), number('不了解率')], campaign.groups.map(({ no, name }) => {
        const own = inGroup(no)
        const sum = (key: 'valid' | 'unknown' | 'broad') => own.reduce((total, row) => total + row[key], 0)
        return [
          textCell(name), numberCell(own.length), figureCell(meanOf(own)), figureCell(rateOf(sum('broad'), sum('valid'))),
          figureCell(rateOf(sum('unknown'), sum('valid') + sum('unknown'))),
        ]
      })),
    }],
    reconciliation: () => [{
      title: '选票的发出和收回', note: '发出 = 收回 + 未收回 + 作废换发',
      table: tableOf('选票', [column('组别'), number('发出'), number('收回'), number('未收回'), number('作废换发'), column('差额')], campaign.groups.map(({ no, name }) => {
        const own = reconciled.filter(({ group }) => group === no)
        const sum = (key: 'issued' | 'returned' | 'notReturned' | 'reissued') => own.reduce((total, row) => total + row[key], 0)
        const reasons = own.flatMap(({ signed }) => signed.map(({ number: size, reason }) => `差 ${size} 张：${reason}`))
        return [
          textCell(name), numberCell(sum('issued')), numberCell(sum('returned')), numberCell(sum('notReturned')), numberCell(sum('reissued')),
          textCell(reasons.join('；') || '相符'),
        ]
      })),
    }],
    departments: () => campaign.groups.map(({ no, name }) => ({
      title: `${name}：各部门的满意率`, note: '按部门顺序，不是名次',
      table: tableOf(name, [column('部门'), number('满意率（宽）'), number('满意率（窄）'), number('有效票'), number('不了解率')], inGroup(no).map((row) => [
        textCell(nameOf(row.department)), figureCell(rateOf(row.broad, row.valid)), figureCell(rateOf(row.narrow, row.valid)), figureCell(countText(row.valid)),
        figureCell(rateOf(row.unknown, row.valid + row.unknown)),
      ])),
    })),
    ranking: () => campaign.groups.map(({ no, name }) => ({
      title: `${name}：得分和名次`, note: '只在组内排名',
      table: tableOf(name, [number('名次'), column('部门'), number('社会评价'), column('备注')], inGroup(no).toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity)).map((row) => [
        figureCell(row.rank === null ? '—' : String(row.rank)), textCell(nameOf(row.department)), figureCell(figure(row.E)), textCell(row.hasGap ? '有差额' : ''),
      ])),
    })),
  }
  return {
    heading: `${campaign.year}年评议结果`,
    lead: `${dateTimeText(publication.publishedAt ?? publication.frozenAt, today)}公布。`,
    tables: tables.flatMap((name) => all[name]()),
    hash: publication.hash,
  }
}

function meanOf(rows: readonly FrozenRow[]): string {
  const values = rows.flatMap(({ E }) => (E === null ? [] : [parseRational(E)]))
  return values.length === 0 ? '—' : displayText(divide(values.reduce(add, ZERO), fraction(values.length)))
}
