import { addresseesOf, DRAFT_LISTENERS, type People } from '../../models/card/addressees.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import type { Card } from '../../models/card/index.ts'
import { addDays, type CivilDay } from '../../models/shared/calendarDay.ts'
import { COMBINATIONS, type Combination } from './combined.ts'
import type { Rehearsed } from './rehearsed.ts'

/** A card that may make a paper together with others: stored, or one that will be raised until then. */
export interface RehearsedPart {
  department: string
  issuedOn: CivilDay
  issueNo: string | null
}

type Part = RehearsedPart & { from: CivilDay }
type StoredPart = Pick<Card, 'department' | 'issueNo' | 'replyDueOn'> & { issuedOn: CivilDay }

/** Day by day from today: what suffices on a day is used up on it, so that only what is new on `on` is left for it. */
export function papersOn(parts: readonly Part[], combination: Combination, today: CivilDay, on: CivilDay): Part[][] {
  const days = [...new Set([today, ...parts.map(({ from }) => from), on])].filter((day) => day >= today && day <= on)
  let left = [...parts]
  let made: Part[][] = []
  for (const day of days.sort()) {
    made = []
    for (const department of new Set(left.map((part) => part.department))) {
      const ready = left.filter((part) => part.department === department && isReady(part, combination, day))
      for (let chosen = combination.choose(ready); chosen !== null; chosen = combination.choose(ready)) {
        const used = new Set(chosen)
        made.push([...chosen])
        left = left.filter((part) => !used.has(part))
        ready.splice(0, ready.length, ...ready.filter((part) => !used.has(part)))
      }
    }
  }
  return made
}

const isReady = ({ from, issuedOn }: Part, { lives }: Combination, day: CivilDay): boolean =>
  from <= day && (lives === null || issuedOn > addDays(day, -lives))

/** What three red cards or two unanswered orders of a department would lead to on a day. */
export async function rehearsedPapers(
  coming: readonly RehearsedPart[],
  today: CivilDay,
  on: CivilDay,
  people: People,
): Promise<Rehearsed[]> {
  const rows = await Promise.all(
    COMBINATIONS.map(async (combination) => {
      const stored = await combination.unused(combination.rung === 'L5' ? on : today).lean<StoredPart[]>()
      const parts = [...stored.map(partOf), ...(combination.rung === 'L4' ? coming.map(partOf) : [])].sort(
        (one, other) => one.from.localeCompare(other.from),
      )
      return papersOn(parts, combination, today, on).map((made) => rowOf(combination, made, on, people))
    }),
  )
  return rows.flat()
}

/** An order counts from the day after that by which it should have been answered. */
function partOf(card: RehearsedPart & { replyDueOn?: CivilDay | null }): Part {
  const { department, issuedOn, issueNo, replyDueOn } = card
  return { department, issuedOn, issueNo, from: replyDueOn ? addDays(replyDueOn, 1) : issuedOn }
}

function rowOf({ rung }: Combination, parts: readonly Part[], on: CivilDay, people: People): Rehearsed {
  const department = parts[0]?.department ?? ''
  const what = rung === 'L4' ? '红牌' : '逾期未回复的督办单'
  const numbers = parts.flatMap(({ issueNo }) => (issueNo === null ? [] : [issueNo]))
  return {
    kind: 'combined',
    rung,
    word: RUNG_WORDS[rung],
    issueNo: '',
    issueTitle: `由 ${parts.length} 张${what}合成：${numbers.join('、')}`,
    category: '',
    department,
    dueOn: null,
    urgent: false,
    to: addresseesOf(DRAFT_LISTENERS, { department, handler: null }, people, on).map(({ name, post }) => ({ name, post })),
  }
}
