import type { Types } from 'mongoose'
import { accept } from '../../models/issue/intake.ts'
import { IssueModel, type Grade, type Issue } from '../../models/issue/index.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { answerThatHolds } from '../../models/issue/outsideWords.ts'
import {
  dispatch, follow, giveAnswer, judge, mergeInto, newOpinion, note, OpinionModel, recall, split,
  type Adoption, type Manner, type NewOpinion, type Opinion, type OpinionDocument,
} from '../../models/opinion/index.ts'
import { hasMerged } from '../../models/opinion/queries.ts'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { scopeFilter, type Act } from '../../models/user/permissions.ts'
import type { Tx } from '../act.ts'
import { nextNumber } from '../database/counters.ts'
import { NotFound } from '../http/errors.ts'
import { assignmentNumber, fileIssue } from '../issues/actions.ts'
import { tellingOfTurn } from '../issues/acts/telling.ts'

/** The number of an opinion: YJ2026-000123, gap-free in its campaign. */
export const opinionNumber = (year: number, n: number): string => `YJ${year}-${String(n).padStart(6, '0')}`

/** Takes an opinion in. The trail holds where it came from, never who wrote it. */
export async function enterOpinion(tx: Tx, facts: Omit<NewOpinion, 'no' | 'createdBy' | 'createdByName'>): Promise<Opinion> {
  const no = opinionNumber(facts.campaign, await nextNumber(tx.session, 'opinion', facts.campaign))
  const row = newOpinion({ ...facts, no, createdBy: tx.actor.id, createdByName: tx.actor.name }, tx.now)
  const [stored] = await OpinionModel.create([row], { session: tx.session })
  if (!stored) throw new Error('The opinion was not stored')
  audit(tx, stored, { source: facts.source, named: facts.author.named ? '实名' : '匿名' })
  return stored.toObject<Opinion>()
}

/** Valid or not. @throws NotFound, RuleBroken */
export async function judgeOpinion(tx: Tx, no: string, decision: { valid: boolean, reason: string }): Promise<void> {
  const one = await found(tx, no, 'opinion.judge')
  judge(one, { ...decision, hasMerged: await hasMerged(no, tx.session) }, tx.actor, tx.now)
  await one.save({ session: tx.session })
  audit(tx, one, { state: one.state }, decision.reason)
}

/**
 * Merges opinions into one that stands for them; what hung on them follows. Every original stays as it is written.
 * @returns how many were merged
 * @throws NotFound, RuleBroken
 */
export async function mergeOpinions(tx: Tx, headNo: string, nos: readonly string[]): Promise<number> {
  const head = await found(tx, headNo, 'opinion.merge')
  const others = [...new Set(nos)]
  for (const no of others) {
    const one = await found(tx, no, 'opinion.merge')
    mergeInto(one, head, tx.actor, tx.now)
    await one.save({ session: tx.session })
    audit(tx, one, { mergedInto: head.no })
    for (const hung of await OpinionModel.find({ mergedInto: no }).session(tx.session)) {
      follow(hung, head, tx.actor, tx.now)
      await hung.save({ session: tx.session })
      audit(tx, hung, { mergedInto: head.no })
    }
  }
  // written too: whoever judges or merges the head at this moment meets a conflict, and nothing hangs on what is gone
  note(head, 'merge', tx.actor, tx.now, `并入 ${others.join('、')}`.slice(0, 500))
  await head.save({ session: tx.session })
  audit(tx, head, { merged: String(others.length) })
  return others.length
}

/** Takes a merged opinion out again. @throws NotFound, RuleBroken */
export async function splitOpinion(tx: Tx, no: string): Promise<void> {
  const one = await found(tx, no, 'opinion.merge')
  split(one, tx.actor, tx.now)
  await one.save({ session: tx.session })
  audit(tx, one, { state: one.state, mergedInto: '' })
}

