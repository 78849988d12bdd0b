import { CardModel, type Card } from './index.ts'

/** The tabs of the papers' list, in the order of the work: to be signed, waiting for a reply, done. */
export const ORDER_TABS = {
  draft: '待签发',
  open: '待回复',
  replied: '已回复',
  revocation: '待确认撤销',
  issued: '全部已签发',
  off: '撤销或未签发',
} as const
export type OrderTab = keyof typeof ORDER_TABS
export const ORDER_TAB_NAMES = Object.keys(ORDER_TABS) as OrderTab[]

type Filter = Record<string, unknown>

const PAPERS: Filter = { rung: { $in: ['L3', 'L4', 'L5'] } }
const TAB_FILTERS: Readonly<Record<OrderTab, Filter>> = {
  draft: { ...PAPERS, state: 'draft' },
  open: { rung: 'L3', state: 'issued', reply: null },
  replied: { rung: 'L3', state: 'issued', reply: { $ne: null } },
  revocation: { state: 'issued', revocation: { $ne: null } },
  issued: { ...PAPERS, state: 'issued' },
  off: { state: { $in: ['revoked', 'void'] } },
}

export const PAGE_SIZE = 50

/** The cards of a tab within a scope. */
export const orderFilter = (tab: OrderTab, scope: Filter): Filter => ({ $and: [TAB_FILTERS[tab], scope] })

const NEWEST_FIRST: readonly OrderTab[] = ['issued', 'replied', 'off']

/** What waits stands with the longest waiting first, what is done with the newest first. */
export const orderSort = (tab: OrderTab): { raisedAt: 1 | -1; _id: 1 | -1 } =>
  NEWEST_FIRST.includes(tab) ? { raisedAt: -1, _id: -1 } : { raisedAt: 1, _id: 1 }

/** One page of a tab within a scope, in its order. */
export async function orderPage(tab: OrderTab, scope: Filter, page: number): Promise<{ rows: Card[], total: number }> {
  const filter = orderFilter(tab, scope)
  const [rows, total] = await Promise.all([
    CardModel.find(filter)
      .sort(orderSort(tab))
      .skip((page - 1) * PAGE_SIZE)
      .limit(PAGE_SIZE)
      .lean<Card[]>(),
    CardModel.countDocuments(filter, { limit: 1_001 }),
  ])
  return { rows, total }
}

/** How many stand on each tab, counted to a thousand. */
export async function orderCounts(
  tabs: readonly OrderTab[],
  scope: Filter,
): Promise<Partial<Record<OrderTab, number>>> {
  const counts = await Promise.all(
    tabs.map((tab) => CardModel.countDocuments(orderFilter(tab, scope), { limit: 1_000 })),
  )
  return Object.fromEntries(tabs.map((tab, index) => [tab, counts[index] ?? 0]))
}
