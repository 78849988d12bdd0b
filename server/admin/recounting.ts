import { createHash } from 'node:crypto'
import { HolidayModel, type HolidayYear } from '../../models/holiday/index.ts'
import { countedYears, loadedCalendar } from '../../models/holiday/queries.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { recount } from '../../models/issue/rungs.ts'
import type { Moment } from '../../models/issue/step.ts'
import { calendarFrom, type CalendarYear } from '../../models/shared/workingCalendar.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

/** A case whose due day would move, and whether it would stop being provisional. */
export interface Move {
  no: string
  title: string
  department: string | null
  from: string
  to: string
}

/** What a year would do to the deadlines of open cases. */
export interface Effect {
  moves: Move[]
  /** due days that stay and are no longer provisional */
  settled: number
  looked: number
  /** the same effect has the same mark: what was seen is what is done */
  mark: string
}

const BATCH = 50
const OPEN = { open: true, dueOn: { $type: 'string' } } as const

/** What would move if this year counted, by the deadline rules themselves, on copies; nothing is stored. */
export async function effectOf(year: CalendarYear, now: Date): Promise<Effect> {
  const others = (await countedYears()).filter((each) => each.year !== year.year)
  const when: Moment = { ...(await momentAt(now)), calendar: calendarFrom([...others, year]) }
  const effect: Effect = { moves: [], settled: 0, looked: 0, mark: '' }
  for await (const issue of IssueModel.find(OPEN).sort({ dueAt: 1, _id: 1 }).lean<Issue>().cursor({ batchSize: 200 })) {
    effect.looked += 1
    const [wasProvisional, moved] = [issue.provisional, recount(issue, when)]
    if (moved) effect.moves.push({ no: issue.no, title: issue.title, department: issue.leadDepartment, ...moved })
    else if (wasProvisional && !issue.provisional) effect.settled += 1
  }
  const words = effect.moves.map(({ no, from, to }) => `${no} ${from} ${to}`).join('\n')
  return { ...effect, mark: createHash('sha256').update(`${JSON.stringify(year)}\n${words}`).digest('base64url') }
}

export type YearFacts = CalendarYear & { source: HolidayYear['source'] }

/**
 * Loads or amends a year and counts the due days of all open cases anew, each moved one with an entry in its own history. A
 * process that dies on the way leaves the rest to `recountOpen`, which may run again at any time.
 * @returns how many due days moved
 */
export async function loadYear(deps: Deps, actor: Actor, given: YearFacts): Promise<number> {
  await act(deps, actor, 'calendar.edit', async (tx) => {
    const facts = { ...given, off: [...given.off], makeUp: [...given.makeUp], loadedAt: tx.now, loadedBy: actor.id, loadedByName: actor.name }
    await HolidayModel.updateOne({ _id: given.year }, { $set: facts, $inc: { __v: 1 } }, { upsert: true, session: tx.session })
    tx.audit({
      record: { type: 'calendar', id: String(given.year), no: `${given.year} 年` },
      changes: { off: given.off.map(({ day }) => day).join('、'), makeUp: given.makeUp.join('、'), source: given.source.number },
    })
  })
  loadedCalendar.forget()
  return recountOpen(deps, actor)
}

/** Counts the due days of all open cases by the calendar in force; what is right already stays untouched. */
export async function recountOpen(deps: Deps, actor: Actor): Promise<number> {
  const when = await momentAt(deps.clock.now())
  let moved = 0
  let changed: Issue['_id'][] = []
  for await (const issue of IssueModel.find(OPEN).sort({ _id: 1 }).lean<Issue>().cursor({ batchSize: 200 })) {
    const before = JSON.stringify([issue.dueOn, issue.provisional, issue.dueVersions, issue.nextRungAt, issue.turnDueAt])
    recount(issue, when)
    if (before === JSON.stringify([issue.dueOn, issue.provisional, issue.dueVersions, issue.nextRungAt, issue.turnDueAt])) continue
    changed.push(issue._id)
    if (changed.length < BATCH) continue
    moved += await recountSome(deps, actor, changed)
    changed = []
  }
  return changed.length > 0 ? moved + await recountSome(deps, actor, changed) : moved
}

function recountSome(deps: Deps, actor: Actor, ids: readonly Issue['_id'][]): Promise<number> {
  return act(deps, actor, 'calendar.recount', async (tx) => {
    const when = await momentAt(tx.now)
    let moved = 0
    for (const issue of await IssueModel.find({ _id: { $in: ids } }).session(tx.session)) {
      const change = recount(issue, when)
      if (change) moved += 1
      await issue.save({ session: tx.session })
      tx.audit({ record: { type: 'issue', id: issue._id, no: issue.no }, changes: change ? { dueOn: `${change.from} → ${change.to}` } : { provisional: '不再暂定' } })
    }
    return moved
  })
}
