import type { Types } from 'mongoose'
import { categoriesByCode } from '../../models/category/queries.ts'
import { IssueModel, type RaiserKind } from '../../models/issue/index.ts'
import { note } from '../../models/issue/handling.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { yearOf } from '../../models/shared/calendarDay.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import {
  VisitModel, type RaisedIssue, type Subject, type VisitContent, type VisitDocument,
} from '../../models/visit/index.ts'
import { visitNumber } from '../../models/visit/number.ts'
import { metSomebody } from '../../models/visit/outcome.ts'
import type { ENTERED_BY_STAFF } from '../../models/visit/confirmation.ts'
import { plannedVisit } from '../../models/visit/queries.ts'
import { wordForRaised } from '../../models/visit/subject.ts'
import { recountTasks, VisitTaskModel } from '../../models/visitTask/index.ts'
import type { Tx } from '../act.ts'
import { claimFiles } from '../attachments/store.ts'
import { nextNumber } from '../database/counters.ts'
import { fileIssue } from '../issues/actions.ts'
import type { IssueBlock } from './issueBlocks.ts'
import { idsOf } from './subjects.ts'

/** A visit to be recorded with everything that came with it. */
export interface Logged {
  content: VisitContent
  issues: readonly IssueBlock[]
  /** ids of pending photos */
  photos: readonly string[]
  /** number of the plan that was carried out, null for a visit nobody planned */
  plan: string | null
}

/**
 * Records a visit and files its issues, whole or not at all: the record, the cases, the notes on cases raised again,
 * the photos and the figures of the tasks.
 *
 * @throws RuleBroken when the plan is gone or an issue to be noted on is no longer open
 * @returns the number of the visit
 */
export async function logVisit(tx: Tx, logged: Logged): Promise<string> {
  const visit = await recorded(tx, logged)
  visit.issues = [...visit.issues, ...await fileIssues(tx, visit, logged.issues)]
  await visit.save({ session: tx.session })
  const user = visit.createdBy
  await claimFiles(tx.session, tx.actor.id ?? user, logged.photos, { type: 'visit', id: visit._id })
  if (!metSomebody(visit.outcome)) await recordVainAttempts(tx, visit)
  await recountTasks(idsOf(visit.subjects), tx.session)
  tx.audit({ record: { type: 'visit', id: visit._id, no: visit.no }, changes: { issues: String(visit.issues.length) } })
  return visit.no
}

/** Notes a visit that is to come, so that others see who is going. @returns its number */
export async function planVisit(tx: Tx, content: VisitContent): Promise<string> {
  const visit = await created(tx, content, 'planned')
  await visit.save({ session: tx.session })
  tx.audit({ record: { type: 'visit', id: visit._id, no: visit.no }, changes: { state: 'planned' } })
  return visit.no
}

/**
 * Corrects a record; issues written into the form are filed, those already filed stay as they are.
 * @param version the version that the form was made from
 * @throws StaleForm when somebody changed the record since
 */
export async function editVisit(
  tx: Tx, no: string, version: number, content: VisitContent, { issues, photos }: Pick<Logged, 'issues' | 'photos'>,
): Promise<void> {
  const visit = await VisitModel.findOne({ $and: [{ no }, scopeFilter(tx.actor, 'visit.edit')] }).session(tx.session)
  if (visit === null) throw new RuleBroken('visit-gone', '这条走访记录已不在您能修改的范围里。')
  if (visit.__v !== version) throw new StaleForm()
  const before = idsOf(visit.subjects)
  visit.edit(content, tx.actor, tx.now)
  visit.issues = [...visit.issues, ...await fileIssues(tx, visit, issues)]
  await visit.save({ session: tx.session })
  if (tx.actor.id) await claimFiles(tx.session, tx.actor.id, photos, { type: 'visit', id: visit._id })
  await recountTasks([...before, ...idsOf(visit.subjects)], tx.session)
  tx.audit({ record: { type: 'visit', id: visit._id, no: visit.no } })
}

/** The record was changed by somebody else after the form was opened. */
export class StaleForm extends Error {}

async function recorded(tx: Tx, { content, plan }: Logged): Promise<VisitDocument> {
  if (plan === null) return created(tx, content, 'done')
  const planned = await plannedVisit(plan, scopeFilter(tx.actor, 'visit.edit'), tx.session)
  if (planned === null) throw new RuleBroken('visit-not-planned', '这次计划的走访已经记过或取消，请到走访列表里看。')
  planned.carryOut(content, tx.actor, tx.now)
  return planned
}

async function created(tx: Tx, content: VisitContent, state: 'planned' | 'done'): Promise<VisitDocument> {
  const { actor, now } = tx
  if (actor.id === null || actor.department === null) throw new Error('Only a member of staff makes visits')
  const no = visitNumber(content.onDay, await nextNumber(tx.session, `visit-${content.onDay}`, yearOf(content.onDay)))
  const act = state === 'planned' ? 'planned' : 'logged'
  return new VisitModel({
    ...content, no, state, department: actor.department, createdBy: actor.id, createdByName: actor.name,
    history: [{ at: now, by: actor.id, byName: actor.name, act, text: '' }], createdAt: now, updatedAt: now,
  })
}

