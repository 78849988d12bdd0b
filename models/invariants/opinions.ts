import { IssueModel } from '../issue/index.ts'
import { OpinionModel, type Opinion } from '../opinion/index.ts'
import { flowOf } from '../opinion/counts.ts'
import { opinionCounts } from '../opinion/queries.ts'
import { isLiving } from '../opinion/state.ts'
import { findings, type Check, type Finding } from './finding.ts'

/** What must hold of opinions: nothing is lost, nothing hangs in the air, work is where it is said to be. */
export const opinionChecks: readonly Check[] = [
  { name: 'opinionBalance', word: '意见建议收到、有效、分办、答复的数字相加相等', find: unbalanced },
  { name: 'opinionMerged', word: '合并的意见都指向一条还在的意见', find: wronglyMerged },
  { name: 'opinionIssue', word: '分办的意见都有自己的诉求', find: withoutIssue },
]

async function unbalanced(): Promise<Finding[]> {
  const found: Finding[] = []
  for (const year of await OpinionModel.distinct('campaign')) {
    const [counts, all] = await Promise.all([opinionCounts(year), OpinionModel.countDocuments({ campaign: year })])
    const { received } = flowOf(counts)
    if (received !== all) found.push(...findings('opinionBalance', String(year), [`收到 ${all} 条，各状态相加 ${received} 条`]))
    const unanswered = await OpinionModel.countDocuments({ campaign: year, state: 'answered', answer: null })
    if (unanswered > 0) found.push(...findings('opinionBalance', String(year), [`${unanswered} 条已答复的没有答复`]))
  }
  return found
}

type Hung = Pick<Opinion, 'no' | 'state' | 'mergedInto' | 'campaign'>

async function wronglyMerged(): Promise<Finding[]> {
  const merged = await OpinionModel.find({ $or: [{ state: 'merged' }, { mergedInto: { $ne: null } }] }, { no: 1, state: 1, mergedInto: 1, campaign: 1 }).lean<Hung[]>()
  const heads = await OpinionModel.find({ no: { $in: merged.flatMap(({ mergedInto }) => mergedInto ?? []) } }, { no: 1, state: 1, campaign: 1 }).lean<Hung[]>()
  const byNo = new Map(heads.map((one) => [one.no, one]))
  return merged.flatMap(({ no, state, mergedInto, campaign }) => {
    const head = byNo.get(mergedInto ?? '')
    if (state !== 'merged') return findings('opinionMerged', no, ['没有合并，却写着合并到哪里'])
    if (!head || head.campaign !== campaign) return findings('opinionMerged', no, [`合并到的 ${mergedInto ?? ''} 不存在`])
    return isLiving(head.state) ? [] : findings('opinionMerged', no, [`合并到的 ${head.no} 自己已合并或无效`])
  })
}

async function withoutIssue(): Promise<Finding[]> {
  const dispatched = await OpinionModel.find(
    { state: { $in: ['dispatched', 'answered'] } }, { no: 1, issueNo: 1 },
  ).lean<Pick<Opinion, 'no' | 'issueNo'>[]>()
  const known = new Set(await IssueModel.distinct('no', { no: { $in: dispatched.flatMap(({ issueNo }) => issueNo ?? []) } }))
  return dispatched.flatMap(({ no, issueNo }) =>
    (issueNo !== null && known.has(issueNo) ? [] : findings('opinionIssue', no, [`诉求 ${issueNo ?? '（没有）'} 不存在`])))
}
