import { PROMISES_AHEAD_DAYS } from '../../models/dashboard/ahead.ts'
import { sentenceOf, trendSentence } from '../../models/dashboard/sentence.ts'
import { remainingAt } from '../../models/shared/workingCalendar.ts'
import { weekSoFar, weeksBefore } from '../../models/snapshot/weeks.ts'
import { periodWords } from '../../models/visitTask/period.ts'
import { column, dayCell, tableOf, textCell } from '../lib/cells.ts'
import { flowChart, type FlowChart } from '../lib/chart.ts'
import {
  clausesOf, countText, dateTimeText, dayText, ratioText, restText, restTone, shortDayText,
} from '../lib/format.ts'
import { listHref } from '../lib/listAddress.ts'
import type { Empty, SectionHead, TableView, Tone } from '../lib/parts.ts'
import { exceptionRows, type ExceptionRow } from './exceptionRows.ts'
import { WEEKS_SHOWN, type Figures } from './figures.ts'
import { matrixView, total, type MatrixView } from './matrix.ts'
import { nameOf, type Surroundings } from './surroundings.ts'

/** The leader's page, and the same page for one department. */
export interface DashboardPage {
  momentText: string
  /** Figures lead to their rows; other pieces are cut after punctuation, so that a phone breaks there. */
  sentence: { text: string, href: string | null, tone: Tone, clauses: string[] }[]
  trend: string
  unvisited: { before: string, count: string, href: string, after: string } | null
  exceptionsHead: SectionHead
  exceptions: ExceptionRow[]
  noExceptions: Empty
  matrix: MatrixView | null
  noMatrix: Empty
  chartHead: SectionHead
  chart: FlowChart | null
  noChart: Empty
  promisesHead: SectionHead
  promises: TableView | null
  noPromises: Empty
  leadersHead: SectionHead
  leaders: LeaderRow[]
  leadersTotal: { unvisited: string, href: string, ratio: string } | null
  noLeaders: Empty
}

export interface LeaderRow {
  name: string, own: boolean, unvisited: string, href: string, done: number, of: number, ratio: string
}

declare module '../lib/templates.ts' {
  interface Views { 'dashboards/show': DashboardPage }
}

export function dashboardPage(figures: Figures, around: Surroundings): DashboardPage {
  const { today, at, exceptions, promises, promisesOf, visits } = figures
  const listOf = (tab: string) => listHref('/issues', { tab, department: around.only ?? undefined })
  const sums = total(figures.rows)
  const overdueBy = figures.rows.filter(row => row.overdue > 0 && row.department !== null)
    .map(row => ({ name: nameOf(row.department, around), count: row.overdue }))
  const hrefs = { handling: listOf('open'), overdue: listOf('overdue') }
  return {
    momentText: `${dayText(today, today)}${dateTimeText(at, today).slice(-5)}`,
    sentence: sentenceOf({
      handling: sums.handling, overdue: sums.overdue, overdueBy: around.only === null ? overdueBy : [],
    })
      .map(({ text, figure }) => ({
        ...brokenAfterCommas(figure === null ? text : '', text), href: figure && hrefs[figure],
        tone: figure === 'overdue' ? 'over' : '',
      })),
    trend: trendOf(figures) + stocksBeside(sums),
    unvisited: around.only === null ? unvisitedOf(figures, around.leader) : null,
    exceptionsHead: {
      title: around.only === null ? `请您过问的 ${exceptions.length} 件` : `最要紧的 ${exceptions.length} 件`,
      note: '按超期天数、是否无人认领、企业规模排序',
      link: sums.overdue === 0 ? null : { text: `全部 ${countText(sums.overdue)} 件超期`, href: hrefs.overdue },
    },
    exceptions: exceptionRows(figures, around),
    noExceptions: { what: '没有需要过问的诉求。', next: '没有超期的，也没有无人认领的。', link: null },
    matrix: figures.rows.length === 0 ? null : matrixView(figures, around),
    noMatrix: { what: '没有在办的诉求。', next: null, link: null },
    ...trendChart(figures),
    promisesHead: {
      title: '到期的承诺',
      note: [
        `挂账 ${countText(sums.pledged)} 件`, `${PROMISES_AHEAD_DAYS} 天内到期 ${countText(promisesOf.near)} 件`,
        `已过期 ${countText(promisesOf.past)} 件`,
      ].join('，'),
      link: { text: '承诺台账', href: listHref('/promises', { department: around.only ?? undefined }) },
    },
    promises: promises.length === 0 ? null : promisesTable(figures, around),
    noPromises: { what: `${PROMISES_AHEAD_DAYS} 天内没有到期的承诺。`, next: null, link: null },
    leadersHead: { title: '还没走访的重点企业', note: `${periodWords(visits.period)}，经对象确认才算走访`, link: null },
    ...leaderRows(figures, around),
    noLeaders: { what: `${periodWords(visits.period)}还没有走访任务。`, next: '办公室下达任务后在这里显示。', link: null },
  }
}

