import { clockBar, miniClock, type ClockFacts } from '../lib/clockBar.ts'
import type { ClockBar, ClockCell, MiniClock } from '../lib/parts.ts'

const run = (kind: ClockCell, count: number): ClockCell[] => Array.from({ length: count }, () => kind)

/** The six clocks of the style sheet: normal, blue, yellow, overdue with a pause, stopped, provisional. */
export function clockSamples(whyHref: string): ClockBar[] {
  const plain: ClockFacts = {
    card: null, dueText: '', restText: '', tone: '', provisional: null, whyHref, label: '', days: [], cards: [],
    marks: [], withLegend: false,
  }
  const overdue = [...run('used', 12), ...run('paused', 7), ...run('used', 18), ...run('over', 2)]
  const samples: Partial<ClockFacts>[] = [
    { dueText: '12月3日（周四）到期', restText: '还剩 6 个工作日', days: [...run('used', 9), ...run('left', 6)] },
    { dueText: '11月30日（周一）到期', restText: '还剩 3 个工作日', card: 'blue', days: [...run('used', 12), ...run('left', 3)] },
    {
      dueText: '11月26日（周四）到期', restText: '还剩 1 个工作日', card: 'yellow', tone: 'near',
      days: [...run('used', 14), ...run('left', 1)],
    },
    {
      dueText: '11月23日（周一）到期', restText: '已超期 2 个工作日', card: 'red', tone: 'over', days: overdue, withLegend: true,
      cards: [{ day: 33, kind: 'blue' }, { day: 35, kind: 'yellow' }, { day: 37, kind: 'red' }],
      marks: [
        { text: '9月24日 交办', tone: '' }, { text: '10月19日 答复，暂停', tone: '' }, { text: '10月28日 退回，继续', tone: '' },
        { text: '11月23日 到期', tone: '' }, { text: '今天', tone: 'over' },
      ],
    },
    {
      dueText: '11月16日答复，已暂停', restText: '暂停时还剩 1 个工作日',
      days: [...run('used', 13), ...run('paused', 6), ...run('left', 1)],
    },
    { dueText: '2027年1月5日（周二）', provisional: '2027 年节假日还没有载入', days: [...run('used', 2), ...run('left', 28)] },
  ]
  return samples.map(sample => {
    const facts = { ...plain, ...sample }
    return clockBar({ ...facts, label: `${facts.dueText}，${facts.restText}` })
  })
}

/** Small clocks of list rows: overdue with a pause, near its end, fresh, stopped. */
export function miniSamples(): MiniClock[] {
  return [
    miniClock({ used: 30, total: 30, over: 2, paused: 7, pausedAfter: 12, label: '已用 30 个工作日，超期 2 个' }),
    miniClock({ used: 14, total: 15, over: 0, label: '已用 14 / 15 个工作日' }),
    miniClock({ used: 1, total: 15, over: 0, label: '已用 1 / 15 个工作日' }),
    miniClock({ used: 9, total: 15, over: 0, still: true, label: '已用 9 / 15 个工作日，已暂停' }),
  ]
}
