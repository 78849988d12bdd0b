import { CardModel, type Card } from '../card/index.ts'
import { IssueModel } from '../issue/index.ts'
import type { StoredDueVersion } from '../issue/record.ts'
import { findings, type Check, type Finding } from './finding.ts'

interface Ladder {
  _id: unknown
  no: string
  dueVersions: StoredDueVersion[]
}

/** Each rung of a case once per due version, and nothing issued that the case does not know of. */
export const cardChecks: readonly Check[] = [
  { name: 'rungOnce', word: '同一诉求同一级同一期限版本只发一次', find: repeatedRungs },
  { name: 'rungKnown', word: '发出的牌都记在期限版本里', find: unknownRungs },
  { name: 'cardUsedOnce', word: '每张红牌、督办单只用于一份通报或约谈', find: usedTwice },
]

async function repeatedRungs(): Promise<Finding[]> {
  const groups = await CardModel.aggregate<{ _id: { rung: string; version: number }; nos: string[]; n: number }>([
    { $match: { issue: { $ne: null }, state: { $ne: 'void' } } },
    {
      $group: {
        _id: { issue: '$issue', rung: '$rung', version: '$dueVersion' },
        n: { $sum: 1 },
        nos: { $addToSet: '$issueNo' },
      },
    },
    { $match: { n: { $gt: 1 } } },
  ])
  return groups.flatMap(({ _id, nos, n }) =>
    findings('rungOnce', nos.join('、'), [`${_id.rung} 在第 ${_id.version} 版期限里有 ${n} 张`]),
  )
}

async function unknownRungs(): Promise<Finding[]> {
  const cards = await CardModel.find(
    { issue: { $ne: null }, basis: 'overdue', state: { $in: ['draft', 'issued', 'revoked'] } },
    { issue: 1, issueNo: 1, rung: 1, dueVersion: 1 },
  ).lean<Card[]>()
  const issues = await IssueModel.find(
    { _id: { $in: cards.map(({ issue }) => issue) } },
    { no: 1, 'dueVersions.n': 1, 'dueVersions.raised': 1 },
  ).lean<Ladder[]>()
  const byId = new Map(issues.map((issue) => [String(issue._id), issue]))
  return cards.flatMap(({ issue, issueNo, rung, dueVersion }) => {
    const version = byId.get(String(issue))?.dueVersions.find(({ n }) => n === dueVersion)
    return version?.raised.includes(rung)
      ? []
      : findings('rungKnown', issueNo ?? String(issue), [`有一张 ${rung}，第 ${dueVersion} 版期限里没有记`])
  })
}

async function usedTwice(): Promise<Finding[]> {
  const papers = await CardModel.find({ madeFrom: { $ne: [] } }, { madeFrom: 1, no: 1, key: 1, state: 1 }).lean<
    Card[]
  >()
  const parts = await CardModel.find({ _id: { $in: papers.flatMap(({ madeFrom }) => madeFrom) } }, { usedIn: 1 }).lean<
    Card[]
  >()
  const usedIn = new Map(parts.map((card) => [String(card._id), String(card.usedIn)]))
  return papers.flatMap(({ _id, madeFrom, no, key }) =>
    madeFrom.flatMap((part) =>
      usedIn.get(String(part)) === String(_id)
        ? []
        : findings('cardUsedOnce', no ?? key, [`由 ${String(part)} 合成，那张牌没有记在这里`]),
    ),
  )
}