/** How opinions become work. */
export interface Dispatching {
  manner: Manner
  department: string
  verifyingDepartment: string
  category: string
  grade: Grade
  /** title of the one case of a collective handling; of single ones each opinion's own */
  title: string
  /** an open case that they join; '' makes new ones */
  issueNo: string
}

const RAISER = { kind: 'citizen', id: null, person: '', personTitle: '', phone: '' } as const

/**
 * Gives valid opinions to a department: one case for all of them or one for each, with their clocks running, or into a case that
 * is open there. Who wrote them is not told. @throws NotFound, RuleBroken
 * @returns numbers of the cases
 * @source DESIGN.md §7 Opinions, domain.md §1.3 (departments are not told who complained)
 */
export async function dispatchOpinions(tx: Tx, nos: readonly string[], given: Dispatching): Promise<string[]> {
  const opinions: OpinionDocument[] = []
  for (const no of nos) opinions.push(await found(tx, no, 'opinion.dispatch'))
  if (given.issueNo !== '') {
    await joinCase(tx, given)
    for (const one of opinions) await handOver(tx, one, given.issueNo, { ...given, manner: 'collective' })
    return [given.issueNo]
  }
  if (given.manner === 'collective') {
    const issue = await makeCase(tx, given, { title: given.title, text: collectiveText(opinions), name: raiserName(opinions.length) })
    for (const one of opinions) await handOver(tx, one, issue.no, given)
    return [issue.no]
  }
  const made: string[] = []
  for (const one of opinions) {
    const issue = await makeCase(tx, given, { title: one.title, text: wholeText(one), name: raiserName(1) })
    await handOver(tx, one, issue.no, given)
    made.push(issue.no)
  }
  return made
}

const raiserName = (count: number): string => (count === 1 ? '一位市民' : `${count} 条市民意见`)

async function handOver(tx: Tx, one: OpinionDocument, issueNo: string, given: Dispatching): Promise<void> {
  dispatch(one, { ...given, issueNo }, tx.actor, tx.now)
  await one.save({ session: tx.session })
  audit(tx, one, { state: one.state, issueNo })
}

async function joinCase(tx: Tx, { issueNo, department }: Dispatching): Promise<void> {
  const issue = await IssueModel.findOne({ no: issueNo, source: 'opinion' }, { open: 1, leadDepartment: 1 }).session(tx.session)
    .lean<Pick<Issue, 'open' | 'leadDepartment'>>()
  if (!issue) throw new RuleBroken('opinion-no-issue', `没有从三民意见立的诉求 ${issueNo}，请核对编号。`)
  if (!issue.open) throw new RuleBroken('opinion-issue-over', `${issueNo} 已经办结，请另立一件。`)
  if (issue.leadDepartment !== department) throw new RuleBroken('opinion-issue-other', `${issueNo} 由别的部门牵头，请改选部门或另立一件。`)
}

/** A case that is taken in and assigned at once: the opinions were sorted before. */
async function makeCase(tx: Tx, given: Dispatching, words: { title: string, text: string, name: string }): Promise<Issue> {
  const { category, grade, department, verifyingDepartment } = given
  const filed = await fileIssue(tx, {
    title: words.title, text: words.text, source: 'opinion', raiser: { ...RAISER, name: words.name }, category, grade, district: null,
    secrecy: '公开', proposedDepartment: department,
  })
  const issue = await IssueModel.findById(filed._id).session(tx.session)
  if (!issue) throw new Error('The case was not stored')
  const when = await momentAt(tx.now)
  const year = yearOf(dayOf(tx.now))
  const assignNo = assignmentNumber(year, await nextNumber(tx.session, 'assignment', year))
  accept(issue, tx.actor, {
    leadDepartment: department, coDepartments: [], verifyingDepartment, category, grade, closeWorkingDays: null, assignNo, text: '三民意见分办',
  }, when)
  await issue.save({ session: tx.session })
  tx.audit({ record: { type: 'issue', id: issue._id, no: issue.no }, changes: { state: issue.state, assignNo } })
  const telling = await tellingOfTurn(issue.toObject<Issue>(), 'submitted', category, tx.actor.id, tx.session)
  if (telling) tx.tell(telling)
  return issue.toObject<Issue>()
}

