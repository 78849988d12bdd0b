import { randomInt } from 'node:crypto'
import mongoose from 'mongoose'
import { attributesOf, type Traits } from '../../models/answer/attributes.ts'
import { answerId, fillBlank } from '../../models/answer/blanks.ts'
import { AnswerDraftModel, AnswerModel, type AnswerDraft } from '../../models/answer/index.ts'
import { sealDraft } from '../../models/answer/sealing.ts'
import { partContacts, valuesFor, withStep } from '../../models/answer/steps.ts'
import { windowOf } from '../../models/answer/window.ts'
import { ContactRequestModel } from '../../models/contactRequest/index.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import type { Section, Values } from '../../models/questionnaire/items.ts'
import { dayOf, instantOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { valuesOf, type Opened } from './opened.ts'

/** Whoever answers by a link: no account, no name. */
export const RESPONDENT: Actor = { id: null, name: '填答人', department: null, roles: [], isHead: false, leader: null }

/** The answer was sent already: the second of two posts, or another device. */
export class AlreadyAnswered extends Error {}

const TRIES = 6

/**
 * Saves one section on the server. The first save begins the answer and fixes its version; a later one only changes a
 * draft that is still there, so that nothing comes back after sending. Saves side by side are put one after the other.
 * @returns what is saved now
 * @throws AlreadyAnswered
 */
export async function saveStep(opened: Opened, step: number, section: Section, read: Values): Promise<Values> {
  let { draft } = opened
  let before = opened.values
  for (let tries = 0; tries < TRIES; tries++) {
    const values = withStep(before, section, read)
    if (draft ? await changeDraft(opened, draft, step, values) : await begin(opened, step, values)) return values
    draft = await AnswerDraftModel.findById(opened.invitation._id).lean<AnswerDraft | null>()
    before = (draft && valuesOf(draft, opened.link.token)) ?? {}
  }
  throw new RuleBroken('answer.busy', '同一份答卷正在另一处保存，这一步没有存上。请稍等几秒再按一次。')
}

const contentOf = ({ questionnaire, invitation, link, now }: Opened, values: Values) =>
  questionnaire.confidentiality === 'anonymous'
    ? { values: null, sealed: sealDraft(values, link.token, String(invitation._id)), savedAt: beginningOfDay(now) }
    : { values, sealed: null, savedAt: now }

// an anonymous draft is opened by its token alone and needs to know no browser
const holdersOf = ({ questionnaire, device }: Opened) =>
  (questionnaire.confidentiality === 'anonymous' || device === null ? [] : [device])

async function changeDraft(opened: Opened, draft: AnswerDraft, step: number, values: Values): Promise<boolean> {
  const changed = await AnswerDraftModel.updateOne(
    { _id: draft._id, revision: draft.revision },
    { $set: { ...contentOf(opened, values), step: Math.max(step, draft.step) }, $inc: { revision: 1 } },
  )
  return changed.modifiedCount === 1
}

async function begin(opened: Opened, step: number, values: Values): Promise<boolean> {
  const { invitation, questionnaire, version, now } = opened
  const begunAt = questionnaire.confidentiality === 'anonymous' ? beginningOfDay(now) : now
  try {
    await mongoose.connection.transaction(async (session) => {
      const roll = await InvitationModel.updateOne(
        { _id: invitation._id, state: { $ne: 'answered' } },
        { $set: { state: 'begun', begunAt: invitation.begunAt ?? begunAt, version: version.n }, $inc: { __v: 1 } },
        { session },
      )
      if (roll.matchedCount === 0) throw new AlreadyAnswered()
      const { _id } = invitation
      const draft = { _id, questionnaire: questionnaire._id, step, revision: 0, holders: holdersOf(opened) }
      await AnswerDraftModel.create([{ ...draft, ...contentOf(opened, values) }], { session })
    })
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === DUPLICATE) return false
    throw error
  }
}

/**
 * Sends the answer once: roll, answer, deleted draft, requests for contact and audit entry are one transaction. An
 * anonymous one fills a random blank; its audit entry names the questionnaire alone, its roll the day alone.
 * @throws AlreadyAnswered when it was sent before, RuleBroken when the time is over or something required is open
 * @source DESIGN.md §7 Questionnaire; security.md K5, V1–V4
 */
