import { Types } from 'mongoose'
import { isDeepStrictEqual } from 'node:util'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { countRows } from '../../models/score/countRows.ts'
import { untilToday } from '../../models/score/counting.ts'
import { derivation } from '../../models/score/evaluation.ts'
import { ScoreModel, ScoreRowsModel, type Score } from '../../models/score/index.ts'
import { findNode } from '../../models/score/node.ts'
import { namedChanges, rowsOfScore, scoreOf } from '../../models/score/queries.ts'
import { changesBetween, countsOf, type LeafRows } from '../../models/score/rows.ts'
import { planOfYear, type StoredPlan } from '../../models/scoringPlan/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

/** How many departments got a new calculation, and how many had nothing new to be calculated. */
export interface ComputeCounts {
  computed: number
  unchanged: number
}

/** The bodies that are evaluated, in the office's order. */
export const evaluatedDepartments = async () =>
  (await allDepartments()).filter(({ group, archivedAt }) => group !== null && archivedAt === null)

/**
 * Calculates the scores of all evaluated departments of a year by its plan. A department of which neither rows nor plan nor
 * period have changed keeps its last calculation: doing it twice changes nothing.
 * @throws RuleBroken('no-plan') when the year has no scoring plan
 */
export async function computeScores(deps: Deps, actor: Actor, year: number, reason: string): Promise<ComputeCounts> {
  const plan = await planOfYear(year)
  if (plan === null) throw new RuleBroken('no-plan', `${year}年还没有计分方案，不能计算。请评议组先建方案。`)
  const counts = { computed: 0, unchanged: 0 }
  for (const { _id } of await evaluatedDepartments()) {
    const isNew = await computeScore(deps, actor, plan, _id, reason)
    counts[isNew ? 'computed' : 'unchanged'] += 1
  }
  return counts
}

async function computeScore(deps: Deps, actor: Actor, plan: StoredPlan, department: string, reason: string): Promise<boolean> {
  const period = untilToday(plan.period, dayOf(deps.clock.now()))
  const last = await scoreOf(plan.year, department, null)
  const [before, after] = await Promise.all([last ? rowsOfScore(last._id) : [], countRows(department, period)])
  const changes = changesBetween(before, after)
  const planChanged = last !== null && (last.plan.version !== plan.version || last.plan.hash !== plan.hash)
  const tree = derivation(plan.weights, countsOf(after), null)
  if (last !== null && !planChanged && changes.length === 0 && isDeepStrictEqual(last.tree, tree)) return false
  const score: Score = {
    _id: new Types.ObjectId(), year: plan.year, department, n: (last?.n ?? 0) + 1,
    plan: { id: plan._id, version: plan.version, hash: plan.hash }, period, counts: countsOf(after), tree,
    R: findNode(tree, 'R')?.value ?? null, B: null, E: null,
    changes: last === null ? [] : await namedChanges(changes), planChanged, reason, at: deps.clock.now(), byName: actor.name,
  }
  await store(deps, actor, score, after)
  return true
}

const store = (deps: Deps, actor: Actor, score: Score, rows: readonly LeafRows[]): Promise<void> =>
  act(deps, actor, 'score.compute', async (tx) => {
    await ScoreModel.create([score], { session: tx.session })
    await ScoreRowsModel.insertMany(rows.map((one) => ({ ...one, score: score._id })), { session: tx.session })
    tx.audit({
      record: { type: 'score', id: score._id, no: `${score.year}/${score.department}/${score.n}` },
      changes: { R: score.R ?? '无', 计分方案: `第 ${score.plan.version} 版` }, reason: score.reason,
    })
  })