/** The words after a figure as pieces; what leads up to a figure, and the figure itself, stay one text. */
function brokenAfterCommas(words: string, whole: string): { text: string, clauses: string[] } {
  const [, comma = '', rest = ''] = /^(，)(.+)$/.exec(words) ?? []
  return comma === '' ? { text: whole, clauses: [] } : { text: comma, clauses: clausesOf(rest) }
}

function stocksBeside(sums: ReturnType<typeof total>): string {
  return sums.overduePledged === 0 ? '' : `超期里有 ${countText(sums.overduePledged)} 件是挂账的承诺。`
}

function trendOf({ today, frozen }: Figures): string {
  const ends = weeksBefore(today, WEEKS_SHOWN, frozen).flatMap(week => week.handling ?? [])
  return trendSentence({ weekEnds: ends, thisWeek: weekSoFar(today, frozen) })
}

function unvisitedOf({ visits }: Figures, leader: string | null): DashboardPage['unvisited'] {
  if (visits.total.denominator === 0) return null
  const own = visits.leaders.find(each => leader !== null && String(each.leader) === leader)
  const mine = own ? `，您联系的占 ${countText(own.coverage.open)} 家` : ''
  return {
    before: `${countText(visits.total.denominator)} 家重点企业里，${periodWords(visits.period).slice(5)}还有 `,
    count: `${countText(visits.total.open)} 家`,
    href: unvisitedHref(visits.period, undefined), after: `没有走访${mine}。`,
  }
}

const unvisitedHref = (period: string, leader: string | undefined) =>
  listHref('/visit-tasks', { tab: 'department', period, type: 'enterprise', standing: 'open', leader })

function trendChart({ today, frozen }: Figures): Pick<DashboardPage, 'chart' | 'chartHead' | 'noChart'> {
  const weeks = weeksBefore(today, WEEKS_SHOWN, frozen)
  const known = weeks.filter(week => week.handling !== null)
  const last = known.at(-1)
  return {
    chartHead: { title: '十二周', note: last ? '周一至周日为一周' : null, link: null },
    chart: known.length < 2 ? null : flowChart(
      weeks.map(week => ({
        label: shortDayText(week.mondayOn, today), stock: week.handling, inflow: week.received, outflow: week.closed,
        note: null,
      })),
      { label: '十二周的在办、新收和销号', stock: '在办', inflow: '新收', outflow: '销号' },
    ),
    noChart: { what: '还画不出走势。', next: '每晚记一次数，满两周后在这里显示。', link: null },
  }
}

function promisesTable({ promises, today, calendar, at }: Figures, around: Surroundings): TableView {
  const rows = promises.map(promise => {
    const rest = {
      workingDays: promise.dueOn === null ? 0 : remainingAt(at, promise.dueOn, calendar),
      passed: promise.dueAt !== null && promise.dueAt < at,
    }
    const words = textCell(
      promise.promise?.publicText || promise.promise?.text || promise.title, { href: `/issues/${promise.no}` },
    )
    return [
      dayCell(promise.dueOn === null ? '—' : dayText(promise.dueOn, today), '', promise.provisional ? '暂定' : null),
      dayCell(restText(rest), restTone(rest) === 'calm' ? '' : restTone(rest) as Tone),
      words, textCell(nameOf(promise.leadDepartment, around)),
    ]
  })
  return tableOf(
    '到期的承诺', [column('到期', { wide: true }), column('剩余'), column('承诺'), column('部门', { wide: true })], rows,
  )
}

function leaderRows({ visits }: Figures, around: Surroundings): Pick<DashboardPage, 'leaders' | 'leadersTotal'> {
  return {
    leaders: visits.leaders.map(({ leader, name, coverage }) => ({
      name: String(leader) === around.leader ? `${name}（您）` : name, own: String(leader) === around.leader,
      unvisited: countText(coverage.open),
      href: unvisitedHref(visits.period, leader === null ? 'none' : String(leader)),
      done: coverage.numerator, of: Math.max(1, coverage.denominator),
      ratio: ratioText(coverage.numerator, coverage.denominator),
    })),
    leadersTotal: visits.leaders.length === 0 ? null : {
      unvisited: countText(visits.total.open), href: unvisitedHref(visits.period, undefined),
      ratio: ratioText(visits.total.numerator, visits.total.denominator),
    },
  }
}
