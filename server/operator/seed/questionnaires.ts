import { Types } from 'mongoose'
import { AnswerDraftModel, AnswerModel, type Answer, type AnswerDraft } from '../../../models/answer/index.ts'
import type { Enterprise } from '../../../models/enterprise/index.ts'
import { InvitationModel, type Invitation } from '../../../models/invitation/index.ts'
import { LinkModel, type Link } from '../../../models/link/index.ts'
import { derivedToken, tokenHash } from '../../../models/link/token.ts'
import { QuestionnaireModel, type Questionnaire } from '../../../models/questionnaire/index.ts'
import { readyQuestionnaire } from '../../../models/questionnaire/ready.ts'
import { computeFigures } from '../../../models/result/compute.ts'
import { ResultModel, type Result } from '../../../models/result/index.ts'
import { addDays, dayOf, instantOf, yearOf, type CivilDay } from '../../../models/shared/calendarDay.ts'
import { TextTagModel, type TextTag } from '../../../models/textTag/index.ts'
import { currentDb } from '../../database/connect.ts'
import type { Deps } from '../../deps.ts'
import { textKey } from '../../results/textKey.ts'
import type { People } from './people.ts'
import { answerOfFirm } from './questionnaireAnswers.ts'
import { randomSource, type Random } from './random.ts'
import { insertAll } from './store.ts'

type Firm = Pick<Enterprise, '_id' | 'name' | 'sortKey' | 'district' | 'industry' | 'size' | 'steward' | 'archivedAt'>

/** Willing to answer, by size: the small ones less. */
const WILLING: Readonly<Record<string, number>> = { 大型: 0.84, 中型: 0.76, 小型: 0.65, 微型: 0.55 }

/**
 * Last year's questionnaire with its answers and figures, and this year's that is running: some have answered, some begun,
 * some letters came back.
 */
export async function questionnaires(
  deps: Pick<Deps, 'keys'>, firms: readonly Firm[], { coordinators }: People, at: Date,
): Promise<void> {
  const random = randomSource('questionnaires')
  const today = dayOf(at)
  const year = yearOf(today)
  const by = coordinators[0]
  if (!by?.id) return
  const asked = { createdBy: by.id, createdByName: by.name }
  await finished(deps, firms, { ...asked, year: year - 1, openedOn: `${year - 1}-10-13`, days: 18 }, random.fork('finished'))
  await running(deps, firms, { ...asked, year, openedOn: addDays(today, -12), days: 21 }, at, random.fork('running'))
  for (const each of [year - 1, year]) {
    await currentDb().collection<{ _id: string, last: number }>('counters').updateOne(
      { _id: `questionnaire:${each}` }, { $max: { last: 1 } }, { upsert: true },
    )
  }
}

interface Asked { createdBy: Types.ObjectId, createdByName: string, year: number, openedOn: CivilDay, days: number }

function questionnaire({ year, openedOn, days, ...by }: Asked): Questionnaire {
  const { sections, ...words } = readyQuestionnaire()
  const opensAt = instantOf(openedOn, '09:00')
  return {
    _id: new Types.ObjectId(), no: `WJ${year}-01`, ...words, title: `${year}年${words.title}`, year, state: 'published', confidentiality: 'confidential',
    draft: sections, versions: [{ n: 1, publishedAt: opensAt, sections }], opensAt, closesAt: instantOf(addDays(openedOn, days), '17:30'),
    graceMinutes: 30, attributes: [], copiedFrom: null, reminders: [], publishedAt: opensAt, closedAt: null, results: null, ...by,
    createdAt: instantOf(addDays(openedOn, -7), '10:00'),
  }
}

async function finished(deps: Pick<Deps, 'keys'>, firms: readonly Firm[], asked: Asked, random: Random): Promise<void> {
  const made = questionnaire(asked)
  const closedAt = made.closesAt ?? made.createdAt
  const computedAt = new Date(closedAt.getTime() + 35 * 60_000)
  const reminders = [5, 12].map((days) => reminderOn(addDays(asked.openedOn, days)))
  const rows = firms.map((firm): Sent => {
    const willing = random.chance(WILLING[firm.size] ?? 0.6)
    const invitation = invited(made, firm)
    if (!willing) return { invitation: { ...invitation, state: random.chance(0.03) ? 'declined' : 'sent', remindersSent: 2, remindedAt: reminders[1]?.sentAt ?? null }, answer: null, topic: null }
    return sent(made, invitation, firm, addDays(asked.openedOn, random.int(0, asked.days)), random)
  })
  for (const reminder of reminders) {
    reminder.count = rows.filter(({ invitation }) => (invitation.answeredOn ?? '9999-12-31') > reminder.onDay).length
  }
  await store(deps, { ...made, state: 'closed', closedAt, reminders, results: { computedAt } }, rows)
  // from what was made, since a read might not see yet what has just been written
  const roll = rows.map(({ invitation: { district, industry, size }, answer }) => ({ district, industry, size, count: 1, answered: answer ? 1 : 0 }))
  const figures = computeFigures(made, roll, rows.flatMap(({ answer }) => answer ?? []))
  const result: Result = { _id: made._id, year: made.year, computedAt, figures }
  await insertAll(ResultModel, [result])
  await insertAll(TextTagModel, tagsOf(deps, made, rows, asked.createdByName, computedAt, random))
}

