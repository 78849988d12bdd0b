import type { Types } from 'mongoose'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { figuresDueAt } from '../../models/result/closing.ts'
import { computeFigures } from '../../models/result/compute.ts'
import { ResultModel } from '../../models/result/index.ts'
import { answersOf, latestExtension, rollOf } from '../../models/result/queries.ts'
import { SYSTEM, type Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

/** What became of the figures: stored now, there before, or not yet due. `dueAt` null = no close is known. */
export type Computed = { state: 'computed' | 'present' } | { state: 'waiting', dueAt: Date | null }

/**
 * Computes the figures of a questionnaire once and stores them; from then on nobody can answer it any more. Before the
 * close has passed for everybody, with the grace, it does nothing and says when it will.
 * @throws Error when there is no such questionnaire
 * @source DESIGN.md §7 Questionnaire
 */
export async function computeResults(deps: Deps, questionnaireId: Types.ObjectId, actor: Actor = SYSTEM): Promise<Computed> {
  const found = await QuestionnaireModel.findById(questionnaireId).select('-draft').lean<Questionnaire | null>()
  if (!found) throw new Error('No such questionnaire')
  if (found.results !== null) return { state: 'present' }
  const dueAt = found.state === 'draft' ? null : figuresDueAt(found, await latestExtension(found._id))
  if (dueAt === null || deps.clock.now() <= dueAt) return { state: 'waiting', dueAt }
  return act(deps, actor, 'questionnaire.computeResults', async (tx) => {
    const marked = await QuestionnaireModel.updateOne(
      { _id: found._id, results: null },
      {
        $set: { state: 'closed', closedAt: found.closedAt ?? tx.now, results: { computedAt: tx.now } }, $inc: { __v: 1 },
      },
      { session: tx.session },
    )
    const record = { type: 'questionnaire', id: found._id, no: found.no }
    if (marked.modifiedCount === 0) {
      tx.audit({ record, changes: { 结果: '已有' } })
      return { state: 'present' as const }
    }
    const [roll, answers] = [await rollOf(found._id, tx.session), await answersOf(found._id, tx.session)]
    const figures = computeFigures(found, roll, answers)
    await ResultModel.create([{ _id: found._id, year: found.year, computedAt: tx.now, figures }], { session: tx.session })
    tx.audit({ record, changes: { 邀请: String(figures.invited), 答卷: String(figures.answers) } })
    return { state: 'computed' as const }
  })
}

/**
 * Closes what is past its time, and computes what has become due. Safe to run twice or late.
 * @returns how many were closed and computed
 */
export async function closeDue(deps: Deps): Promise<{ closed: number, computed: number }> {
  const now = deps.clock.now()
  const past = await QuestionnaireModel.find({ state: 'published', closesAt: { $lt: now } }, { no: 1 }).lean<Pick<Questionnaire, '_id' | 'no'>[]>()
  for (const { _id, no } of past) {
    await act(deps, SYSTEM, 'questionnaire.close', async (tx) => {
      await QuestionnaireModel.updateOne(
        { _id, state: 'published', closesAt: { $lt: tx.now } }, { $set: { state: 'closed', closedAt: tx.now }, $inc: { __v: 1 } },
        { session: tx.session },
      )
      tx.audit({ record: { type: 'questionnaire', id: _id, no }, changes: { 状态: '已截止' } })
    })
  }
  const waiting = await QuestionnaireModel.find({ state: 'closed', results: null }, { _id: 1 }).lean<{ _id: Types.ObjectId }[]>()
  let computed = 0
  for (const { _id } of waiting) computed += (await computeResults(deps, _id)).state === 'computed' ? 1 : 0
  return { closed: past.length, computed }
}
