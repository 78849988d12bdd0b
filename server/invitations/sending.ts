import { byWay, contactsOf, type Reached } from '../../models/invitation/contacts.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import type { Way } from '../../models/invitation/reach.ts'
import { afterReminder, dueReminder, mayRemind, remindableFilter } from '../../models/invitation/reminding.ts'
import { OutboxModel, type OutboxRow } from '../../models/outbox/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { TEMPLATES, waysOf } from './outgoing.ts'

type Asked = Pick<Questionnaire, '_id' | 'no' | 'closesAt'>
type Row = Pick<Invitation, '_id' | 'enterprise' | 'forwardedTo' | 'remindersSent'>
const ROW = { enterprise: 1, forwardedTo: 1, remindersSent: 1 } as const

/** How many each way reaches. */
export type WayCounts = Record<Way | 'none', number>

/** Invitations that wait to be sent, beside the list's own condition. */
export const WAITING = { state: 'made', mailing: null } as const

/** How many of these invitations each way would reach, without sending anything. */
export async function reachOf(filter: Record<string, unknown>, ways: readonly Way[]): Promise<WayCounts> {
  const rows = await InvitationModel.find(filter, ROW).lean<Row[]>()
  return countsOf(byWay(await contactsOf(rows), ways))
}

/**
 * Sends the invitations that still wait, each by the first way that reaches it: rows of the outbox that hold no link,
 * or a word to the steward, who hands it on. One sent by the outbox is marked when it has left (sendInvitations).
 * @param filter of the list that was on the screen
 */
export async function sendWaiting(
  deps: Deps, tx: Tx, questionnaire: Asked, filter: Record<string, unknown>, ways: readonly Way[],
): Promise<WayCounts> {
  const rows = await InvitationModel.find({ $and: [filter, WAITING] }, ROW).session(tx.session).lean<Row[]>()
  const sorted = byWay(await contactsOf(rows, tx.session), ways.filter((way) => waysOf(deps).includes(way)))
  for (const way of ['mail', 'http'] as const) await post(tx, questionnaire, way, sorted[way])
  await InvitationModel.bulkWrite(sorted.steward.map(({ invitation: { _id }, steward }) => ({
    updateOne: { filter: { _id }, update: { $set: { steward, channel: 'steward' }, $inc: { __v: 1 } } },
  })), { session: tx.session })
  tellStewards(tx, questionnaire, '问卷邀请待转发', sorted.steward)
  const counts = countsOf(sorted)
  tx.audit({
    record: { type: 'questionnaire', id: questionnaire._id, no: questionnaire.no },
    changes: { 邮件: String(counts.mail), 短信: String(counts.http), 专员转发: String(counts.steward), 没有途径: String(counts.none) },
  })
  return counts
}

/** Invitations that leave by the outbox: its row names the invitation, the invitation names the row. */
async function post(tx: Tx, questionnaire: Asked, way: 'mail' | 'http', reached: readonly Reached<Row>[]): Promise<void> {
  if (reached.length === 0) return
  const keyOf = ({ _id }: Row) => `invitation:${String(_id)}:${tx.now.toISOString()}`
  await OutboxModel.insertMany(
    reached.map(({ invitation }) => outboxRow(tx, questionnaire, way, invitation, keyOf(invitation), TEMPLATES.invitation)),
    { session: tx.session },
  )
  await InvitationModel.bulkWrite(reached.map(({ invitation }) => ({
    updateOne: {
      filter: { _id: invitation._id },
      update: { $set: { mailing: keyOf(invitation), channel: way, problem: '' }, $inc: { __v: 1 } },
    },
  })), { session: tx.session })
}

const outboxRow = (
  tx: Tx, { no, closesAt }: Asked, channel: 'mail' | 'http', { _id }: Row, key: string, template: string,
): Omit<OutboxRow, '_id' | 'state' | 'tries' | 'leasedUntil' | 'sentAt' | 'lastError' | 'receipt' | 'receiptAt'> => ({
  key, channel, to: null, outsider: { kind: 'invitation', id: String(_id) }, template, link: '', urgent: false,
  facts: { no, act: template === TEMPLATES.reminder ? '问卷提醒' : '问卷邀请', ...(closesAt ? { day: dayOf(closesAt) } : {}) },
  nextAt: tx.now, createdAt: tx.now,
})

/** One word to each steward, with the number of firms and the way to their list. */
function tellStewards(tx: Tx, { no, closesAt }: Asked, act: string, reached: readonly Reached<Row>[]): void {
  const firms = new Map<string, Reached<Row>[]>()
  for (const each of reached) firms.set(String(each.steward), [...(firms.get(String(each.steward)) ?? []), each])
  for (const [id, own] of firms) {
    tx.tell({
      to: [own[0]?.steward ?? null], template: 'invitation.steward', link: '/invitations',
      facts: { act: `${act} ${own.length} 户`, no, ...(closesAt ? { day: dayOf(closesAt) } : {}) },
      key: `invitation.steward:${no}:${id}:${tx.now.toISOString()}`,
    })
  }
}

/**
 * Reminds those who have not answered, each once and by the way that reaches them now; who is reached by none stands
 * on the list to call. Sets the questionnaire's reminder down as sent.
 * @param due true: only if a planned day has come (the job); false: asked for by hand
 * @throws RuleBroken when none may be sent now
 */
export async function remind(deps: Deps, tx: Tx, id: Questionnaire['_id'], due: boolean): Promise<WayCounts> {
  const questionnaire = await QuestionnaireModel.findById(id).select('-draft -versions -results')
    .session(tx.session).lean<Questionnaire>()
  if (!questionnaire) throw new RuleBroken('reminder.gone', '这份问卷已不在。')
  const standing = mayRemind(questionnaire, tx.now)
  if (!standing.may) throw new RuleBroken('reminder.notNow', standing.why)
  if (due && !dueReminder(questionnaire, tx.now)) throw new RuleBroken('reminder.notDue', '没有到日子的提醒。')
  const rows = await InvitationModel.find(remindableFilter(id), ROW).session(tx.session).lean<Row[]>()
  const sorted = byWay(await contactsOf(rows, tx.session), waysOf(deps))
  const reached = [...sorted.mail, ...sorted.http, ...sorted.steward]
  const letters = (['mail', 'http'] as const).flatMap((way) => sorted[way].map(({ invitation }) => outboxRow(
    tx, questionnaire, way, invitation, `reminder:${String(invitation._id)}:${invitation.remindersSent + 1}`, TEMPLATES.reminder,
  )))
  if (letters.length > 0) await OutboxModel.insertMany(letters, { session: tx.session })
  tellStewards(tx, questionnaire, '问卷待提醒', sorted.steward)
  await InvitationModel.updateMany(
    { _id: { $in: reached.map(({ invitation }) => invitation._id) } },
    { $inc: { remindersSent: 1, __v: 1 }, $set: { remindedAt: tx.now } }, { session: tx.session },
  )
  const reminders = afterReminder(questionnaire.reminders, reached.length, tx.now)
  await QuestionnaireModel.updateOne({ _id: id }, { $set: { reminders }, $inc: { __v: 1 } }, { session: tx.session })
  const counts = countsOf(sorted)
  tx.audit({
    record: { type: 'questionnaire', id, no: questionnaire.no },
    changes: { 提醒: `${reached.length} 户`, 没有途径: String(counts.none) },
  })
  return counts
}

const countsOf = (sorted: Record<Way | 'none', readonly unknown[]>): WayCounts =>
  ({ mail: sorted.mail.length, http: sorted.http.length, steward: sorted.steward.length, none: sorted.none.length })
