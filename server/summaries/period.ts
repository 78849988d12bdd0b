import { dayOf, parseDay } from '../../models/shared/calendarDay.ts'
import type { FlowPeriod } from '../../models/issue/flow.ts'

/** The period that the address asks for: this year up to today where it says nothing, or nothing that is a period. */
export function readPeriod(query: Readonly<Record<string, unknown>>, now: Date): FlowPeriod {
  const today = dayOf(now)
  const dayIn = (name: string) => (typeof query[name] === 'string' ? parseDay(query[name]) : null)
  const toOn = dayIn('to') ?? today
  const fromOn = dayIn('from') ?? `${toOn.slice(0, 4)}-01-01`
  return fromOn <= toOn ? { fromOn, toOn } : { fromOn: toOn, toOn: fromOn }
}
