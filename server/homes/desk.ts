import type { Card } from '../../models/card/index.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import type { Rung } from '../../models/issue/words.ts'
import type { Department } from '../../models/department/index.ts'
import { dayText } from '../lib/format.ts'
import { column, linkCell, rungCell, tableOf, textCell } from '../lib/cells.ts'
import type { Empty, PageTitle, RungTag, SectionHead, TableView, Tone } from '../lib/parts.ts'

/** A desk: queues with counts, the oldest in each and our own limit; below, the cards of today. */
export interface DeskHome {
  title: PageTitle
  queues: QueueRow[]
  empty: Empty
  cardsHead: SectionHead
  cards: TableView | null
  noCards: Empty
}

export interface QueueRow {
  name: string
  href: string
  count: string
  unit: string
  /** The one that is due first. */
  first: string
  firstNo: string
  firstHref: string | null
  since: string
  limit: string
  tone: Tone
  work: { text: string, href: string } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'homes/desk': DeskHome }
}

const RUNG_KINDS: Record<Rung, RungTag['kind']> = {
  L0: 'blue', L1: 'yellow', L2: 'red', L3: 'order', L4: 'order', L5: 'order',
}
const RUNG_SHORT: Record<Rung, string> = { ...RUNG_WORDS, L0: '蓝牌' }

export const rungTag = (rung: Rung): RungTag => ({ kind: RUNG_KINDS[rung], text: RUNG_SHORT[rung] })

/** The cards issued today, each with the persons told. */
export function cardsTable(
  cards: readonly Card[], departments: ReadonlyMap<string, Department>, today: string,
): TableView | null {
  if (cards.length === 0) return null
  const rows = cards.map(card => [
    rungCell(rungTag(card.rung)),
    card.issueNo === null ? textCell(card.no) : linkCell(card.issueNo, `/issues/${card.issueNo}`),
    textCell(card.issueTitle), textCell(departments.get(card.department)?.name ?? card.department),
    textCell(card.dueOn === null ? null : `${dayText(card.dueOn, today)}到期`),
    textCell(namesText(card.told.map(({ name }) => name).filter(Boolean))),
  ])
  return tableOf('今天亮的牌', [
    column('牌'), column('编号', { wide: true }), column('诉求'), column('部门', { wide: true }), column('期限', { wide: true }),
    column('通知了谁', { wide: true }),
  ], rows)
}

/** `黄牌 4，红牌 2，督办单 1` */
export function cardWords(cards: readonly Pick<Card, 'rung'>[]): string {
  const counts = new Map<Rung, number>()
  for (const { rung } of cards) counts.set(rung, (counts.get(rung) ?? 0) + 1)
  return [...counts].map(([rung, count]) => `${RUNG_SHORT[rung]} ${count}`).join('，')
}

const NAMES_SHOWN = 3

/** The first names and how many there are: a 通报 goes to all departments. */
const namesText = (names: readonly string[]): string =>
  names.length <= NAMES_SHOWN ? names.join('、') : `${names.slice(0, NAMES_SHOWN).join('、')}等 ${names.length} 人`