async function fileIssues(tx: Tx, visit: VisitDocument, blocks: readonly IssueBlock[]): Promise<RaisedIssue[]> {
  const raised: RaisedIssue[] = []
  for (const block of blocks) {
    const filed = block.again === null ? await newIssue(tx, visit, block) : await raisedAgain(tx, visit, block.again)
    raised.push({ ...filed, raiser: block.raiser, again: block.again !== null })
  }
  return raised
}

type Filed = Pick<RaisedIssue, 'issue' | 'no'>

async function newIssue(tx: Tx, visit: VisitDocument, block: IssueBlock): Promise<Filed> {
  const subject = raiserOf(visit, block)
  const grade = (await categoriesByCode()).get(block.category)?.grade ?? '一般'
  const [host] = visit.hostPersons
  const issue = await fileIssue(tx, {
    title: block.what, text: visit.heard, source: 'visit', category: block.category, grade,
    raiser: {
      kind: RAISERS[subject.type], id: subject.id, name: subject.name, person: host?.name ?? '',
      personTitle: host?.title ?? '', phone: host?.phone ?? '',
    },
    district: subject.district, secrecy: visit.secrecy, proposedDepartment: block.department,
    visit: visit._id, visitNo: visit.no, visitDepartment: visit.department,
  })
  return { issue: issue._id, no: issue.no }
}

const RAISERS: Record<Subject['type'], RaiserKind> = {
  enterprise: 'enterprise', npc: 'npc', cppcc: 'cppcc', other: 'other',
}

function raiserOf(visit: VisitDocument, { raiser }: IssueBlock): Subject {
  const subject = visit.subjects[raiser] ?? visit.subjects[0]
  if (subject === undefined) throw new Error('A visit without a subject')
  return subject
}

/** Raised again: the open case gets a note, and no second case is made of it. */
async function raisedAgain(tx: Tx, visit: VisitDocument, no: string): Promise<Filed> {
  const filter = { no, open: true, 'raiser.id': { $in: idsOf(visit.subjects) } }
  const issue = await IssueModel.findOne(filter).session(tx.session)
  if (issue === null) throw new RuleBroken('issue-not-open', `${no} 已经办结或不是这次走访对象提的，请去掉“再次反映”，另立一件。`)
  const word = wordForRaised(visit.subjects[0]?.type ?? 'enterprise')
  note(issue, tx.actor, `走访时再次反映这件${word}（${visit.no}）`, await momentAt(tx.now))
  await issue.save({ session: tx.session })
  tx.audit({ record: { type: 'issue', id: issue._id, no }, changes: { again: visit.no } })
  return { issue: issue._id, no }
}

/** Nobody was met: the department's running tasks with these subjects note the attempt. */
async function recordVainAttempts(tx: Tx, visit: VisitDocument): Promise<void> {
  const tasks = await VisitTaskModel.find({
    'subject.id': { $in: idsOf(visit.subjects) }, department: visit.department,
    fromOn: { $lte: visit.onDay }, dueOn: { $gte: visit.onDay },
  }).session(tx.session)
  for (const task of tasks) {
    task.recordAttempt({ on: visit.onDay, by: tx.actor.name, note: visit.no })
    await task.save({ session: tx.session })
  }
}

/**
 * Confirms a visit: from now on it counts.
 * @param sheets pending photos of the signed sheet
 * @throws RuleBroken('visit-confirmation')
 */
export async function confirmVisit(
  tx: Tx, no: string, how: (typeof ENTERED_BY_STAFF)[number], text: string, sheets: readonly Types.ObjectId[],
): Promise<void> {
  const visit = await VisitModel.findOne({ $and: [{ no }, scopeFilter(tx.actor, 'visit.confirm')] }).session(tx.session)
  if (visit === null) throw new RuleBroken('visit-gone', '这条走访记录已不在您能确认的范围里。')
  visit.confirm(how, text, sheets.length > 0, tx.actor, tx.now)
  await visit.save({ session: tx.session })
  if (tx.actor.id) await claimFiles(tx.session, tx.actor.id, sheets, { type: 'confirmation', id: visit._id })
  await recountTasks(idsOf(visit.subjects), tx.session)
  tx.audit({ record: { type: 'visit', id: visit._id, no }, changes: { confirmation: how } })
}

/** The visited party says by the link that it took place. @throws RuleBroken('visit-confirmation') */
export async function confirmByLink(tx: Tx, visit: VisitDocument, text: string): Promise<void> {
  visit.confirm('link', text, false, tx.actor, tx.now)
  await visit.save({ session: tx.session })
  await recountTasks(idsOf(visit.subjects), tx.session)
  tx.audit({ record: { type: 'visit', id: visit._id, no: visit.no }, changes: { confirmation: 'link' } })
}

/** Takes a plan back. @throws RuleBroken('visit-not-planned') */
export async function cancelPlan(tx: Tx, no: string, reason: string): Promise<void> {
  const visit = await VisitModel.findOne({ $and: [{ no }, scopeFilter(tx.actor, 'visit.edit')] }).session(tx.session)
  if (visit === null) throw new RuleBroken('visit-gone', '这条走访计划已不在您能取消的范围里。')
  visit.cancel(reason, tx.actor, tx.now)
  await visit.save({ session: tx.session })
  tx.audit({ record: { type: 'visit', id: visit._id, no }, changes: { state: 'void' }, reason })
}