const ISSUE_TEXT = 5000

const wholeText = ({ no, text, proposal }: Pick<Opinion, 'no' | 'text' | 'proposal'>): string =>
  `${no}\n${text}${proposal === '' ? '' : `\n建议：${proposal}`}`.slice(0, ISSUE_TEXT)

/** All texts below each other; what does not fit is named by number, the originals are linked. */
function collectiveText(opinions: readonly Pick<Opinion, 'no' | 'text' | 'proposal'>[]): string {
  const parts: string[] = []
  let left = ISSUE_TEXT - 200
  for (const one of opinions) {
    const part = wholeText(one)
    if (part.length > left) break
    parts.push(part)
    left -= part.length + 2
  }
  const rest = opinions.length - parts.length
  return [...parts, ...(rest > 0 ? [`另有 ${rest} 条，见三民意见建议。`] : [])].join('\n\n')
}

/** States of a case that came to nothing; its opinions may be dispatched anew. */
const CAME_TO_NOTHING: readonly Issue['state'][] = ['rejected', 'withdrawn', 'merged']

/** Takes an opinion out of a case that came to nothing. @throws NotFound, RuleBroken */
export async function recallOpinion(tx: Tx, no: string, reason: string): Promise<void> {
  const one = await found(tx, no, 'opinion.dispatch')
  const issue = await IssueModel.findOne({ no: one.issueNo ?? '' }, { state: 1 }).session(tx.session).lean<Pick<Issue, 'state'>>()
  if (issue && !CAME_TO_NOTHING.includes(issue.state)) {
    throw new RuleBroken('opinion-issue-runs', `${one.issueNo ?? ''} 还在办，不能收回。要换部门，请改派那件诉求。`)
  }
  recall(one, reason, tx.actor, tx.now)
  await one.save({ session: tx.session })
  audit(tx, one, { state: one.state, issueNo: '' }, reason)
}

/**
 * One answer for many opinions of a case, or anew for those that have one. Only what another body has verified may be told.
 * @throws NotFound, RuleBroken
 */
export async function answerOpinions(
  tx: Tx, issueNo: string, nos: readonly string[], given: { text: string, adoption: Adoption },
): Promise<void> {
  const issue = await IssueModel.findOne({ no: issueNo }, { answers: 1, leadDepartment: 1 }).session(tx.session)
    .lean<Pick<Issue, 'answers' | 'leadDepartment'>>()
  if (!issue) throw new NotFound()
  if (answerThatHolds(issue) === null) {
    throw new RuleBroken('opinion-unverified', `${issueNo} 的答复还没有通过核验，核验以后再答复提出人。`)
  }
  for (const no of new Set(nos)) {
    const one = await found(tx, no, 'opinion.answer')
    if (one.issueNo !== issueNo) throw new RuleBroken('opinion-other-issue', `${no} 不在 ${issueNo} 里。`)
    giveAnswer(one, { ...given, department: issue.leadDepartment ?? '' }, tx.actor, tx.now)
    await one.save({ session: tx.session })
    audit(tx, one, { state: one.state, adoption: given.adoption })
  }
}

/** An opinion that the actor may do this to. @throws NotFound */
export async function found(tx: Tx, no: string, right: Act): Promise<OpinionDocument> {
  const one = await OpinionModel.findOne({ $and: [{ no }, scopeFilter(tx.actor, right)] }).session(tx.session)
  if (!one) throw new NotFound()
  return one
}

/** One line of the trail about an opinion. */
export function audit(tx: Tx, { _id, no }: { _id: Types.ObjectId, no: string }, changes: Record<string, string>, reason = ''): void {
  tx.audit({ record: { type: 'opinion', id: _id, no }, changes, ...(reason === '' ? {} : { reason }) })
}
