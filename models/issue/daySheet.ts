import { addDays, daysBetween, dayOf, weekStart, type CivilDay } from '../shared/calendarDay.ts'
import { factsOf, workingDayOf, type WorkingCalendar } from '../shared/workingCalendar.ts'
import { isSpent, stoppedStretches, type ClockFacts, type StoppedStretch } from './clock.ts'

export type DayKind = 'before' | 'start' | 'counted' | 'off' | 'paused' | 'over' | 'after'

/** One day of the sheet. */
export interface SheetDay {
  on: CivilDay
  kind: DayKind
  /** which counted day it is, or which day over; null when it does not count */
  ordinal: number | null
  /** 周末, 国庆节, 调休上班 …; '' for a plain working day */
  reason: string
  working: boolean
  provisional: boolean
  isDue: boolean
  isToday: boolean
}

/** One line of the sum that is taken away: why, how many days, and on which spans. */
export interface Subtrahend {
  reason: string
  days: number
  spans: { fromOn: CivilDay; toOn: CivilDay }[]
  /** days off inside a stop, which are taken away with it */
  offDays: number
}

/**
 * Why a deadline lies where it lies, day by day: calendar days from the day after 交办 to the due day, less each holiday,
 * the weekends and the stops, leave the counted working days.
 */
export interface DaySheet {
  weeks: SheetDay[][]
  fromOn: CivilDay
  dueOn: CivilDay
  calendarDays: number
  minus: Subtrahend[]
  /** weekend days inside the span that work and therefore are not taken away */
  makeUpDays: CivilDay[]
  counted: number
  stretches: StoppedStretch[]
}

const PAUSED = '暂停'
const OVER = '停前已超期'

/** The sheet of a due version at a moment; weeks run Monday to Sunday and reach to today when that is later. */
export function daySheet(facts: ClockFacts, now: Date, calendar: WorkingCalendar): DaySheet {
  const seenAt = facts.settledAt ?? now
  const today = dayOf(now)
  const stretches = stoppedStretches(facts.pauses, seenAt, calendar)
  const lastOn = [facts.dueOn, dayOf(seenAt)].reduce((one, other) => (one > other ? one : other))
  const overUntil = workingDayOf(seenAt, calendar).day
  const sheetDays: SheetDay[] = []
  const span: SheetDay[] = []
  let [ordinal, over] = [0, 0]
  for (let on = weekStart(facts.startOn); on <= addDays(weekStart(lastOn), 6); on = addDays(on, 1)) {
    const { working, reason, provisional } = factsOf(on, calendar)
    const kind = kindOf(on, working)
    if (kind === 'counted') ordinal += 1
    if (kind === 'over') over += 1
    const sheetDay: SheetDay = {
      on, kind, reason, working, provisional, isDue: on === facts.dueOn, isToday: on === today,
      ordinal: kind === 'counted' ? ordinal : kind === 'over' ? over : null,
    }
    sheetDays.push(sheetDay)
    if (on > facts.startOn && on <= facts.dueOn) span.push(sheetDay)
  }
  return {
    weeks: Array.from({ length: sheetDays.length / 7 }, (_, week) => sheetDays.slice(week * 7, week * 7 + 7)),
    fromOn: addDays(facts.startOn, 1),
    dueOn: facts.dueOn,
    calendarDays: daysBetween(facts.startOn, facts.dueOn),
    minus: subtrahends(span),
    makeUpDays: span.filter(({ kind, reason }) => kind === 'counted' && reason !== '').map(({ on }) => on),
    counted: ordinal,
    stretches,
  }

  function kindOf(on: CivilDay, working: boolean): DayKind {
    if (on < facts.startOn) return 'before'
    if (on === facts.startOn) return 'start'
    if (stretches.some(({ fromOn, toOn }) => fromOn <= on && on <= toOn)) return 'paused'
    if (!working) return on > lastOn ? 'after' : 'off'
    if (on <= facts.dueOn) return isSpent(facts, ordinal + 1) ? 'over' : 'counted'
    return on <= overUntil ? 'over' : 'after'
  }
}

/** What is taken away: holidays in the order of the calendar, then weekends, then stops. */
function subtrahends(span: readonly SheetDay[]): Subtrahend[] {
  const taken = new Map<string, Subtrahend>()
  for (const day of span) {
    if (day.kind === 'counted') continue
    const reason = day.kind === 'paused' ? PAUSED : day.kind === 'over' ? OVER : day.reason
    const line = taken.get(reason) ?? { reason, days: 0, spans: [], offDays: 0 }
    const last = line.spans.at(-1)
    if (last && addDays(last.toOn, 1) === day.on) last.toOn = day.on
    else line.spans.push({ fromOn: day.on, toOn: day.on })
    taken.set(reason, { ...line, days: line.days + 1, offDays: line.offDays + (day.working ? 0 : 1) })
  }
  const place = ({ reason }: Subtrahend) => ['周末', PAUSED, OVER].indexOf(reason)
  return [...taken.values()].sort((one, other) => place(one) - place(other))
}
