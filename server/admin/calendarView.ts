import type { HolidayYear } from '../../models/holiday/index.ts'
import type { CountedYear } from '../../models/holiday/queries.ts'
import { addDays, dayOf, daysInMonth, weekdayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { factsOf, isWorkingDay, type CalendarYear, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { countText, dateTimeText, shortDayText, dayText } from '../lib/format.ts'
import type { ErrorSummary, Fact, PageTitle, TableView } from '../lib/parts.ts'
import type { Effect } from './recounting.ts'

export interface CalendarPage {
  heading: PageTitle
  alarm: string | null
  years: { text: string, href: string, current: boolean }[]
  facts: Fact[]
  months: Month[]
}

interface Month { name: string, working: string, weeks: { days: DayCell[] }[] }
interface DayCell { date: string, kind: 'none' | 'work' | 'rest' | 'off' | 'makeup' | 'today', mark: string, label: string }

export interface CalendarFormPage {
  errors: ErrorSummary | null
  heading: PageTitle
  fields: FieldView[]
  year: string
}

export interface CalendarPreview {
  heading: PageTitle
  facts: Fact[]
  unread: string[]
  months: Month[]
  table: TableView | null
  more: string | null
  hidden: { name: string, value: string }[]
  button: string
  changedSince: boolean
  action: string
  back: string
}

declare module '../lib/templates.ts' {
  interface Views { 'admin/calendar': CalendarPage, 'admin/calendarForm': CalendarFormPage, 'admin/calendarPreview': CalendarPreview }
}

export const PATH = '/admin/calendar'
/** From this day on the next year's notice is out, as a rule. @source DESIGN.md §5 Time */
const ASKED_FROM = '11-15'
const SHOWN_MOVES = 500

/** The year that is missing and should be there by now; null while there is nothing to ask for. */
export function missingYear(calendar: Pick<WorkingCalendar, 'years'>, today: CivilDay): number | null {
  const year = Number(today.slice(0, 4))
  if (!calendar.years.has(year)) return year
  return today.slice(5) >= ASKED_FROM && !calendar.years.has(year + 1) ? year + 1 : null
}

export const missingWords = (year: number): string => `${year} 年的节假日安排还没有载入，到期日跨进这一年的诉求都是暂定的，红牌以上先不发。请按国务院办公厅的通知载入。`

/** A year at a glance. */
export function calendarPage(year: number, calendar: WorkingCalendar, known: CountedYear | null, { now, mayEdit }: { now: Date, mayEdit: boolean }): CalendarPage {
  const today = dayOf(now)
  const missing = missingYear(calendar, today)
  const fact = (term: string, text: string, href: string | null = null): Fact => ({ term, text, href, small: null, action: null })
  const loaded = known && 'loadedAt' in known ? (known as HolidayYear) : null
  const nextYear = missing ?? year
  return {
    heading: {
      clauses: [`${year} 年工作日历`], note: calendar.years.has(year) ? null : '暂定：只按周一至周五和固定节日推算，载入通知后重算',
      actions: mayEdit
        ? [linkButton(missing ? `载入 ${missing} 年` : `修改 ${year} 年`, `${PATH}/${nextYear}/edit`, 'primary'), postButton('重算在办期限', `${PATH}/recount`)]
        : [],
    },
    alarm: missing ? missingWords(missing) : null,
    years: [...new Set([...calendar.years, Number(today.slice(0, 4)) + 1])].sort().map((each) => ({ text: `${each} 年`, href: `${PATH}?year=${each}`, current: each === year })),
    facts: [
      fact('全年工作日', `${countText(workingDays(year, calendar))} 天`),
      ...(known ? [fact('依据', `${known.source.title}（${known.source.number}，${known.source.publishedOn}）`, known.source.url || null)] : []),
      ...(loaded ? [fact('载入', `${loaded.loadedByName}，${dateTimeText(loaded.loadedAt, today)}`)] : known ? [fact('载入', '随系统提供')] : []),
    ],
    months: monthsOf(year, calendar, today),
  }
}

const workingDays = (year: number, calendar: WorkingCalendar): number => daysOf(year).filter((day) => isWorkingDay(day, calendar)).length
const daysOf = (year: number): CivilDay[] =>
  Array.from({ length: 12 }, (_, month) => monthDays(year, month + 1)).flat()
const monthDays = (year: number, month: number): CivilDay[] =>
  Array.from({ length: daysInMonth(year, month) }, (_, n) => addDays(`${year}-${String(month).padStart(2, '0')}-01`, n))

function monthsOf(year: number, calendar: WorkingCalendar, today: CivilDay): Month[] {
  return Array.from({ length: 12 }, (_, index) => {
    const days = monthDays(year, index + 1)
    const before = weekdayOf(days[0] ?? '') - 1
    const cells = [...Array.from({ length: before }, () => EMPTY), ...days.map((day) => dayCell(day, calendar, today))]
    while (cells.length % 7 > 0) cells.push(EMPTY)
    const weeks = Array.from({ length: cells.length / 7 }, (_, week) => ({ days: cells.slice(week * 7, week * 7 + 7) }))
    return { name: `${index + 1} 月`, working: `${days.filter((day) => isWorkingDay(day, calendar)).length} 个工作日`, weeks }
  })
}

const EMPTY: DayCell = { date: '', kind: 'none', mark: '', label: '' }

function dayCell(day: CivilDay, calendar: WorkingCalendar, today: CivilDay): DayCell {
  const facts = factsOf(day, calendar)
  const kind = calendar.makeUp.has(day) ? 'makeup' : facts.working ? (day === today ? 'today' : 'work') : facts.reason === '周末' ? 'rest' : 'off'
  const mark = kind === 'makeup' ? '班' : kind === 'off' ? '休' : ''
  return { date: String(Number(day.slice(8))), kind, mark, label: `${dayText(day, day)}${facts.reason ? `，${facts.reason}` : ''}` }
}

/** The form for a year: the notice as text or as a small table. */
export function calendarForm(year: number, values: Body, errors: Record<string, string>): CalendarFormPage {
  const field = fieldsOf(values, errors)
  return {
    errors: errorSummaryOf(errors), year: String(year),
    heading: { clauses: [`载入 ${year} 年的节假日安排`], note: '先看会改动哪些期限，再确认', actions: [] },
    fields: [
      field.textarea('notice', '通知正文', {
        rows: 12, maxLength: 5000, hint: `把通知里“一、元旦……七、国庆节”几行原样粘贴进来；也可以一行一段，如 ${year}-01-01 至 ${year}-01-03 元旦，${year}-01-09 上班`,
      }),
      field.text('title', '通知标题', { maxLength: 200, value: `国务院办公厅关于${year}年部分节假日安排的通知` }),
      field.text('number', '文号', { maxLength: 60, hint: '如 国办发明电〔2025〕7号' }), field.date('publishedOn', '发布日期'),
      field.text('url', '网址', { maxLength: 300, optional: true, inputMode: 'url' }),
    ],
  }
}

/** The year as understood, and every deadline that would move. */
export function calendarPreview(
  given: CalendarYear, unread: readonly string[], effect: Effect, calendar: WorkingCalendar, names: ReadonlyMap<string, { shortName: string }>,
  { now, hidden, changedSince }: { now: Date, hidden: { name: string, value: string }[], changedSince: boolean },
): CalendarPreview {
  const path = `${PATH}/${given.year}`
  const today = dayOf(now)
  const fact = (term: string, text: string): Fact => ({ term, text, href: null, small: null, action: null })
  const shown = effect.moves.slice(0, SHOWN_MOVES)
  return {
    heading: { clauses: [`${given.year} 年：载入前看一遍`], note: null, actions: [] }, changedSince,
    facts: [
      fact('放假', `${given.off.length} 天：${spansText(given.off)}`), fact('调休上班', given.makeUp.length === 0 ? '没有' : given.makeUp.map((day) => dayText(day, `${given.year}-01-01`)).join('、')),
      fact('全年工作日', `${workingDays(given.year, calendar)} 天`),
      fact('期限会变的', `${countText(effect.moves.length)} 件（看了在办和挂账的 ${countText(effect.looked)} 件）`), fact('不再暂定、日期不变的', `${countText(effect.settled)} 件`),
    ],
    unread: [...unread], months: monthsOf(given.year, calendar, today),
    table: shown.length === 0 ? null : tableOf('期限会变的诉求', [column('编号'), column('诉求', { wide: true }), column('牵头单位'), column('现在到期'), column('改为')], shown.map((move) => [
      linkCell(move.no, `/issues/${move.no}`), textCell(move.title), textCell(move.department ? (names.get(move.department)?.shortName ?? move.department) : null),
      textCell(shortDayText(move.from, today)), textCell(shortDayText(move.to, today), { tone: move.to < move.from ? 'near' : '' }),
    ])),
    more: effect.moves.length > SHOWN_MOVES ? `还有 ${countText(effect.moves.length - SHOWN_MOVES)} 件没有列出。` : null,
    action: path, back: `${path}/edit`, hidden, button: effect.moves.length > 0 ? `载入 ${given.year} 年，改 ${countText(effect.moves.length)} 件的期限` : `载入 ${given.year} 年`,
  }
}

/** `元旦 1月1日至3日` … from single days. */
function spansText(off: CalendarYear['off']): string {
  const spans: { name: string, from: CivilDay, to: CivilDay }[] = []
  for (const { day, name } of off) {
    const last = spans.at(-1)
    if (last && last.name === name && addDays(last.to, 1) === day) last.to = day
    else spans.push({ name, from: day, to: day })
  }
  return spans.map(({ name, from, to }) => `${name} ${shortDayText(from, from)}${from === to ? '' : `至${shortDayText(to, from)}`}`).join('，')
}