/** Most wishes have been read and tagged. */
function tagsOf(
  deps: Pick<Deps, 'keys'>, { _id }: Questionnaire, rows: readonly Sent[], taggedByName: string, taggedAt: Date, random: Random,
): TextTag[] {
  return rows.flatMap(({ answer, topic }) => (answer && topic && random.chance(0.8)
    ? [{ _id: textKey(deps, answer._id, WISH), questionnaire: _id, item: WISH, tags: [topic], taggedByName, taggedAt }] : []))
}

const WISH = 'q19'

async function running(deps: Pick<Deps, 'keys'>, firms: readonly Firm[], asked: Asked, at: Date, random: Random): Promise<void> {
  const made = questionnaire(asked)
  const reminder = reminderOn(addDays(asked.openedOn, 7))
  const remindedAt = reminder.sentAt
  const drafts: AnswerDraft[] = []
  const rows = firms.map((firm): Sent => {
    const invitation = invited(made, firm)
    const fate = random.weighted({ answered: 42, begun: 6, bounced: 3, declined: 2, delivered: 17, sent: 30 })
    if (fate === 'answered') {
      const latest = Math.min(12, Math.floor((at.getTime() - (made.opensAt?.getTime() ?? 0)) / 86_400_000))
      return sent(made, invitation, firm, addDays(asked.openedOn, random.int(0, latest)), random)
    }
    const reminded = fate === 'bounced' || fate === 'declined' ? {} : { remindersSent: 1, remindedAt }
    const state = { ...invitation, ...reminded, state: fate }
    if (fate === 'bounced') return { invitation: { ...state, problem: random.pick(['邮箱不存在', '号码是空号', '联系人已离职']) }, answer: null, topic: null }
    if (fate === 'delivered') return { invitation: { ...state, deliveredAt: made.opensAt }, answer: null, topic: null }
    if (fate === 'begun') {
      const begunAt = instantOf(addDays(asked.openedOn, random.int(1, 11)), '10:20')
      const { values } = answerOfFirm(firm, made.versions[0]?.sections ?? [], made.year, random)
      const step = random.int(1, 4)
      drafts.push({
        _id: invitation._id, questionnaire: made._id, step, sealed: null, revision: step, holders: [], savedAt: begunAt,
        values: Object.fromEntries(Object.entries(values).filter(([key]) => Number(/^m(\d)/.exec(key)?.[1] ?? 9) <= step)),
      })
      return { invitation: { ...state, begunAt, version: 1 }, answer: null, topic: null }
    }
    return { invitation: state, answer: null, topic: null }
  })
  const count = rows.filter(({ invitation }) => invitation.remindersSent > 0).length
  await store(deps, { ...made, copiedFrom: `WJ${made.year - 1}-01`, reminders: [{ ...reminder, count }] }, rows)
  await insertAll(AnswerDraftModel, drafts)
}

const reminderOn = (onDay: CivilDay) => ({ onDay, sentAt: instantOf(onDay, '09:30'), count: 0 })

interface Sent { invitation: Invitation, answer: Answer | null, topic: string | null }

function invited({ _id, opensAt, createdAt }: Questionnaire, firm: Firm): Invitation {
  return {
    _id: new Types.ObjectId(), questionnaire: _id, enterprise: firm._id, enterpriseName: firm.name, sortKey: firm.sortKey, district: firm.district,
    industry: firm.industry, size: firm.size, steward: firm.steward.user, version: null, state: 'sent', channel: 'steward', sentAt: opensAt,
    deliveredAt: null, begunAt: null, answeredOn: null, receipt: null, extendedUntil: null, extensionReason: '', mailing: null, remindersSent: 0, remindedAt: null, forwardedTo: null,
    problem: '', createdAt,
  }
}

function sent(made: Questionnaire, invitation: Invitation, firm: Firm, answeredOn: CivilDay, random: Random): Sent {
  const { values, topic } = answerOfFirm(firm, made.versions[0]?.sections ?? [], made.year, random, made.year % 2 === 0 ? 0.05 : 0)
  const { district, industry, size } = firm
  return {
    topic,
    invitation: {
      ...invitation, state: 'answered', version: 1, begunAt: instantOf(answeredOn, '09:40'), answeredOn,
      receipt: String(random.int(10_000_000, 99_999_999)),
    },
    answer: {
      _id: `${Math.floor(random.next() * 36 ** 8).toString(36)}${Math.floor(random.next() * 36 ** 10).toString(36)}`, questionnaire: made._id, version: 1,
      filled: true, values, attributes: { district, industry, size }, invitation: invitation._id, enterprise: firm._id, submittedOn: answeredOn,
    },
  }
}

async function store(deps: Pick<Deps, 'keys'>, made: Questionnaire, rows: readonly Sent[]): Promise<void> {
  await insertAll(QuestionnaireModel, [made])
  await insertAll(InvitationModel, rows.map(({ invitation }) => invitation))
  await insertAll(AnswerModel, rows.flatMap(({ answer }) => answer ?? []))
  await insertAll(LinkModel, rows.map(({ invitation }, at): Link => ({
    _id: `${made.no.replaceAll('-', '')}${at.toString(36)}${invitation._id.toString().slice(-4)}`, purpose: 'questionnaire', subject: String(invitation._id),
    version: 1, hash: tokenHash(derivedToken(deps.keys.links, 'questionnaire', String(invitation._id), 1)), formerHashes: [], expiresAt: null,
    revokedAt: null, createdAt: made.createdAt,
  })))
}
