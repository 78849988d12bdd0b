/** What the first sentence is made from. Departments are those with overdue work. */
export interface SentenceFacts {
  handling: number
  overdue: number
  overdueBy: readonly { name: string, count: number }[]
}

/** A piece of a sentence; `figure` names the number that it is, so that the page can lead to its rows. */
export interface Phrase { text: string, figure: 'handling' | 'overdue' | null }

const said = (text: string, figure: Phrase['figure'] = null): Phrase => ({ text, figure })

/**
 * The leader's one plain sentence. It names the department with most overdue work, two or three when they are level,
 * and only their number when more are.
 *
 * @example 在办诉求 214 件，17 件超期，分布在 9 个部门，住房城乡建设局最多，5 件。
 * @source pages.md §4, leader's page
 */
export function sentenceOf({ handling, overdue, overdueBy }: SentenceFacts): Phrase[] {
  if (handling === 0 && overdue === 0) return [said('没有在办的诉求。')]
  const opening = handling === 0 ? [said('没有在办的诉求，')] : [
    said('在办诉求 '), said(`${figure(handling)} 件`, 'handling'), said('，'),
  ]
  if (overdue === 0) return [...opening, said('没有超期的。')]
  return [...opening, said(`${figure(overdue)} 件超期`, 'overdue'), said(whereOf(overdue, overdueBy))]
}

function whereOf(overdue: number, overdueBy: SentenceFacts['overdueBy']): string {
  const [first, ...others] = overdueBy.toSorted((a, b) => b.count - a.count)
  if (!first) return '。'
  if (others.length === 0) return `，${overdue === 1 ? '' : '都'}在${first.name}。`
  const most = [first, ...others.filter(each => each.count === first.count)]
  const spread = `，分布在 ${figure(overdueBy.length)} 个部门，`
  if (most.length === overdueBy.length) return `${spread}各 ${figure(first.count)} 件。`
  if (most.length > MOST_NAMED) return `${spread}其中 ${most.length} 个部门最多，各 ${figure(first.count)} 件。`
  const names = most.map(each => each.name).join('、')
  return `${spread}${names}最多，${most.length > 1 ? '各 ' : ''}${figure(first.count)} 件。`
}

const MOST_NAMED = 3
const grouped = new Intl.NumberFormat('zh-CN')
const figure = (count: number) => grouped.format(count)

/** The stock at the ends of the last weeks, oldest first, as far as frozen. */
export interface TrendFacts {
  weekEnds: readonly number[]
  /** This week up to yesterday; null on a Monday, or where nothing was frozen. */
  thisWeek: { received: number, closed: number } | null
}

/**
 * How the stock moves, in one sentence; '' when fewer than two weeks are frozen.
 * @example 在办连续四周减少，本周到昨天新收 14 件，销号 17 件。
 */
export function trendSentence({ weekEnds, thisWeek }: TrendFacts): string {
  const run = runOf(weekEnds)
  const trend = run === null ? '' : runWords(run)
  const week = thisWeek === null ? '' : `本周到昨天新收 ${figure(thisWeek.received)} 件，销号 ${figure(thisWeek.closed)} 件`
  const parts = [trend, week].filter(part => part !== '')
  return parts.length === 0 ? '' : `${parts.join('，')}。`
}

const CHINESE = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

interface Run { way: '减少' | '增加', weeks: number, by: number }

const runWords = ({ way, weeks, by }: Run) =>
  weeks === 1 ? `上周在办${way} ${figure(by)} 件` : `在办连续${CHINESE[weeks] ?? weeks}周${way}`

function runOf(weekEnds: readonly number[]): Run | null {
  const steps = weekEnds.slice(1).map((end, index) => end - (weekEnds[index] ?? end)).reverse()
  const [last = 0] = steps
  if (last === 0) return null
  const broken = steps.findIndex(step => Math.sign(step) !== Math.sign(last))
  return { way: last < 0 ? '减少' : '增加', weeks: broken === -1 ? steps.length : broken, by: Math.abs(last) }
}
