import type { ClientSession, Model, Types } from 'mongoose'
import { AnswerModel } from '../../models/answer/index.ts'
import { ContactRequestModel } from '../../models/contactRequest/index.ts'
import { InvitationModel } from '../../models/invitation/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { takenOver } from '../../models/subject/merging.ts'
import type { Actor } from '../../models/user/actor.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { recountTasks, VisitTaskModel, type VisitTask } from '../../models/visitTask/index.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Conflict } from '../http/errors.ts'
import { changesIn } from './changes.ts'

/** A record of a roster as merging needs it. */
export interface MergeRow {
  _id: Types.ObjectId
  __v: number
  name: string
  archivedAt: Date | null
}

/** What merging must know of a roster. */
export interface Merging<Row extends MergeRow> {
  noun: 'enterprise' | 'member'
  model: Model<never>
  /** word of each field that a merge may fill, in the form's order */
  words: Readonly<Record<string, string>>
  /** fields that are masked in the audit trail */
  personal: readonly string[]
  numberOf(row: Row): string
}

export interface Moved {
  visits: number
  issues: number
  tasks: number
  invitations: number
  requests: number
}

/** The fields of a record by name. */
export const factsIn = (row: object): Record<string, unknown> => Object.fromEntries(Object.entries(row))

/** How much hangs on a record, and would move. */
export async function movedFrom(id: Types.ObjectId): Promise<Moved> {
  const [visits, issues, tasks, invitations, requests] = await Promise.all([
    VisitModel.countDocuments({ 'subjects.id': id }),
    IssueModel.countDocuments({ 'raiser.id': id }),
    VisitTaskModel.countDocuments({ 'subject.id': id }),
    InvitationModel.countDocuments({ enterprise: id }),
    ContactRequestModel.countDocuments({ enterprise: id }),
  ])
  return { visits, issues, tasks, invitations, requests }
}

/**
 * Merges one record into another of the same firm or person, in one transaction: what the kept one does not say is
 * taken over, everything that hangs on the other moves, the other is archived and points to the kept one.
 * @throws Conflict when somebody else has changed one of them since the page was opened
 */
export function mergeRecords<Row extends MergeRow>(
  deps: Deps,
  actor: Actor,
  merging: Merging<Row>,
  { kept, other, versions }: { kept: Row; other: Row; versions: readonly [kept: string, other: string] },
): Promise<void> {
  const { noun, model, words, personal, numberOf } = merging
  return act(deps, actor, `${noun}.merge`, async (tx) => {
    const { session, now } = tx
    const before = factsIn(kept)
    const taken = takenOver(before, factsIn(other), Object.keys(words))
    const change = async (row: Row, version: string, values: object): Promise<void> => {
      const { modifiedCount } = await model.collection.updateOne(
        { _id: row._id, __v: Number(version), archivedAt: null },
        { $set: { ...values, updatedAt: now }, $inc: { __v: 1 } } as never,
        { session },
      )
      if (modifiedCount === 0) throw new Conflict('您打开这一页之后，别人改过其中一条，没有合并。')
    }
    await change(kept, versions[0], taken)
    await change(other, versions[1], { archivedAt: now, archivedWhy: `并入${kept.name}`, mergedInto: kept._id })
    await move(kept, other._id, session)
    const moved = await movedFrom(kept._id)
    tx.audit({
      record: { type: noun, id: kept._id, no: numberOf(kept) },
      changes: { ...changesIn(before, taken, { ...words }, personal, deps.keys.mask), merged: numberOf(other) || other.name },
      reason: `合并后走访 ${moved.visits} 次，诉求 ${moved.issues} 件`,
    })
    tx.audit({ record: { type: noun, id: other._id, no: numberOf(other) }, changes: { mergedInto: numberOf(kept) || kept.name } })
  })
}

async function move(kept: MergeRow, from: Types.ObjectId, session: ClientSession): Promise<void> {
  const to = kept._id
  await VisitModel.updateMany(
    { 'subjects.id': from },
    { $set: { 'subjects.$[own].id': to }, $inc: { __v: 1 } },
    { session, arrayFilters: [{ 'own.id': from }] },
  )
  await IssueModel.updateMany({ 'raiser.id': from }, { $set: { 'raiser.id': to }, $inc: { __v: 1 } }, { session })
  await ContactRequestModel.updateMany({ enterprise: from }, { $set: { enterprise: to } }, { session })
  await moveTasks(kept, from, session)
  await moveInvitations(to, from, session)
  await recountTasks([to], session)
}

/** A department has one task a period for a firm: where both had one, the visits of the other's count for the kept one. */
async function moveTasks(kept: MergeRow, from: Types.ObjectId, session: ClientSession): Promise<void> {
  const tasks = await VisitTaskModel.find({ 'subject.id': { $in: [kept._id, from] } }).session(session).lean<VisitTask[]>()
  const keyOf = ({ period, department }: VisitTask): string => `${period} ${department}`
  const own = new Map(
    tasks.filter(({ subject }) => String(subject.id) === String(kept._id)).map((task) => [keyOf(task), task]),
  )
  for (const task of tasks.filter(({ subject }) => String(subject.id) === String(from))) {
    const same = own.get(keyOf(task))
    if (same === undefined) {
      await VisitTaskModel.updateOne(
        { _id: task._id },
        { $set: { 'subject.id': kept._id, 'subject.name': kept.name }, $inc: { __v: 1 } },
        { session },
      )
      continue
    }
    await VisitModel.updateMany({ task: task._id }, { $set: { task: same._id } }, { session })
    await VisitTaskModel.deleteOne({ _id: task._id }, { session })
  }
}

/** A firm is invited once to a questionnaire: where both were, the other's invitation stays with its archived record. */
async function moveInvitations(to: Types.ObjectId, from: Types.ObjectId, session: ClientSession): Promise<void> {
  const taken = await InvitationModel.distinct('questionnaire', { enterprise: to }).session(session)
  const moving = await InvitationModel.find({ enterprise: from, questionnaire: { $nin: taken } }, { _id: 1 })
    .session(session)
    .lean<{ _id: Types.ObjectId }[]>()
  const ids = moving.map(({ _id }) => _id)
  await InvitationModel.updateMany({ _id: { $in: ids } }, { $set: { enterprise: to } }, { session })
  await AnswerModel.updateMany({ enterprise: from, invitation: { $in: ids } }, { $set: { enterprise: to } }, { session })
}
