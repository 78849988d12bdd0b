import type { Types } from 'mongoose'
import { officeHours } from '../../models/issue/moment.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { NoticeModel } from '../../models/notice/index.ts'
import { noticeText } from '../../models/notice/words.ts'
import { OutboxModel, type OutboxRow } from '../../models/outbox/index.ts'
import { TRIES_AT_MOST, waitAfterMs } from '../../models/outbox/retry.ts'
import { isOfficeTime, nextOfficeTime } from '../../models/shared/officeHours.ts'
import { UserModel } from '../../models/user/index.ts'
import type { Deps } from '../deps.ts'
import { outsiderOf } from './outsiders.ts'
import { receiptAddress } from './receipts.ts'
import { sendersOf, Unreachable, type Recipient, type Sender, type Senders } from './senders.ts'

/**
 * `sent` left, `failed` comes again later, `parked` waits for an administrator, `dropped` cannot reach its person
 * this way.
 */
export interface Delivered { sent: number, failed: number, parked: number, dropped: number }

type Outcome = keyof Delivered

/** Notices on the page that are stored together. */
const PAGES_TOGETHER = 500
/** A claimed row is nobody else's for so long; a process that dies gives it back by that. */
const CLAIMED_MS = 60_000
/** A channel that fails so often in a row is left alone until the next run. */
const FAILURES_IN_A_ROW = 3
/** So much is handed over in one run, so that a run ends. */
const ROWS_A_RUN = 500

/**
 * Hands over what may leave now: the page at any hour, mail and the webhook in office hours unless urgent. Each row is
 * claimed first, so two processes do not send the same one; its key goes along, so a receiver can tell a repetition.
 */
export async function deliverDue(deps: Deps, senders: Senders = sendersOf(deps)): Promise<Delivered> {
  const sum: Delivered = { sent: 0, failed: 0, parked: 0, dropped: 0 }
  try {
    sum.sent += await deliverPages(deps)
    await holdUntilOffice(deps)
    for (const [channel, sender] of [['mail', senders.mail], ['http', senders.http]] as const) {
      for (const outcome of await deliverChannel(deps, channel, sender)) sum[outcome] += 1
    }
    return sum
  } finally {
    senders.close()
  }
}

/** Puts waiting page rows onto their people's pages. A notice that is there already under its key is not made twice. */
async function deliverPages({ clock }: Deps): Promise<number> {
  let sent = 0
  for (;;) {
    const now = clock.now()
    const rows = await OutboxModel.find({ state: 'waiting', channel: 'page', nextAt: { $lte: now } })
      .sort({ nextAt: 1 })
      .limit(PAGES_TOGETHER)
      .lean<OutboxRow[]>()
    if (rows.length === 0) return sent
    const writes = rows.map((row) => ({
      updateOne: { filter: { key: row.key }, update: { $setOnInsert: noticeOf(row) }, upsert: true },
    }))
    await NoticeModel.bulkWrite(writes, { ordered: false })
    const ids = rows.map(({ _id }) => _id)
    const marked = await OutboxModel.updateMany(
      { _id: { $in: ids }, state: 'waiting' },
      { $set: { state: 'sent', sentAt: now, tries: 1 } },
    )
    sent += marked.modifiedCount
  }
}

const noticeOf = ({ key, to, template, facts, link, createdAt }: OutboxRow) => ({
  key, user: to, kind: template, text: noticeText(template, facts).slice(0, 300), link, at: createdAt, readAt: null,
  issueNo: facts['no']?.startsWith('SQ') ? facts['no'] : null,
})

/** Outside office hours everything that is not urgent waits for the next opening. */
async function holdUntilOffice({ clock }: Deps): Promise<void> {
  const now = clock.now()
  const [hours, calendar] = await Promise.all([officeHours(), loadedCalendar()])
  if (isOfficeTime(now, hours, calendar)) return
  await OutboxModel.updateMany(
    { state: 'waiting', nextAt: { $lte: now }, channel: { $ne: 'page' }, urgent: false },
    { $set: { nextAt: nextOfficeTime(now, hours, calendar) } },
  )
}

async function deliverChannel(deps: Deps, channel: 'mail' | 'http', sender: Sender | null): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let failures = 0
  while (sender !== null && outcomes.length < ROWS_A_RUN && failures < FAILURES_IN_A_ROW) {
    const row = await claim(channel, deps.clock.now())
    if (row === null) break
    const outcome = await deliverOne(deps, row, sender)
    failures = outcome === 'failed' || outcome === 'parked' ? failures + 1 : 0
    outcomes.push(outcome)
  }
  return outcomes
}

const claim = (channel: 'mail' | 'http', now: Date): Promise<OutboxRow | null> =>
  OutboxModel.findOneAndUpdate(
    { state: 'waiting', channel, nextAt: { $lte: now } },
    {
      $set: { nextAt: new Date(now.getTime() + CLAIMED_MS), leasedUntil: new Date(now.getTime() + CLAIMED_MS) },
      $inc: { tries: 1 },
    },
    { sort: { nextAt: 1 }, returnDocument: 'after' },
  ).lean<OutboxRow>()

async function deliverOne(deps: Deps, row: OutboxRow, send: Sender): Promise<Outcome> {
  try {
    const { to, text, link } = row.outsider ? await outsiderOf(deps, row, row.outsider) : await insiderOf(deps, row)
    await send({ key: row.key, text, link, template: row.template, receipt: receiptAddress(deps, String(row._id)) }, to)
    await finish(row, { state: 'sent', sentAt: deps.clock.now(), lastError: '' })
    return 'sent'
  } catch (error) {
    const lastError = (error instanceof Error ? causeOf(error) : String(error)).slice(0, 300)
    if (error instanceof Unreachable) {
      await finish(row, { state: 'dropped', lastError })
      return 'dropped'
    }
    deps.log.warn(
      { outbox: String(row._id), channel: row.channel, tries: row.tries, why: lastError },
      'delivery failed',
    )
    if (row.tries >= TRIES_AT_MOST) {
      await finish(row, { state: 'parked', lastError })
      return 'parked'
    }
    await finish(row, { nextAt: new Date(deps.clock.now().getTime() + waitAfterMs(row.tries)), lastError })
    return 'failed'
  }
}

/** Only the one who still holds the claim writes how it went. */
const finish = (row: OutboxRow, fields: Partial<OutboxRow>) =>
  OutboxModel.updateOne(
    { _id: row._id, state: 'waiting', tries: row.tries },
    { $set: { ...fields, leasedUntil: null } },
  )

const insiderOf = async (deps: Deps, row: OutboxRow) => ({
  to: await recipient(row.to),
  text: noticeText(row.template, row.facts),
  link: `${deps.config.publicUrl}${row.link}`,
})

async function recipient(user: Types.ObjectId | null): Promise<Recipient> {
  const found = await UserModel.findById(user, { mail: 1, phone: 1, disabledAt: 1 }).lean<
    Recipient & { disabledAt: Date | null }
  >()
  if (!found || found.disabledAt) throw new Unreachable('账号已停用')
  return found
}

/** `fetch failed` says nothing; its cause does. */
const causeOf = (error: Error): string =>
  error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
