import { CardModel, type Card } from '../../../models/card/index.ts'
import { askRevocation, confirmRevocation } from '../../../models/card/verbs.ts'
import type { StoredCampaign } from '../../../models/campaign/queries.ts'
import { IssueModel } from '../../../models/issue/index.ts'
import { momentAt } from '../../../models/issue/moment.ts'
import { record } from '../../../models/issue/step.ts'
import { scoreOf } from '../../../models/score/queries.ts'
import { planOfYear } from '../../../models/scoringPlan/queries.ts'
import { addDays, dayOf, instantOf } from '../../../models/shared/calendarDay.ts'
import type { Actor } from '../../../models/user/actor.ts'
import { act } from '../../act.ts'
import type { Deps } from '../../deps.ts'
import { raiseObjection, settleObjection } from '../../objections/actions.ts'
import type { People } from './people.ts'

const REVOKED = '系统停机期间无法提交答复，停机公告和答复稿的保存时间可以证明'

/**
 * What departments said against last year's scores, and the decisions: a red card that should not have been issued is revoked and
 * the score moves; the others stand.
 */
export async function objections(deps: Deps, people: People, office: Actor, campaign: StoredCampaign): Promise<void> {
  const openedOn = dayOf(campaign.window?.closesAt ?? deps.clock.now())
  const on = (days: number, time: string): Deps => ({ ...deps, clock: { now: () => instantOf(addDays(openedOn, days), time) } })
  const card = await cardToRevoke(campaign.year, on(7, '10:00').clock.now())
  const raised = [
    ...(card === null ? [] : [{
      department: card.department, about: '红牌、通报、约谈', text: `${card.issueNo} 的红牌是在市级系统停机那天计出的，答复稿当天已经写好，请予撤销。`, card,
      upheld: true, decision: '已由督查室核实，当天系统停机属实，红牌撤销，得分重新计算。',
    }]),
    {
      department: 'jiaotong', about: '评议得分 B', text: '分会场有两个类别的满意率明显低于其他会场，请核对计票。', card: null, upheld: false,
      decision: '已复核这两个类别的计票单和启封名单，逐项相符，与名册、票箱对得上，维持原得分。',
    },
    {
      department: 'jiaoyu', about: '响应、解决、满意', text: '一件诉求已经当面答复，回访时当事人出差没有接到电话，不应计入未评价。', card: null, upheld: false,
      decision: '未评价不计入满意率的分母，对得分没有影响；回访记录三次拨打属实，维持原得分。',
    },
  ]
  for (const [index, one] of raised.entries()) {
    const [then, later] = [on(5, `1${index}:30`), on(8 + index, '15:00')]
    const score = await scoreOf(campaign.year, one.department, null)
    if (score === null) continue
    const no = await raiseObjection(then, people.leadOf(one.department), campaign, score, one)
    if (one.card !== null) await revoke(on(7, '10:00'), one.card, people)
    await settleObjection(later, office, campaign.year, no, { upheld: one.upheld, text: one.decision })
  }
}

/** A red card of the plan's period that counts for its department and whose case has come to its end. */
async function cardToRevoke(year: number, at: Date): Promise<Card | null> {
  const plan = await planOfYear(year)
  if (plan === null) return null
  const { fromOn, toOn } = plan.period
  const cards = await CardModel.find({ rung: 'L2', state: 'issued', usedIn: null, issuedOn: { $gte: fromOn, $lte: toOn }, issue: { $ne: null } })
    .sort({ issuedOn: -1, _id: 1 }).lean<Card[]>()
  const few = cards.filter(({ department }) => cards.filter((card) => card.department === department).length < 8)
  const ended = await IssueModel.find({ _id: { $in: few.map(({ issue }) => issue) }, open: false }, { history: 1 }).lean()
  const still = new Set(ended.filter(({ history }) => history.every((entry) => entry.at < at)).map(({ _id }) => String(_id)))
  return few.find(({ issue }) => still.has(String(issue))) ?? null
}

/** Two people of the supervisors take a card back; its case keeps a note of it. */
async function revoke(deps: Deps, { _id, issue }: Card, { supervisors }: People): Promise<void> {
  const [first, second] = supervisors
  if (first === undefined || second === undefined) return
  await act(deps, second, 'card.confirmRevocation', async (tx) => {
    const [card, about] = [await CardModel.findById(_id).session(tx.session), await IssueModel.findById(issue).session(tx.session)]
    if (card === null || about === null) throw new Error(`Card ${String(_id)} is gone`)
    askRevocation(card, first, REVOKED, tx.now)
    confirmRevocation(card, second, tx.now)
    record(about, 'cardRevocation', second, await momentAt(tx.now), { text: `红牌：${REVOKED}` })
    await card.save({ session: tx.session })
    await about.save({ session: tx.session })
    tx.audit({ record: { type: 'card', id: card._id, no: card.issueNo ?? '' }, changes: { revocation: '确认撤销' }, reason: REVOKED })
  })
}
