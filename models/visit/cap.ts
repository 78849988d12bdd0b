import { workingDaysBetween, type WorkingCalendar } from '../shared/workingCalendar.ts'
import { isUnsolicited } from './mode.ts'

/** A subject is not to be called on twice within so many working days. @source domain.md §2.3 [P] */
export const CAP_WORKING_DAYS = 20

/** A visit as far as the cap looks at it. */
export interface Contact {
  no: string
  department: string
  onDay: string
  mode: string
  state: 'planned' | 'done' | 'void'
}

/**
 * The nearest other visit, made or planned, that stands within 20 working days before or after the intended one, or
 * null when the way is free. The answer is a proposal to go together, never a refusal: what has already happened
 * must be recorded.
 *
 * @param intended  day and mode of the visit in question; a call or a received visitor is never capped
 * @param others    visits of the same subject by any department, without the one in question
 * @source domain.md §2.3 (cap), §2.1 (国办发〔2024〕54号: merge and cap visits)
 */
export function joinInstead(
  intended: { onDay: string, mode: string }, others: readonly Contact[], calendar: WorkingCalendar,
): Contact | null {
  if (!isUnsolicited(intended.mode)) return null
  const distance = (other: Contact) => Math.abs(workingDaysBetween(intended.onDay, other.onDay, calendar))
  const near = others
    .filter(other => other.state !== 'void' && isUnsolicited(other.mode))
    .filter(other => distance(other) < CAP_WORKING_DAYS)
    .toSorted((a, b) => distance(a) - distance(b) || (a.no < b.no ? -1 : 1))
  return near[0] ?? null
}
