import type { Notice } from '../../models/notice/index.ts'
import { PAGE_SIZE } from '../../models/notice/list.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { postButton } from '../lib/buttons.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import { listHref, pagerOf } from '../lib/listAddress.ts'
import type { Button, Empty, PageTitle, Pager, Tabs } from '../lib/parts.ts'

export interface NoticesPage {
  title: PageTitle
  tabs: Tabs
  rows: { text: string, href: string, time: string, iso: string, unread: boolean, button: Button | null }[]
  pager: Pager
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'notices/index': NoticesPage }
}

export type NoticeTab = 'unread' | 'all'
const PATH = '/notices'

export interface NoticeList {
  tab: NoticeTab
  rows: readonly Notice[]
  total: number
  unread: number
  page: number
  now: Date
}

/** The own notices; a receipt is a button, never the mere opening of the page. */
export function noticesPage({ tab, rows, total, unread, page, now }: NoticeList): NoticesPage {
  const today = dayOf(now)
  const tabOf = (key: NoticeTab, text: string, count: string | null) => ({
    text,
    count,
    href: listHref(PATH, { tab: key }),
    current: key === tab,
    tone: '' as const,
  })
  return {
    title: {
      clauses: ['通知'],
      note: null,
      actions: unread > 0 ? [postButton('全部标为已读', '/notices/reading', {}, 'primary')] : [],
    },
    tabs: { label: '通知的分类', tabs: [tabOf('unread', '未读', countText(unread)), tabOf('all', '全部', null)] },
    rows: rows.map((notice) => ({
      text: notice.text,
      href: notice.link,
      time: dateTimeText(notice.at, today),
      iso: notice.at.toISOString(),
      unread: notice.readAt === null,
      button:
        notice.readAt === null
          ? postButton('标为已读', `/notices/${String(notice._id)}/reading`, { tab }, 'link')
          : null,
    })),
    pager: pagerOf(PATH, { tab }, page, PAGE_SIZE, total > 1_000 ? { atLeast: 1_000 } : total, '条'),
    empty:
      tab === 'unread'
        ? {
            what: '没有未读的通知。',
            next: '新的交办、亮牌、批示会出现在这里。',
            link: { text: '看全部通知', href: listHref(PATH, { tab: 'all' }) },
          }
        : { what: '还没有通知。', next: '交办、亮牌、批示会出现在这里。', link: null },
  }
}
