import { Types } from 'mongoose'
import { isDeepStrictEqual } from 'node:util'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { awardEligibility } from '../../models/disciplineCase/queries.ts'
import { isUnsealed } from '../../models/ballot/queries.ts'
import { countRows } from '../../models/score/countRows.ts'
import type { Ballots } from '../../models/score/ballotScore.ts'
import { untilToday } from '../../models/score/counting.ts'
import { derivation } from '../../models/score/evaluation.ts'
import { ScoreModel, ScoreRowsModel, type Score } from '../../models/score/index.ts'
import { findNode, type ScoreNode } from '../../models/score/node.ts'
import { judgedDepartments, namedChanges, rowsOfScore, scoreOf, type Judged } from '../../models/score/queries.ts'
import { changesBetween, countsOf, type LeafRows } from '../../models/score/rows.ts'
import { planOfYear, type StoredPlan } from '../../models/scoringPlan/queries.ts'
import { publicationOf } from '../../models/publication/queries.ts'
import { scaleOf } from '../../models/scoringPlan/scales.ts'
import { ballotsByDepartment, groupsWithDifference, tallyOf } from '../../models/tally/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

/** How many departments got a new calculation, and how many had nothing new to be calculated. */
export interface ComputeCounts {
  computed: number
  unchanged: number
}

/** What the vote says about every department of a year; `ballots` is null before the unsealing. */
interface Vote {
  ballots: ReadonlyMap<string, Ballots> | null
  groupsWithGap: ReadonlySet<number>
  lostAwards: Awaited<ReturnType<typeof awardEligibility>>
}

async function voteOf(plan: StoredPlan): Promise<Vote> {
  const unsealed = await isUnsealed(plan.year)
  const [rows, groupsWithGap, lostAwards] = await Promise.all([
    unsealed ? tallyOf(plan.year) : null, unsealed ? groupsWithDifference(plan.year) : new Set<number>(), awardEligibility(plan.year),
  ])
  return { ballots: rows === null ? null : ballotsByDepartment(rows, scaleOf(plan.weights.scale)), groupsWithGap, lostAwards }
}

/**
 * Calculates the scores of all evaluated departments of a year by its plan. A department of which neither rows nor votes nor
 * plan have changed keeps its last calculation: doing it twice changes nothing.
 * @throws RuleBroken('no-plan') when the year has no scoring plan, RuleBroken('scores-frozen') after the freezing
 */
export async function computeScores(deps: Deps, actor: Actor, year: number, reason: string): Promise<ComputeCounts> {
  const plan = await planOfYear(year)
  if (plan === null) throw new RuleBroken('no-plan', `${year}年还没有计分方案，不能计算。请评议组先建方案。`)
  if ((await publicationOf(year)) !== null) throw new RuleBroken('scores-frozen', `${year}年的得分已经冻结，不再计算。`)
  const counts = { computed: 0, unchanged: 0 }
  const vote = await voteOf(plan)
  for (const judged of await judgedDepartments(year)) {
    const isNew = await computeScore(deps, actor, plan, judged, vote, reason)
    counts[isNew ? 'computed' : 'unchanged'] += 1
  }
  return counts
}

async function computeScore(deps: Deps, actor: Actor, plan: StoredPlan, judged: Judged, vote: Vote, reason: string): Promise<boolean> {
  const department = judged.department._id
  const period = untilToday(plan.period, dayOf(deps.clock.now()))
  const last = await scoreOf(plan.year, department, null)
  const [before, after] = await Promise.all([last ? rowsOfScore(last._id) : [], countRows(department, period)])
  const changes = changesBetween(before, after)
  const planChanged = last !== null && (last.plan.version !== plan.version || last.plan.hash !== plan.hash)
  const ballots = vote.ballots === null ? null : vote.ballots.get(department) ?? {}
  const tree = derivation(plan.weights, countsOf(after), ballots)
  const hasGap = vote.groupsWithGap.has(judged.group.no)
  const lostAwardBy = vote.lostAwards.get(department)?.caseNo ?? null
  const sameBeside = last !== null && (last.hasGap ?? false) === hasGap && (last.lostAwardBy ?? null) === lostAwardBy
  if (sameBeside && !planChanged && changes.length === 0 && isDeepStrictEqual(last.tree, tree)) return false
  const score: Score = {
    _id: new Types.ObjectId(), year: plan.year, department, n: (last?.n ?? 0) + 1,
    plan: { id: plan._id, version: plan.version, hash: plan.hash }, period, counts: countsOf(after), ballots, tree,
    R: valueAt(tree, 'R'), B: valueAt(tree, 'B'), E: valueAt(tree, 'E'), hasGap, lostAwardBy,
    changes: last === null ? [] : await namedChanges(changes), planChanged, reason, at: deps.clock.now(), byName: actor.name,
  }
  await store(deps, actor, score, after)
  return true
}

const valueAt = (tree: ScoreNode, key: string): string | null => findNode(tree, key)?.value ?? null

const store = (deps: Deps, actor: Actor, score: Score, rows: readonly LeafRows[]): Promise<void> =>
  act(deps, actor, 'score.compute', async (tx) => {
    await ScoreModel.create([score], { session: tx.session })
    await ScoreRowsModel.insertMany(rows.map((one) => ({ ...one, score: score._id })), { session: tx.session })
    tx.audit({
      record: { type: 'score', id: score._id, no: `${score.year}/${score.department}/${score.n}` },
      changes: { R: score.R ?? '无', B: score.B ?? '无', E: score.E ?? '无', 计分方案: `第 ${score.plan.version} 版` }, reason: score.reason,
    })
  })
