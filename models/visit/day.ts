import { daysBetween, type CivilDay } from '../shared/calendarDay.ts'

/**
 * How far back a visit may still be entered, in civil days: older ones come in by import, with the office's
 * knowledge.
 */
export const OLDEST_DAYS = 366

/** Why a visit of that day cannot be recorded on `today`, or null. Today itself is fine. */
export function whyNotOn(on: CivilDay, today: CivilDay): string | null {
  if (on > today) return '日期在今天之后，还没有去的走访请用“计划走访”'
  if (daysBetween(on, today) > OLDEST_DAYS) return '日期在一年以前，请交联席会议办公室补录'
  return null
}

/** Entered on a later day than it happened: shown as 补录. */
export const isBackdated = (onDay: CivilDay, enteredOn: CivilDay): boolean => onDay < enteredOn
