import { addDays, type CivilDay } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'

interface Term<User> { user: User, fromOn: CivilDay, toOn: CivilDay | null }

/**
 * A new holder from a day on; whoever held the post until then holds it to the day before. Earlier terms stay as they are.
 * @throws RuleBroken('post-term') when a term begins on that day or later: history is not written over
 */
export function appoint<User>(holders: readonly Term<User>[], user: User, fromOn: CivilDay): Term<User>[] {
  const later = holders.find((term) => term.fromOn >= fromOn)
  if (later) throw new RuleBroken('post-term', `这个岗位已有从 ${later.fromOn} 起的任职，新任职要晚于这一天。`)
  const ended = holders.map((term) => (term.toOn === null || term.toOn >= fromOn ? { ...term, toOn: addDays(fromOn, -1) } : term))
  return [...ended, { user, fromOn, toOn: null }]
}

/**
 * Ends the present term on a day, which still counts; the post is vacant from the day after.
 * @throws RuleBroken('post-vacant') when nobody holds it, or the day lies before the term
 */
export function vacate<User>(holders: readonly Term<User>[], toOn: CivilDay): Term<User>[] {
  const present = holders.findLast((term) => term.toOn === null)
  if (!present) throw new RuleBroken('post-vacant', '这个岗位现在空缺。')
  if (toOn < present.fromOn) throw new RuleBroken('post-vacant', `卸任日期不能早于任职日期 ${present.fromOn}。`)
  return holders.map((term) => (term === present ? { ...term, toOn } : term))
}
