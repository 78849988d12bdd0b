import { RuleBroken } from '../shared/errors.ts'
import type { CivilDay } from '../shared/calendarDay.ts'
import type { Answers, ProvincialResult } from './index.ts'

/** What a person enters. */
export type Entry = Pick<ProvincialResult, 'source' | 'onDay' | 'phone' | 'paper' | 'aspects' | 'reason'>

/** Nobody answered: such a line says nothing. */
export const isEmpty = (counts: Answers): boolean => counts.every((count) => count === 0)

/**
 * What is wrong with an entry, by field, as sentences; empty when it can be stored. One of the two surveys must be there, a
 * paper cannot be of tomorrow, a correction says why.
 * @param earlier the entry in force; null for the first
 */
export function entryComplaints(entry: Entry, earlier: ProvincialResult | null, today: CivilDay): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (entry.onDay > today) wrong['onDay'] = `来文日期不能晚于今天（${today}）`
  if (entry.phone === null && entry.paper === null) wrong['phone-0'] = '电话访问和问卷至少填一行'
  for (const [key, counts] of [['phone', entry.phone], ['paper', entry.paper], ...entry.aspects.map(({ aspect, counts: own }) => [aspect, own] as const)] as const) {
    if (counts !== null && isEmpty(counts)) wrong[`${key}-0`] = '四项都是 0，没有人回答就空着，不要填 0'
  }
  if (earlier !== null && entry.reason === '') wrong['reason'] = `第 ${earlier.n} 次已经录过，更正要写明原因`
  return wrong
}

/** The entry that follows another. @throws RuleBroken('provincial-unsound') for what `entryComplaints` names */
export function entered(
  campaign: number, entry: Entry, earlier: ProvincialResult | null, by: { name: string }, now: Date, today: CivilDay,
): Omit<ProvincialResult, '_id'> {
  const wrong = Object.values(entryComplaints(entry, earlier, today))
  if (wrong.length > 0) throw new RuleBroken('provincial-unsound', `${wrong.join('；')}。`)
  return { ...entry, campaign, n: (earlier?.n ?? 0) + 1, reason: earlier === null ? '' : entry.reason, enteredAt: now, enteredByName: by.name }
}
