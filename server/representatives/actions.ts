import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { DrawModel } from '../../models/draw/index.ts'
import { nextInOrder } from '../../models/draw/drawing.ts'
import { drawnOf, type DrawnRepresentative } from '../../models/representative/queries.ts'
import { RepresentativeModel, vet, type Representative } from '../../models/representative/index.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import { swapOnRoll } from '../ballots/rollActions.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'

export interface Decision {
  state: 'passed' | 'refused'
  reason: string
  /** the signed sheet was seen */
  consented: boolean
}

const recordOf = ({ _id, code }: Pick<Representative, '_id' | 'code'>) => ({ type: 'representative', id: _id, no: code ?? '' })

/** Vets one person or several at once; all or none. @throws what `vet` throws */
export async function vetAll(deps: Deps, actor: Actor, year: number, ids: readonly string[], decision: Decision): Promise<void> {
  await act(deps, actor, 'representative.vet', async (tx) => {
    const people = await RepresentativeModel.find({ _id: { $in: ids }, campaign: year }).session(tx.session)
    if (people.length !== ids.length || people.length === 0) throw new NotFound()
    for (const one of people) {
      vet(one, decision, actor, tx.now)
      await one.save({ session: tx.session })
      tx.audit({ record: recordOf(one), reason: decision.reason, changes: { 审核: decision.state === 'passed' ? '通过' : '不通过' } })
    }
  })
}

/**
 * Takes somebody out of the pool who has not been drawn.
 * @throws RuleBroken('representative-drawn') for the drawn: their place must be taken over; RuleBroken('pool-frozen') between freezing and draw
 */
export async function withdraw(deps: Deps, actor: Actor, year: number, id: string, reason: string): Promise<void> {
  await act(deps, actor, 'representative.withdraw', async (tx) => {
    const one = await personIn(year, id, tx)
    if (one.state !== 'candidate') throw new RuleBroken('representative-drawn', '只有候选人可以退出推荐库；抽中的由下一位递补。')
    const waiting = one.code !== null && (await DrawModel.exists({ year, state: { $in: ['frozen', 'announced'] } }).session(tx.session))
    if (waiting) throw new RuleBroken('pool-frozen', '推荐库已经冻结公布，抽取以前不能退出。抽取以后再办，抽中的由下一位递补。')
    one.set({ state: 'withdrawn', leftAt: tx.now, leftReason: reason })
    await one.save({ session: tx.session })
    tx.audit({ record: recordOf(one), reason, changes: { 状态: '候选 → 已退出' } })
  })
}

/** What came of a replacement: the code of who stepped in, null where nobody was left. */
export interface Replaced {
  out: string
  in: string | null
  /** whether the one who stepped in came onto the roll, so that a letter is to be printed */
  onRoll: boolean
}

/**
 * A drawn representative gives the place up and the next in the drawn order of the stratum takes it: who has not been drawn elsewhere and
 * has not left. The draw keeps and publishes both codes and the reason; where there is a roll already, it changes with them.
 * @throws RuleBroken('representative-not-drawn'), RuleBroken('representative-voted')
 * @source DESIGN.md §7 Draw
 */
export function replaceDropout(deps: Deps, actor: Actor, campaign: StoredCampaign, id: string, reason: string): Promise<Replaced> {
  const { year } = campaign
  return act(deps, actor, 'representative.replace', async (tx) => {
    const gone = await personIn(year, id, tx)
    const draw = await DrawModel.findOne({ year, state: 'drawn' }).session(tx.session)
    const { code, group, stratum } = gone
    const result = draw?.results.find((each) => each.round === group && each.name === stratum)
    if (gone.state !== 'drawn' || code === null || group === null || stratum === null || !draw || !result) {
      throw new RuleBroken('representative-not-drawn', '只有抽中的市民代表才由他人递补。')
    }
    const free = new Set((await RepresentativeModel.find(
      { campaign: year, code: { $in: result.order }, state: 'candidate', 'vetting.state': 'passed' }, { code: 1 },
    ).session(tx.session).lean()).map((one) => one.code))
    const next = nextInOrder(result.order, result.quota, (each) => free.has(each))
    gone.set({ state: 'replaced', leftAt: tx.now, leftReason: reason })
    await gone.save({ session: tx.session })
    tx.audit({ record: recordOf(gone), reason, changes: { 状态: '抽中 → 已由他人递补' } })
    const steppedIn = next === null ? null : await stepIn(year, next, gone, result.order.indexOf(next) + 1, tx)
    const onRoll = await swapOnRoll(tx, campaign, gone._id, steppedIn)
    draw.replacements.push({ at: tx.now, round: group, stratum, out: code, in: next, reason, byName: actor.name })
    await draw.save({ session: tx.session })
    return { out: code, in: next, onRoll }
  })
}

async function stepIn(year: number, code: string, gone: Representative, order: number, tx: Tx): Promise<DrawnRepresentative> {
  const one = await RepresentativeModel.findOne({ campaign: year, code }).session(tx.session)
  if (one === null) throw new NotFound()
  const { group, venue, planCategory, stratum } = gone
  one.set({ state: 'drawn', group, venue, planCategory, stratum, order, drawnAt: tx.now, replaces: gone.code })
  await one.save({ session: tx.session })
  tx.audit({ record: recordOf(one), changes: { 状态: '候选 → 抽中', 递补: gone.code ?? '' } })
  return drawnOf(one)
}

async function personIn(year: number, id: string, tx: Tx) {
  const one = await RepresentativeModel.findOne({ _id: id, campaign: year }).session(tx.session)
  if (one === null) throw new NotFound()
  return one
}
