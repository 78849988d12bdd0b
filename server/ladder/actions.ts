import type { Types } from 'mongoose'
import { categoriesByCode } from '../../models/category/queries.ts'
import { CardModel } from '../../models/card/index.ts'
import type { People } from '../../models/card/addressees.ts'
import { readPeople } from '../../models/card/people.ts'
import { dueIssueIds, sweptIssues, type SweptIssue } from '../../models/card/queries.ts'
import { raise, type Raising } from '../../models/card/raising.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { momentAt } from '../../models/issue/moment.ts'
import type { Moment } from '../../models/issue/step.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { cardOf, tellingOf, wordOf } from './cards.ts'

/** What a sweep did. `looked`: cases called up; `failed`: cases left for the next sweep, each logged. */
export interface Swept {
  looked: number
  reminders: number
  cards: number
  drafts: number
  unsigned: number
  failed: number
}

/** Cases that share one transaction: the price of a commit is paid once for all of them. */
const TOGETHER = 20
/** Cases called up at once; more wait for the next range. */
const RANGE = 1_000

/**
 * Raises everything that is due and not yet done, each step once per due version. Twice, late, halfway or in two
 * processes at once it comes to the same: a case is stored only in the version that was read, and a card's key is
 * unique.
 *
 * @source DESIGN.md §7 Ladder, domain.md §8
 */
export async function raiseDue(deps: Deps): Promise<Swept> {
  const now = deps.clock.now()
  const people = await readPeople()
  const sum: Swept = { looked: 0, reminders: 0, cards: 0, drafts: 0, unsigned: 0, failed: 0 }
  const left = new Set<string>()
  for (;;) {
    const due = (await dueIssueIds(now, RANGE + left.size)).filter((id) => !left.has(String(id)))
    if (due.length === 0) return sum
    for (let at = 0; at < due.length; at += TOGETHER) {
      const some = due.slice(at, at + TOGETHER)
      const done = await raiseTogether(deps, some, people)
      for (const key of Object.keys(sum) as (keyof Swept)[]) sum[key] += done.sum[key]
      for (const id of some) if (!done.moved.has(String(id))) left.add(String(id))
    }
  }
}

interface Done { sum: Swept, moved: Set<string> }

/** Some cases in one transaction; when it fails, each on its own, so that one bad case stops nobody else's. */
async function raiseTogether(deps: Deps, ids: readonly Types.ObjectId[], people: People): Promise<Done> {
  try {
    return await raiseSome(deps, ids, people)
  } catch (error) {
    if (ids.length > 1) {
      const singles: Done[] = []
      for (const id of ids) singles.push(await raiseTogether(deps, [id], people))
      return added(singles)
    }
    deps.log.error({ err: error, issue: String(ids[0]) }, 'escalation failed')
    return { sum: { ...NOTHING, looked: 1, failed: 1 }, moved: new Set() }
  }
}

const NOTHING: Swept = { looked: 0, reminders: 0, cards: 0, drafts: 0, unsigned: 0, failed: 0 }
const COUNTED: Readonly<Record<Raising['kind'], keyof Swept>> = {
  reminder: 'reminders',
  card: 'cards',
  draft: 'drafts',
  unsigned: 'unsigned',
}

function added(parts: readonly Done[]): Done {
  const sum = { ...NOTHING }
  for (const part of parts) for (const key of Object.keys(sum) as (keyof Swept)[]) sum[key] += part.sum[key]
  return { sum, moved: new Set(parts.flatMap(({ moved }) => [...moved])) }
}

/** Nothing was due any more when the transaction looked: another process was faster. */
class NothingDue extends Error {}

async function raiseSome(deps: Deps, ids: readonly Types.ObjectId[], people: People): Promise<Done> {
  const names = await categoryNames()
  try {
    return await act(deps, SYSTEM, 'job.escalateIssues', async (tx) => {
      const when = await momentAt(tx.now)
      const issues = (await sweptIssues(ids, tx.session)).filter(
        ({ nextRungAt }) => nextRungAt !== null && nextRungAt <= tx.now,
      )
      const pairs = issues.map((issue) => ({ issue, raisings: raise(issue, when, people) }))
      const raised = pairs.flatMap(({ issue, raisings }) => raisings.map((raising) => ({ issue, raising })))
      await storeIssues(issues, tx)
      await storeCards(raised, when, tx)
      for (const { issue, raising } of raised) tx.tell(tellingOf(issue, raising, names))
      for (const { issue, raisings } of pairs) {
        if (raisings.length > 0)
          tx.audit({
            record: { type: 'issue', id: issue._id, no: issue.no },
            changes: { raised: raisings.map(wordOf).join('、') },
          })
      }
      const sum = { ...NOTHING, looked: issues.length }
      for (const { raising } of raised) sum[COUNTED[raising.kind]] += 1
      const moved = new Set(
        issues.filter(({ nextRungAt }) => nextRungAt === null || nextRungAt > tx.now).map(({ _id }) => String(_id)),
      )
      if (raised.length === 0) throw new NothingDue()
      return { sum, moved }
    })
  } catch (error) {
    if (!(error instanceof NothingDue)) throw error
    await settleLeftovers(ids, deps.clock.now(), people)
    return { sum: { ...NOTHING, looked: ids.length }, moved: new Set() }
  }
}

async function storeIssues(issues: readonly SweptIssue[], { session }: Tx): Promise<void> {
  if (issues.length === 0) return
  const writes = issues.map((issue) => ({
    updateOne: { filter: { _id: issue._id, __v: issue.__v }, update: { $set: sweptFields(issue), $inc: { __v: 1 } } },
  }))
  const { matchedCount } = await IssueModel.collection.bulkWrite(writes, { session })
  if (matchedCount !== issues.length) throw new Error('A case changed while it was being raised')
}

/** The fields that raising changes; everything else of the case stays as it is stored. */
const sweptFields = ({ dueVersions, rung, signatureRung, nextRungAt }: SweptIssue) => ({
  dueVersions,
  rung,
  signatureRung,
  nextRungAt,
})

/** A card that exists already under its key stays as it is: an order may have been drafted for another reason. */
async function storeCards(
  raised: readonly { issue: SweptIssue; raising: Raising }[],
  when: Moment,
  { session }: Tx,
): Promise<void> {
  const wanted = raised.filter(({ raising }) => raising.rung !== null)
  if (wanted.length === 0) return
  const known = await CardModel.find({ key: { $in: wanted.map(({ raising }) => raising.key) } }, { key: 1 })
    .session(session)
    .lean()
  const keys = new Set(known.map(({ key }) => key))
  const rows = wanted
    .filter(({ raising }) => !keys.has(raising.key))
    .map(({ issue, raising }) => cardOf(issue, raising, when))
  if (rows.length > 0) await CardModel.insertMany(rows, { session })
}

/**
 * Looks ahead again where a case was called up in vain (its warning has lapsed, the day is off): a bookkeeping field,
 * no act. Cases that still wait, such as on an off-day, stay due.
 */
async function settleLeftovers(ids: readonly Types.ObjectId[], now: Date, people: People): Promise<void> {
  const when = await momentAt(now)
  for (const issue of await sweptIssues(ids)) {
    const version = issue.__v
    if (raise(issue, when, people).length > 0) continue
    await IssueModel.collection.updateOne({ _id: issue._id, __v: version }, { $set: { nextRungAt: issue.nextRungAt } })
  }
}

async function categoryNames(): Promise<Map<string, string>> {
  return new Map([...(await categoriesByCode())].map(([code, { name }]) => [code, name]))
}
