import { REQUEST_KINDS } from '../../models/contactRequest/index.ts'
import { callsOwed } from '../../models/contactRequest/queries.ts'
import { questionnaireRows, responsesTo } from '../../models/questionnaire/queries.ts'
import { waitingCounts } from '../../models/triage/queries.ts'
import { memoFor } from '../../models/shared/memo.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { countText, dayText, rateText } from '../lib/format.ts'
import type { QueueRow } from './desk.ts'

const outside = memoFor(5_000, async () => {
  const [calls, texts, running] = await Promise.all([callsOwed(), waitingCounts(), questionnaireRows('published')])
  const responseTo = await responsesTo(running.map(({ _id }) => _id))
  const gathering = running.map((each) => ({ ...each, ...responseTo(each._id) }))
  return { gathering, calls, contact: texts.contact, texts: texts.wish + texts.department + texts.other }
})

const NOTHING = { firstNo: '', firstHref: null, since: '', limit: '', tone: 'second', work: null } as const

/** What firms said by links and in questionnaires, as queues of the office's desk. */
export async function outsideRows(today: CivilDay): Promise<QueueRow[]> {
  const { gathering, calls, contact, texts } = await outside()
  const { first } = calls
  const waiting = contact + texts
  const parts = [...(contact > 0 ? [`请联系我 ${countText(contact)} 条`] : []), ...(texts > 0 ? [`答卷里的意见 ${countText(texts)} 条`] : [])]
  return [
    {
      ...NOTHING, name: '待电话核实', href: '/contact-requests', count: countText(calls.count), unit: '件',
      ...(first ? {
        first: `${first.enterpriseName}：${REQUEST_KINDS[first.kind]}`, firstHref: `/contact-requests/${first._id}`,
        since: `${dayText(first.receivedOn, today)}收到`, tone: '' as const, work: { text: '打开', href: `/contact-requests/${first._id}` },
      } : { first: '没有' }),
    },
    {
      ...NOTHING, name: '问卷意见', href: '/triage', count: countText(waiting), unit: '条', first: parts.join('，') || '没有',
      ...(waiting > 0 ? { tone: '' as const, firstHref: '/triage', work: { text: '逐条分办', href: '/triage' } } : {}),
    },
    ...gathering.map(({ no, title, closesAt, answered, invited }): QueueRow => ({
      ...NOTHING, name: '问卷回收', href: `/questionnaires/${no}/invitations`, count: countText(invited - answered), unit: '户未交',
      tone: '', first: title, firstNo: no, firstHref: `/questionnaires/${no}`, since: `已提交 ${rateText(answered, invited)}`,
      limit: closesAt ? `${dayText(dayOf(closesAt), today)}截止` : '',
      work: { text: invited === 0 ? '邀请企业' : '看邀请', href: `/questionnaires/${no}/invitations` },
    })),
  ]
}
