import { STEWARD_TABS, type Running, type StewardRow, type StewardTab } from '../../models/invitation/stewardQueries.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { countText, dayText } from '../lib/format.ts'
import { listHref } from '../lib/listAddress.ts'
import type { Empty, PageTitle, Tabs, TaskRow } from '../lib/parts.ts'
import { invitationPath } from './find.ts'

/** A steward's firms, for one thumb: whom to send the link, who has not answered, who has. */
export interface StewardPage {
  title: PageTitle
  tabs: Tabs
  groups: { title: string, note: string, tasks: TaskRow[] }[]
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/mine': StewardPage }
}

const EMPTY: Record<StewardTab, Omit<Empty, 'link'>> = {
  waiting: { what: '没有要转发的问卷。', next: '办公室发起问卷后，您任服务专员的企业会列在这里。' },
  open: { what: '没有还没答的企业。', next: null },
  answered: { what: '还没有企业提交。', next: null },
}

export function stewardPage(
  rows: readonly StewardRow[],
  { tab, counts, running, today }: { tab: StewardTab, counts: Record<StewardTab, number>, running: readonly Running[], today: CivilDay },
): StewardPage {
  return {
    title: { clauses: ['问卷邀请'], note: '您任服务专员的企业。点开一户，复制文字和链接，或者用二维码，发给对方', actions: [] },
    tabs: {
      label: '办到哪一步',
      tabs: (Object.keys(STEWARD_TABS) as StewardTab[]).map((each) => ({
        text: STEWARD_TABS[each], count: countText(counts[each]), current: each === tab, tone: '' as const,
        href: listHref('/invitations', {}, { tab: each === 'waiting' ? undefined : each }),
      })),
    },
    groups: running.flatMap((questionnaire) => {
      const own = rows.filter((row) => row.questionnaire.equals(questionnaire._id))
      return own.length === 0 ? [] : [{
        title: questionnaire.title, note: questionnaire.closesAt ? `${dayText(dayOf(questionnaire.closesAt), today)}截止` : '',
        tasks: own.map((row) => taskOf(row, questionnaire, today)),
      }]
    }),
    empty: { ...EMPTY[tab], link: null },
  }
}

const taskOf = (row: StewardRow, questionnaire: Running, today: CivilDay): TaskRow => ({
  href: invitationPath(questionnaire, row), clauses: [row.enterpriseName], symbol: null,
  strong: row.state === 'bounced' ? '退回' : null, tone: row.state === 'bounced' ? 'near' : '', small: smallOf(row, today),
})

function smallOf(row: StewardRow, today: CivilDay): string {
  if (row.state === 'answered') return row.answeredOn ? `${dayText(row.answeredOn, today)}提交` : '已提交'
  if (row.state === 'made') return '还没有发'
  const parts = [
    row.sentAt ? `${dayText(dayOf(row.sentAt), today)}发出` : '', row.state === 'begun' ? '已开始填' : '',
    row.remindersSent > 0 ? `提醒过 ${row.remindersSent} 次` : '',
    row.extendedUntil ? `延期到 ${dayText(dayOf(row.extendedUntil), today)}` : '',
  ]
  return parts.filter(Boolean).join('，')
}
