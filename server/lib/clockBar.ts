import type { ClockBar, ClockCell, MiniClock } from './parts.ts'

/** What a clock is drawn from. `days`: one entry a working day, oldest first. */
export interface ClockFacts extends Omit<ClockBar, 'cells' | 'cards' | 'height' | 'top' | 'legend'> {
  days: readonly ClockCell[]
  /** Cards stand above the day (index into `days`) on which they were issued. */
  cards: readonly { day: number, kind: ClockBar['cards'][number]['kind'] }[]
  /** With the words below the bar: `已用 30`, `暂停 7，不计`, `超期 2`. */
  withLegend: boolean
}

const BAR_HEIGHT = 12
const CARDS_HEIGHT = 18

/** One cell a working day. Beyond 120 days the gaps go, so that the cells of a year stay visible. */
export function clockBar({ days, cards, withLegend, ...words }: ClockFacts): ClockBar {
  const step = 100 / Math.max(1, days.length)
  const gap = days.length > 120 ? 0 : Math.min(0.35, step * 0.18)
  return {
    ...words,
    cells: days.map((kind, index) => ({
      x: percent(index * step), width: percent(index === days.length - 1 ? step : step - gap), kind,
    })),
    cards: cards.map(({ day, kind }) => ({ x: percent(Math.min((day + 0.5) * step, 99)), kind })),
    top: cards.length > 0 ? CARDS_HEIGHT : 0,
    height: cards.length > 0 ? BAR_HEIGHT + CARDS_HEIGHT : BAR_HEIGHT,
    legend: withLegend ? legendOf(days) : [],
  }
}

const LEGEND: readonly [ClockCell, (count: number) => string][] = [
  ['used', count => `已用 ${count}`],
  ['paused', count => `暂停 ${count}，不计`],
  ['over', count => `超期 ${count}`],
]

function legendOf(days: readonly ClockCell[]): ClockBar['legend'] {
  return LEGEND.flatMap(([kind, words]) => {
    const count = days.filter(day => day === kind).length
    return count === 0 ? [] : [{ kind, text: words(count) }]
  })
}

const percent = (share: number) => `${Math.round(share * 1000) / 1000}%`

const MINI_WIDTH = 76

/** Working days of a row's clock; `paused` counts the stretch that starts after `pausedAfter` used days. */
export interface MiniFacts {
  used: number, total: number, over: number, paused?: number, pausedAfter?: number, still?: boolean, label: string
}

/** The small clock of a list's row: track, used time, hatched pause, overdue time after the due tick. */
export function miniClock({
  used, total, over, paused = 0, pausedAfter = 0, still = false, label,
}: MiniFacts): MiniClock {
  const span = Math.max(1, total + over + paused)
  const at = (days: number) => Math.round(days / span * (MINI_WIDTH - 2))
  const due = at(total + paused)
  return {
    used: at(Math.min(used, total) + paused), pausedFrom: at(pausedAfter), pausedWidth: at(paused),
    overFrom: due, over: at(over), due: Math.min(due, MINI_WIDTH - 2), still, label,
  }
}

