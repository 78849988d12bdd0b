import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { COMMENT_STATES, type BallotComment, type CommentState } from '../../models/tally/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { campaignTabs } from '../campaigns/tabs.ts'
import type { Actor } from '../../models/user/actor.ts'
import { dateTimeText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Empty, ErrorSummary, FilterBar, PageTitle, Pager, Tabs } from '../lib/parts.ts'
import { ballotsPath } from './officeView.ts'

export interface CommentsPage {
  errors: ErrorSummary | null
  title: PageTitle
  campaign: Tabs
  tabs: Tabs | null
  filter: FilterBar | null
  review: { action: string, state: string, department: string, reason: string, error: boolean } | null
  rows: { id: string, text: string, department: string, state: string, note: string | null }[]
  pager: Pager
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'ballots/comments': CommentsPage }
}

export interface Comments {
  campaign: StoredCampaign
  actor: Actor
  /** null for a department, which sees what was released to it */
  review: { counts: Record<CommentState, number>, reason: string, error: string | null } | null
  departmentName: (code: string) => string
  departments: readonly string[]
  query: ListQuery
  page: number
  size: number
  found: { rows: readonly BallotComment[], total: number }
  unsealed: boolean
  now: Date
}

export function commentsPage(asked: Comments): CommentsPage {
  const { campaign, actor, review, departmentName, departments, query, page, size, found, now } = asked
  const path = ballotsPath(campaign.year, 'comments')
  const state = query['state'] ?? ''
  const choices = departments.map((code) => ({ value: code, text: departmentName(code) }))
  return {
    errors: review?.error ? { title: '有 1 处要改', errors: [{ text: review.error, href: '#f-reason' }] } : null,
    title: {
      clauses: ['票上意见'], actions: [],
      note: review ? '启封后从选票上拆下、打乱的意见，看不出是谁写的。看过再转给部门' : '市民代表在选票上写给本部门的话，不署名',
    },
    campaign: campaignTabs(campaign.year, 'ballots/comments', actor),
    tabs: review && {
      label: '意见的状态',
      tabs: Object.entries(COMMENT_STATES).map(([key, text]) => ({
        text, count: String(review.counts[key as CommentState]), current: key === state, tone: '' as const,
        href: listHref(path, { department: query['department'] }, { state: key }),
      })),
    },
    filter: review && filterBar({
      path, query, search: null, selects: [filterSelect('department', '部门', choices, query)], keep: ['state'],
      countText: `${found.total} 条`, exportable: false, printable: false,
    }),
    review: review && state !== 'released' && found.total > 0
      ? { action: path, state, department: query['department'] ?? '', reason: review.reason, error: review.error !== null } : null,
    rows: found.rows.map((comment) => ({
      id: comment._id, text: comment.text, department: departmentName(comment.department), state: COMMENT_STATES[comment.state],
      note: comment.reviewedAt === null ? null
        : `${dateTimeText(comment.reviewedAt, dayOf(now))}${comment.reason === '' ? '' : `，${comment.reason}`}`,
    })),
    pager: pagerOf(path, query, page, size, found.total, '条'),
    empty: asked.unsealed
      ? { what: '这里没有意见。', next: review ? '换一个状态或部门看看。' : '评议组审看后转来的意见会出现在这里。', link: null }
      : { what: '选票还没有启封。', next: '意见和票一起密封着，启封以后才看得到。', link: null },
  }
}
