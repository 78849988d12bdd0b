import type { Card } from '../../models/card/index.ts'
import { ORDER_TABS, PAGE_SIZE, type OrderTab } from '../../models/card/orderList.ts'
import { STANDING } from '../../models/card/verbs.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { workingDaysBetween, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { cardKind } from '../issues/tags.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, dayText, restText, restTone } from '../lib/format.ts'
import { fileHref, listHref, pagerOf } from '../lib/listAddress.ts'
import type { Cell, Empty, PageTitle, Pager, TableView, Tabs } from '../lib/parts.ts'

export interface OrderListPage { title: PageTitle, tabs: Tabs, table: TableView | null, pager: Pager, empty: Empty }

declare module '../lib/templates.ts' {
  interface Views { 'orders/index': OrderListPage }
}

export interface OrderList {
  tab: OrderTab
  tabs: readonly OrderTab[]
  counts: Partial<Record<OrderTab, number>>
  rows: readonly Card[]
  total: number
  page: number
  mayExport: boolean
  departmentName: (code: string) => string
  calendar: WorkingCalendar
  now: Date
}

const PATH = '/orders'
export const BASIS_WORDS: Readonly<Record<Card['basis'], string>> = {
  overdue: '超期', unsatisfied: '重办后仍不满意', threeRedCards: '30天内三张红牌', ordersIgnored: '两份督办单未回复',
}

export function orderListPage(list: OrderList): OrderListPage {
  const { tab, tabs, counts, rows, total, page, mayExport } = list
  return {
    title: {
      clauses: ['督办单'],
      note: noteOf(list),
      actions: mayExport ? [linkButton('导出 Excel', fileHref(PATH, { tab }))] : [],
    },
    tabs: {
      label: '督办单的分类',
      tabs: tabs.map((each) => ({
        text: ORDER_TABS[each],
        count: countText(counts[each] ?? 0),
        href: listHref(PATH, { tab: each }),
        current: each === tab,
        tone: '',
      })),
    },
    table:
      rows.length === 0
        ? null
        : tableOf(
            ORDER_TABS[tab],
            COLUMNS,
            rows.map((card) => rowOf(card, list)),
          ),
    pager: pagerOf(PATH, { tab }, page, PAGE_SIZE, total > 1_000 ? { atLeast: 1_000 } : total, '份'),
    empty: emptyOf(tab),
  }
}

const noteOf = ({ tabs }: OrderList): string =>
  tabs.includes('draft') ? '系统只起草，签发后才生效、编号、通知；起草后一个工作日内签发' : '签发给本部门的督办单、通报和约谈'

const COLUMNS = [
  column('文书'),
  column('事由'),
  column('部门', { wide: true }),
  column('日期', { wide: true }),
  column('限期'),
  column('状态', { wide: true }),
]

function rowOf(card: Card, { departmentName, calendar, now }: OrderList): Cell[] {
  const today = dayOf(now)
  return [
    linkCell(RUNG_WORDS[card.rung], `${PATH}/${String(card._id)}`, {
      symbol: `c-${cardKind(card.rung)}`,
      small: card.no,
    }),
    textCell(card.issueTitle || BASIS_WORDS[card.basis], {
      small: card.issueNo ? `${card.issueNo}，${BASIS_WORDS[card.basis]}` : `由 ${card.madeFrom.length} 张合成`,
    }),
    textCell(departmentName(card.department)),
    dayCell(dayText(card.issuedOn ?? card.raisedOn, today), '', card.issuedOn ? null : '起草'),
    limitCell(card, calendar, today),
    textCell(stateWords(card)),
  ]
}

/** The day by which somebody must do something about the paper, and how far it is. */
function limitCell(card: Card, calendar: WorkingCalendar, today: CivilDay): Cell {
  const on =
    card.state === 'draft' && card.signDueAt
      ? dayOf(card.signDueAt)
      : card.state === 'issued' && !card.reply
        ? card.replyDueOn
        : null
  if (on === null) return textCell(null)
  const rest = { workingDays: workingDaysBetween(today, on, calendar) }
  return dayCell(restText(rest), restTone(rest) === 'calm' ? '' : restTone(rest) as Cell['tone'])
}

export function stateWords(card: Card): string {
  if (card.state !== 'issued') return STANDING[card.state]
  if (card.revocation) return '待确认撤销'
  return card.rung !== 'L3' ? STANDING.issued : card.reply ? '已回复' : '待回复'
}

function emptyOf(tab: OrderTab): Empty {
  const what: Record<OrderTab, string> = {
    draft: '没有待签发的文书。', open: '没有待回复的督办单。', replied: '还没有已回复的督办单。', revocation: '没有待确认的撤销申请。',
    issued: '还没有签发过文书。', off: '没有撤销或未签发的文书。',
  }
  const next = tab === 'draft' ? `超期 3 个工作日的诉求由系统起草${RUNG_WORDS.L3}，放到这里等签发。` : null
  return { what: what[tab], next, link: tab === 'draft' ? { text: '看督办阶梯', href: '/ladder' } : null }
}
