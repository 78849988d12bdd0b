import { AnswerModel, type Answer } from '../../models/answer/index.ts'
import { ContactRequestModel } from '../../models/contactRequest/index.ts'
import { IssueModel, type Issue, type Raiser } from '../../models/issue/index.ts'
import type { NewIssue } from '../../models/issue/intake.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { joinQuote } from '../../models/issue/quoting.ts'
import type { Quote } from '../../models/issue/record.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { openTextsOf } from '../../models/triage/collecting.ts'
import { newTriageId, TriageItemModel, TriageRoundModel } from '../../models/triage/index.ts'
import type { Entry } from '../../models/triage/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { fileIssue } from '../issues/actions.ts'

/** What the person who decides says about a new case; raiser and source follow from the entry. */
export type CaseOfEntry = Pick<NewIssue, 'title' | 'text' | 'category' | 'grade' | 'secrecy' | 'proposedDepartment' | 'district'>
  & { quote: string }

/** Somebody else decided about it first. */
export class AlreadyDecided extends Error {}

/**
 * Makes the entry a case (待受理) with its quote. Who raised it stands there only where the firm asked to be rung; the text
 * of such a request moves into the case and is kept nowhere else.
 * @throws AlreadyDecided
 * @source DESIGN.md §7 Questionnaire
 */
export const fileEntry = (deps: Deps, actor: Actor, entry: Entry, given: CaseOfEntry): Promise<Issue> =>
  act(deps, actor, 'answer.triage', async (tx) => {
    const { quote, ...facts } = given
    const issue = await fileIssue(tx, {
      ...facts, source: 'questionnaire', raiser: raiserOf(entry), quotes: [quoteOf(entry, quote, tx.now)],
    })
    await decide(tx, entry, 'filed', issue.no, '')
    return issue
  })

/** The same matter is a case already: the quote joins it. @throws AlreadyDecided, RuleBroken('issue-over') */
export const mergeEntry = (deps: Deps, actor: Actor, entry: Entry, no: string, quote: string): Promise<void> =>
  act(deps, actor, 'answer.triage', async (tx) => {
    const issue = await IssueModel.findOne({ no }).session(tx.session)
    if (!issue) throw new RuleBroken('triage-no-issue', `没有 ${no} 这件诉求，请核对编号。`)
    joinQuote(issue, actor, quoteOf(entry, quote, tx.now), await momentAt(tx.now))
    await issue.save({ session: tx.session })
    tx.audit({ record: { type: 'issue', id: issue._id, no }, changes: { quote: entry.id } })
    await decide(tx, entry, 'merged', no, '')
  })

/** It becomes no case, for a reason that stays with it. @throws AlreadyDecided */
export const dismissEntry = (deps: Deps, actor: Actor, entry: Entry, reason: string): Promise<void> =>
  act(deps, actor, 'answer.triage', (tx) => decide(tx, entry, 'dismissed', null, reason))

/** Once only: the stored state must still be 待分办. */
async function decide(
  tx: Tx, entry: Entry, state: 'filed' | 'merged' | 'dismissed', issueNo: string | null, reason: string,
): Promise<void> {
  const by = { decidedBy: tx.actor.id, decidedByName: tx.actor.name, decidedAt: tx.now }
  const { session } = tx
  const waiting = { _id: entry.id, state: 'waiting' } as const
  const moves = state !== 'dismissed'
  const decided = entry.firm
    ? await ContactRequestModel.updateOne(
        waiting, { $set: { state, issueNo, note: reason, ...by, ...(moves ? { text: '' } : {}) }, $inc: { __v: 1 } }, { session },
      )
    : await TriageItemModel.updateOne(waiting, { $set: { state, issueNo, reason, ...by }, $inc: { __v: 1 } }, { session })
  if (decided.modifiedCount === 0) throw new AlreadyDecided()
  if (moves && entry.firm?.answer) {
    await AnswerModel.updateOne({ _id: entry.firm.answer }, { $unset: { [`values.${entry.firm.key}`]: 1 } }, { session })
  }
  tx.audit({
    record: { type: entry.firm ? 'contactRequest' : 'triageItem', id: entry.id, no: entry.questionnaireNo },
    changes: { state, ...(issueNo ? { issueNo } : {}) }, reason,
  })
}

const quoteOf = (entry: Entry, text: string, at: Date): Quote =>
  ({ text, question: entry.question, questionnaireNo: entry.questionnaireNo, from: entry.from, entry: entry.id, at })

/** Without a source there is nobody to name, whatever the text itself says. */
const raiserOf = ({ firm, from }: Entry): Raiser => firm
  ? {
      kind: 'enterprise', id: firm.enterprise, name: firm.enterpriseName, person: firm.contact.name, personTitle: '',
      phone: firm.contact.phone,
    }
  : { kind: 'enterprise', id: null, name: `一家企业（${from}）`, person: '', personTitle: '', phone: '' }

type Closed = Pick<Questionnaire, '_id' | 'no' | 'title' | 'confidentiality' | 'versions'>

/**
 * Brings the open texts of closed questionnaires into the inbox. Not before the figures are there: from then on nobody
 * answers any more, and when a text came in says nothing about whose it is. Runs as often as it likes.
 * @returns how many texts came in anew
 */
export async function collectTexts(deps: Deps): Promise<{ questionnaires: number, texts: number }> {
  const done = await TriageRoundModel.distinct('_id')
  const closed = await QuestionnaireModel.find(
    { state: 'closed', results: { $ne: null }, _id: { $nin: done } }, { no: 1, title: 1, confidentiality: 1, versions: 1 },
  ).lean<Closed[]>()
  let texts = 0
  for (const questionnaire of closed) texts += await collectFrom(deps, questionnaire)
  return { questionnaires: closed.length, texts }
}

async function collectFrom({ clock }: Deps, questionnaire: Closed): Promise<number> {
  const { _id, no, title, confidentiality, versions } = questionnaire
  const [answers, requests] = await Promise.all([
    AnswerModel.find({ questionnaire: _id, filled: true }, { values: 1, version: 1 }).sort({ _id: 1 }).lean<Answer[]>(),
    ContactRequestModel.find({ questionnaire: _id, answer: { $ne: null } }, { answer: 1, key: 1 }).lean(),
  ])
  // who asked to be rung is in the inbox already, by name
  const asked = new Set(requests.map(({ answer, key }) => `${answer ?? ''} ${key}`))
  const items = answers.flatMap(({ _id: answer, values, version }) =>
    openTextsOf((versions.find(({ n }) => n === version) ?? versions.at(-1))?.sections ?? [], values)
      .filter(({ key }) => !asked.has(`${answer} ${key}`))
      .map((text) => ({
        ...text, _id: newTriageId(), answer, questionnaire: _id, questionnaireNo: no, questionnaireTitle: title, confidentiality,
      })))
  const made = items.length === 0 ? { upsertedCount: 0 } : await TriageItemModel.bulkWrite(
    items.map((item) => ({
      updateOne: { filter: { answer: item.answer, key: item.key }, update: { $setOnInsert: item }, upsert: true },
    })),
    { ordered: false },
  )
  await TriageRoundModel.updateOne(
    { _id }, { $setOnInsert: { collectedAt: clock.now(), texts: items.length } }, { upsert: true },
  )
  return made.upsertedCount
}
