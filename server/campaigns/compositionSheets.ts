import { VENUE_KIND_WORDS, type Campaign } from '../../models/campaign/index.ts'
import { seatsOf, type CompositionLine } from '../../models/scoringPlan/composition.ts'
import type { Column } from '../lib/columns.ts'
import type { MeetingSheet } from '../lib/meetingWorkbook.ts'
import { shortVenue } from './partsView.ts'

/** How many representatives of one category each venue gets, or got. */
export interface MakeUpRow {
  /** `第1组 经济建设`; '' where a row stands for every group alike */
  group: string
  venue: string
  category: string
  /** `从社区居民抽取` */
  origin: string
  /** by code of the campaign's venue */
  at: ReadonlyMap<string, number>
  /** seats of the plan */
  seats: number
  /** everybody on the sheet, for the share */
  all: number
}

type Table = Pick<MeetingSheet<MakeUpRow>, 'name' | 'title' | 'columns' | 'rows' | 'totals' | 'notes' | 'empty' | 'frozen' | 'check'>
type Col = Column<MakeUpRow>

const text = (header: string, width: number, value: (row: MakeUpRow) => string): Col => ({ header, width, type: 'text', value })
const sumOf = ({ at }: MakeUpRow): number => [...at.values()].reduce((a, b) => a + b, 0)
const originOf = ({ pool, related }: CompositionLine): string => `从${pool.join('、')}抽取${related ? '，只抽相关的' : ''}`

/** A column for each venue, and their sum as a formula. */
function venueColumns({ venues }: Campaign): Col[] {
  const sum = venues.map((_, at) => `{v${at}}`).join('+') || '0'
  return [
    ...venues.map(({ kind, name, code }, at): Col => ({
      header: shortVenue(kind, name), width: 7, type: 'number', key: `v${at}`, total: 'sum', value: (row) => row.at.get(code) ?? 0,
    })),
    { header: '合计', width: 8, type: 'number', key: 'sum', total: 'formula', formula: sum, value: sumOf },
  ]
}

const shareColumn: Col = { header: '占比', width: 8, type: 'rate', value: (row) => (row.all === 0 ? null : sumOf(row) / row.all) }

/** The row that the sums must come to. */
function totalsOf(rows: readonly MakeUpRow[]): MakeUpRow {
  const at = new Map<string, number>()
  for (const row of rows) for (const [code, count] of row.at) at.set(code, (at.get(code) ?? 0) + count)
  return { group: '', venue: '', category: '', origin: '', at, seats: rows.reduce((sum, { seats }) => sum + seats, 0), all: rows[0]?.all ?? 0 }
}

/** What the plan wants in each group: categories down, 主会场, each 分会场, 网上 across. @source forms.md §7 市民代表构成表 */
export function compositionTable(campaign: Campaign, lines: readonly CompositionLine[], plan: string): Table {
  const groups = campaign.groups.length
  const all = lines.reduce((sum, line) => sum + seatsOf(line), 0)
  const rows = lines.map((line): MakeUpRow => ({
    group: '', venue: line.venue, category: line.category, origin: originOf(line), seats: seatsOf(line), all,
    at: new Map(line.quotas.map(({ venue, count }) => [venue, count])),
  }))
  return {
    name: '构成表', title: `${campaign.year}年三民活动市民代表构成表`, rows, totals: totalsOf(rows), empty: '还没有构成表', frozen: 2,
    columns: [
      text('会场', 9, ({ venue }) => venue), text('类别', 20, ({ category }) => category), ...venueColumns(campaign), shareColumn,
      { header: `${groups} 组共`, width: 9, type: 'number', total: 'formula', formula: `{sum}*${groups}`, value: (row) => sumOf(row) * groups },
      text('产生办法', 34, ({ origin }) => origin),
    ],
    notes: [`表内是每一组的名额，${groups} 组相同；一人只参加一个组。${plan}。`, '产生办法：推荐库冻结、校验码和承诺值先公布，再用公开号码逐层抽取，人人可以重算。'],
  }
}

const UNBALANCED = '核对：不平，有抽中的人不在构成表的会场或类别里'

/** A count of drawn representatives. */
export interface DrawnCell { group: number, venue: string, category: string, count: number }

/** Who takes the seats: every group and category with its venues, against the plan, with a check in the sheet. */
export function makeUpTable(campaign: Campaign, lines: readonly CompositionLine[], drawn: readonly DrawnCell[]): Table {
  const all = drawn.reduce((sum, { count }) => sum + count, 0)
  const rows = campaign.groups.flatMap(({ no, name }) => lines.map((line): MakeUpRow => {
    const codes = new Set(campaign.venues.filter(({ kind }) => VENUE_KIND_WORDS[kind] === line.venue).map(({ code }) => code))
    const own = drawn.filter(({ group, category, venue }) => group === no && category === line.category && codes.has(venue))
    return {
      group: `第${no}组 ${name}`, venue: line.venue, category: line.category, origin: originOf(line), seats: seatsOf(line), all,
      at: new Map(own.map(({ venue, count }) => [venue, count])),
    }
  }))
  const totals = totalsOf(rows)
  const seats = lines.reduce((sum, line) => sum + seatsOf(line), 0) * campaign.groups.length
  const balanced = sumOf(totals) === all && totals.seats === seats
  return {
    name: '抽中的代表', title: `${campaign.year}年三民活动抽中市民代表构成表`, rows: all === 0 ? [] : rows, totals, empty: '还没有抽取', frozen: 3,
    columns: [
      text('组别', 18, ({ group }) => group), text('会场', 9, ({ venue }) => venue), text('类别', 20, ({ category }) => category), ...venueColumns(campaign), shareColumn,
      { header: '名额', width: 8, type: 'number', key: 'seats', total: 'sum', value: ({ seats }) => seats },
      { header: '空缺', width: 7, type: 'number', total: 'formula', formula: '{seats}-{sum}', value: (row) => row.seats - sumOf(row) },
    ],
    check: {
      formula: `IF(AND({seats}=${seats},{sum}=${all}),"核对：名额 "&{seats}&" ＝抽中 "&{sum}&" ＋空缺 "&({seats}-{sum})&"，平衡","${UNBALANCED}")`,
      result: balanced ? `核对：名额 ${seats} ＝抽中 ${all} ＋空缺 ${seats - all}，平衡` : UNBALANCED,
    },
    notes: ['抽中的人数含递补，不含退出的；空缺是名额里没有人的。'],
  }
}