export async function sendAnswer(deps: Deps, opened: Opened): Promise<void> {
  const { invitation, questionnaire, version, link } = opened
  const anonymous = questionnaire.confidentiality === 'anonymous'
  const traits = { district: invitation.district, industry: invitation.industry, size: invitation.size }
  const invited = anonymous && questionnaire.attributes.length > 0 ? await invitedTraits(invitation) : []
  const attributes = anonymous ? attributesOf(questionnaire.attributes, invited, traits) : traits
  await act(deps, RESPONDENT, 'questionnaire.answer', async (tx) => {
    const answeredOn = dayOf(tx.now)
    const roll = await InvitationModel.findOneAndUpdate(
      { _id: invitation._id, state: { $ne: 'answered' } },
      { $set: { state: 'answered', answeredOn, receipt: receiptNumber() }, $inc: { __v: 1 } },
      { session: tx.session, returnDocument: 'before' },
    ).lean<Invitation | null>()
    if (!roll) throw new AlreadyAnswered()
    const { state } = windowOf(questionnaire, roll, tx.now)
    if (state !== 'open' && state !== 'grace') throw new RuleBroken('answer.late', '问卷已经截止，这份答卷没有收下。')
    const draft = await AnswerDraftModel.findOneAndDelete(
      { _id: invitation._id }, { session: tx.session },
    ).lean<AnswerDraft | null>()
    const typed = draft && valuesOf(draft, link.token)
    if (!typed) throw new RuleBroken('answer.empty', '这份问卷还没有填写，请从第一部分开始。')
    const { values, contacts } = partContacts(version.sections, valuesFor(version.sections, typed), !anonymous)
    const content = { version: version.n, values, attributes }
    const _id = anonymous ? null : answerId()
    if (_id === null) await fillBlank(tx.session, questionnaire._id, content)
    else {
      const named = { invitation: roll._id, enterprise: roll.enterprise, submittedOn: answeredOn }
      const answer = { _id, questionnaire: questionnaire._id, filled: true, ...named, ...content }
      await AnswerModel.create([answer], { session: tx.session })
    }
    const wishes = contacts.map(({ question, text }) => ({ key: question.key, question: question.text, text }))
    await askForContact(tx, roll, _id, wishes)
    tx.audit({
      record: anonymous
        ? { type: 'questionnaire', id: questionnaire._id, no: questionnaire.no }
        : { type: 'invitation', id: roll._id, no: questionnaire.no },
    })
  })
}

/** @param answer of a confidential one its id, so that the text can leave it for the case */
async function askForContact(
  tx: Tx, roll: Invitation, answer: string | null, wishes: { key: string, question: string, text: string }[],
): Promise<void> {
  if (wishes.length === 0) return
  const firm = await EnterpriseModel.findById(roll.enterprise).select('contacts steward').session(tx.session).lean()
  const first = firm?.contacts[0]
  const contact = roll.forwardedTo
    ? { name: roll.forwardedTo.name, phone: roll.forwardedTo.phone }
    : { name: first?.name ?? '', phone: first?.phones[0] ?? '' }
  await ContactRequestModel.create(
    wishes.map((wish) => ({
      ...wish, kind: 'answer' as const, answer, steward: firm?.steward.user ?? null, questionnaire: roll.questionnaire, invitation: roll._id, enterprise: roll.enterprise,
      enterpriseName: roll.enterpriseName, contact, receivedOn: dayOf(tx.now),
    })),
    { session: tx.session, ordered: true },
  )
}

const invitedTraits = ({ questionnaire }: Invitation): Promise<(Traits & { count: number })[]> =>
  InvitationModel.aggregate<Traits & { count: number }>([
    { $match: { questionnaire } },
    { $group: { _id: { district: '$district', industry: '$industry', size: '$size' }, count: { $sum: 1 } } },
    { $replaceWith: { $mergeObjects: ['$_id', { count: '$count' }] } },
  ])

const DUPLICATE = 11000
const beginningOfDay = (at: Date) => instantOf(dayOf(at), '00:00')
/** Says that an answer came in and nothing else: it stands in the roll, never in the answer. */
const receiptNumber = () => String(randomInt(10_000_000, 99_999_999))
