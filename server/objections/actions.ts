import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { decideObjection, ObjectionModel } from '../../models/objection/index.ts'
import type { Score } from '../../models/score/index.ts'
import { scoreOf } from '../../models/score/queries.ts'
import { SYSTEM, type Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import { nextNumber } from '../database/counters.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { computeScores } from '../scores/actions.ts'

/** A department objects to the calculation that it sees; a second press of the button is the same objection. @returns its number */
export function raiseObjection(
  deps: Deps, actor: Actor, { year }: StoredCampaign, score: Pick<Score, 'department' | 'n' | 'E'>, { about, text }: { about: string, text: string },
): Promise<string> {
  const same = { campaign: year, department: score.department, about, text, state: 'open' as const }
  return act(deps, actor, 'objection.raise', async (tx) => {
    const earlier = await ObjectionModel.findOne(same).session(tx.session)
    const no = earlier?.no ?? `YY${year}-${String(await nextNumber(tx.session, 'objection', year)).padStart(3, '0')}`
    const one = earlier ?? new ObjectionModel({ ...same, no, scoreN: score.n, before: score.E, raisedAt: tx.now, raisedByName: actor.name })
    await one.save({ session: tx.session })
    tx.audit({ record: { type: 'objection', id: one._id, no }, changes: { about, score: String(score.n) } })
    return no
  })
}

/**
 * Decides an objection, calculates the year anew and keeps beside the objection what became of the figure.
 * @throws NotFound, RuleBroken('objection-decided') a second time
 */
export async function settleObjection(
  deps: Deps, actor: Actor, year: number, no: string, decision: { upheld: boolean, text: string },
): Promise<void> {
  const { department, scoreN } = await act(deps, actor, 'objection.decide', async (tx) => {
    const one = await ObjectionModel.findOne({ campaign: year, no }).session(tx.session)
    if (!one) throw new NotFound()
    decideObjection(one, decision.upheld, decision.text, actor, tx.now)
    await one.save({ session: tx.session })
    tx.audit({ record: { type: 'objection', id: one._id, no }, changes: { state: one.state } })
    return one
  })
  await computeScores(deps, actor, year, `异议 ${no} ${decision.upheld ? '成立' : '不成立'}`)
  await recordEffect(deps, year, no, department, scoreN)
}

/** Keeps beside the objection which calculation came after it; nothing when the figure did not move. */
async function recordEffect(deps: Deps, year: number, no: string, department: string, from: number): Promise<void> {
  const score = await scoreOf(year, department, null)
  if (score === null || score.n === from) return
  await act(deps, SYSTEM, 'objection.effect', async (tx) => {
    const one = await ObjectionModel.findOne({ campaign: year, no }).session(tx.session)
    if (!one) throw new NotFound()
    one.set({ after: { n: score.n, E: score.E } })
    await one.save({ session: tx.session })
    tx.audit({ record: { type: 'objection', id: one._id, no }, changes: { after: score.E ?? '无' } })
  })
}
