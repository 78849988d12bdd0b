import { NoticeModel, type Notice } from '../notice/index.ts'
import { OutboxModel, type OutboxRow } from '../outbox/index.ts'
import { findings, type Check, type Finding } from './finding.ts'

/** A claimed row that nobody gave back for so long has been lost by its sender. */
const LOST_MS = 10 * 60_000

/** Each notice once, and whatever was sent to a page stands there. */
export const outboxChecks: readonly Check[] = [
  { name: 'outboxOnce', word: '同一通知只有一条', find: repeated },
  { name: 'outboxGap', word: '已送出的通知都到了页面，没有丢失的', find: ({ now }) => gaps(now) },
]

async function repeated(): Promise<Finding[]> {
  const found = await Promise.all(
    [OutboxModel, NoticeModel].map((model) =>
      model.collection
        .aggregate<{ _id: string; n: number }>([
          { $group: { _id: '$key', n: { $sum: 1 } } },
          { $match: { n: { $gt: 1 } } },
        ])
        .toArray(),
    ),
  )
  return found.flat().flatMap(({ _id, n }) => findings('outboxOnce', _id, [`有 ${n} 条`]))
}

async function gaps(now: Date): Promise<Finding[]> {
  const sent = await OutboxModel.find({ channel: 'page', state: 'sent' }, { key: 1 }).lean<Pick<OutboxRow, 'key'>[]>()
  const there = new Set(
    (
      await NoticeModel.find({ key: { $in: sent.map(({ key }) => key) } }, { key: 1 }).lean<Pick<Notice, 'key'>[]>()
    ).map(({ key }) => key),
  )
  const stuck = await OutboxModel.find(
    { state: 'waiting', leasedUntil: { $lt: new Date(now.getTime() - LOST_MS), $ne: null } },
    { key: 1 },
  ).lean<Pick<OutboxRow, 'key'>[]>()
  const odd = await OutboxModel.find(
    {
      $or: [
        { state: 'sent', sentAt: null },
        { state: 'waiting', sentAt: { $ne: null } },
      ],
    },
    { key: 1, state: 1 },
  ).lean<Pick<OutboxRow, 'key' | 'state'>[]>()
  return [
    ...sent
      .filter(({ key }) => !there.has(key))
      .flatMap(({ key }) => findings('outboxGap', key, ['标为已送出，页面上没有'])),
    ...stuck.flatMap(({ key }) => findings('outboxGap', key, ['被取走后没有送出也没有退回'])),
    ...odd.flatMap(({ key, state }) => findings('outboxGap', key, [`状态 ${state} 与送出时间不符`])),
  ]
}
