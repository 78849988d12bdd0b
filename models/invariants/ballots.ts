import { BallotKeyModel } from '../ballot/index.ts'
import type { StoredKey } from '../ballot/queries.ts'
import { sealedBytes } from '../ballot/sealing.ts'
import { countList, unsealingHash, type MarkList } from '../ballot/unsealing.ts'
import { BoxModel } from '../box/index.ts'
import { CampaignModel, type Campaign } from '../campaign/index.ts'
import { LinkModel } from '../link/index.ts'
import { RollModel } from '../roll/index.ts'
import { planOfYear } from '../scoringPlan/queries.ts'
import { scaleOf } from '../scoringPlan/scales.ts'
import { MarkListModel, TallyModel, type TallyRow } from '../tally/index.ts'
import { isSigned, reconciliationOf } from '../tally/queries.ts'
import { findings, type Check, type Finding } from './finding.ts'

/** The secret vote must add up without anybody seeing a ballot. @source security.md §a Invariant checker, V1 V9 */
export const ballotChecks: readonly Check[] = [
  { name: 'ballots', word: '名册已投票人数与票箱里的票数逐组相等，密文长短一致', find: () => eachYear(boxComplaints) },
  { name: 'reconciliation', word: '选票发出、收回、作废换发相符，差额都有签字', find: () => eachYear(reconciliationComplaints) },
  { name: 'tallies', word: '计票与启封的票逐张相符，校验码一致', find: () => eachYear(tallyComplaints) },
]

type Complain = (campaign: Campaign, key: StoredKey) => Promise<string[]>

async function eachYear(complain: Complain): Promise<Finding[]> {
  const [campaigns, keys] = await Promise.all([CampaignModel.find({}).lean<Campaign[]>(), BallotKeyModel.find({}).lean<StoredKey[]>()])
  const found = await Promise.all(keys.map(async (key) => {
    const campaign = campaigns.find(({ year }) => year === key._id)
    const texts = campaign ? await complain(campaign, key) : ['没有这一年的三民活动']
    return findings('ballots', `${key._id}年选票`, texts)
  }))
  return found.flat()
}

const boxComplaints: Complain = async ({ year, groups }, { unsealed }) => {
  const rows = await reconciliationOf(year)
  const uneven = groups.flatMap(({ no, name }) => {
    const gap = rows.filter(({ group }) => group === no).flatMap(({ gaps }) => gaps)
      .filter(({ kind }) => kind === 'box').reduce((sum, { number }) => sum + number, 0)
    return gap === 0 ? [] : [`${name}名册上已投票的人数与票箱相差 ${gap} 张`]
  })
  const [left, departed, ...sizes] = await Promise.all([
    unsealed === null ? 0 : BoxModel.countDocuments({ campaign: year, sealed: { $ne: null } }),
    departedWithLetter(year),
    ...groups.map(({ no, departments }) => oddSizes(year, no, sealedBytes(departments.length))),
  ])
  const odd = groups.flatMap(({ name }, at) => (sizes[at] ? [`${name}有 ${sizes[at]} 张密文长短不一`] : []))
  const alive = departed === 0 ? [] : [`退出的代表里有 ${departed} 人已投票，或者手里的选票信还能用`]
  return [...uneven, ...odd, ...alive, ...(left > 0 ? [`已经启封，票箱里还有 ${left} 张密文`] : [])]
}

/** Representatives who left and whose ballot was not made void with that. */
async function departedWithLetter(campaign: number): Promise<number> {
  const gone = await RollModel.find({ campaign, leftOn: { $ne: null } }, { votedOn: 1 }).lean<{ _id: unknown, votedOn: string | null }[]>()
  const voted = gone.filter(({ votedOn }) => votedOn !== null).length
  return voted + await LinkModel.countDocuments({ purpose: 'ballot', subject: { $in: gone.map(({ _id }) => String(_id)) }, revokedAt: null })
}

async function oddSizes(campaign: number, group: number, bytes: number): Promise<number> {
  const [found] = await BoxModel.aggregate<{ odd: number }>([
    { $match: { campaign, group, filled: true, sealed: { $ne: null } } },
    { $match: { $expr: { $ne: [{ $binarySize: '$sealed' }, bytes] } } }, { $count: 'odd' },
  ])
  return found?.odd ?? 0
}

const reconciliationComplaints: Complain = async ({ year }, { unsealed }) => (await reconciliationOf(year)).flatMap((row) => {
  const at = `第 ${row.group} 组${row.venue}“${row.category}”`
  const rest = row.issued - row.returned - row.notReturned - row.reissued
  const known = row.gaps.filter(({ kind }) => kind === 'issued').reduce((sum, { number }) => sum + number, 0)
  const split = row.valid === null || row.invalid === null ? 0 : row.returned - row.valid - row.invalid
  const told = row.gaps.filter(({ kind }) => kind === 'returned' || kind === 'box').reduce((sum, { number }) => sum + number, 0)
  const unsigned = unsealed === null ? [] : row.gaps.filter((gap) => !isSigned(gap, row.signed))
  return [
    ...(rest === known ? [] : [`${at}发出比收回、未收回、作废换发之和多 ${rest}`]),
    ...(split === told ? [] : [`${at}收回比有效、无效之和多 ${split}`]),
    ...(unsigned.length > 0 ? [`${at}有 ${unsigned.length} 处差额没有签字说明`] : []),
  ]
})

const tallyComplaints: Complain = async ({ year }, { unsealed }) => {
  const [lists, rows, plan] = await Promise.all([
    MarkListModel.find({ campaign: year }).lean<MarkList[]>(), TallyModel.find({ campaign: year }).lean<TallyRow[]>(), planOfYear(year),
  ])
  if (unsealed === null) return rows.length + lists.length > 0 ? ['还没有启封就有计票'] : []
  const { options } = scaleOf(plan?.weights.scale ?? 'B4')
  const wrong = lists.filter((list) => {
    const row = rows.find((each) =>
      each.group === list.group && each.venue === list.venue && each.category === list.category && each.department === list.department)
    const { counts, abstained } = countList(list.marks, options.length)
    return row?.abstained !== abstained || options.some((option, at) => (row.marks[option] ?? 0) !== counts[at])
  })
  return [
    ...wrong.map(({ group, venue, category, department }) => `第 ${group} 组${venue}“${category}”${department} 的计票与启封的票不符`),
    ...(rows.length === lists.length ? [] : [`计票 ${rows.length} 行，启封的票 ${lists.length} 份`]),
    ...(unsealingHash(lists, options.length) === unsealed.hash ? [] : ['重新点数得到的校验码与启封时公布的不一致']),
  ]
}
