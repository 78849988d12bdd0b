import { loadedCalendar } from '../../models/holiday/queries.ts'
import { officeHours } from '../../models/issue/moment.ts'
import { dueReminder } from '../../models/invitation/reminding.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { isOfficeTime } from '../../models/shared/officeHours.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { remind } from './sending.ts'

/** Questionnaires with a reminder whose day has come. */
export async function dueForReminding(now: Date): Promise<Questionnaire[]> {
  const found = await QuestionnaireModel.find({
    state: 'published', reminders: { $elemMatch: { sentAt: null, onDay: { $lte: dayOf(now) } } },
  }).select('-draft -versions -results').lean<Questionnaire[]>()
  return found.filter((each) => dueReminder(each, now) !== null)
}

/**
 * Sends the reminders whose day has come, in office hours. May run at any time, twice, in any process: a reminder is
 * taken in the transaction that sends it.
 */
export async function remindDue(deps: Deps): Promise<{ reminders: number, firms: number }> {
  const now = deps.clock.now()
  const sum = { reminders: 0, firms: 0 }
  const [hours, calendar] = await Promise.all([officeHours(), loadedCalendar()])
  if (!isOfficeTime(now, hours, calendar)) return sum
  for (const { _id } of await dueForReminding(now)) {
    try {
      const counts = await act(deps, SYSTEM, 'job.remindInvitations', (tx) => remind(deps, tx, _id, true))
      sum.reminders += 1
      sum.firms += counts.mail + counts.http + counts.steward
    } catch (error) {
      // somebody pressed 现在提醒 at this moment
      if (!(error instanceof RuleBroken)) throw error
    }
  }
  return sum
}
