import { Types } from 'mongoose'
import { addresseesOf, LISTENERS } from '../../../models/card/addressees.ts'
import type { Card } from '../../../models/card/index.ts'
import { isPaper } from '../../../models/card/numbering.ts'
import { issueKey, raise, signDueAt, type Raising } from '../../../models/card/raising.ts'
import { replyToOrder, signCard } from '../../../models/card/verbs.ts'
import type { HistoryEntry, Issue } from '../../../models/issue/record.ts'
import { isRunning } from '../../../models/issue/state.ts'
import type { Rung } from '../../../models/issue/words.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import { nextOfficeTime } from '../../../models/shared/officeHours.ts'
import { lifeOf } from './life.ts'
import { daysAfter, soonAfter } from './moments.ts'
import { fill } from './particulars.ts'
import { PHRASES } from './phrases.ts'
import type { Scene } from './scene.ts'

/** Numbers are given out at the end, over all papers of a year in the order in which they took effect. */
const NO_NUMBER_YET = ''

/** Where a case stood from a moment on: what the daily figures are counted from. */
export interface Standing {
  at: Date
  stock: Issue['stock']
  open: boolean
  department: string | null
  /** the day's end after which it is overdue; null while no clock runs */
  dueAt: Date | null
}

export interface Played {
  issue: Issue
  cards: Card[]
  standings: Standing[]
}

/**
 * Plays the life of a case up to `until`, the sweep of the ladder included: each rung is raised when the sweep
 * would have
 * raised it, L3 to L5 wait for a signature and get one soon. What lies after `until` has not happened.
 */
export function play(scene: Scene, until: Date): Played {
  const played: Played = { issue: scene.issue, cards: [], standings: [] }
  scene.orderDue = () =>
    void played.cards.push({
      ...cardOf(
        scene,
        { kind: 'draft', step: 'L3', rung: 'L3', key: issueKey(scene.issue, 'L3', scene.issue.dueVersion), to: [] },
        'L3',
        scene.now,
      ),
      basis: 'unsatisfied',
    })
  const life = lifeOf(scene)
  note(scene, played)
  for (let next = life.next(); !next.done; next = life.next()) {
    sweep(scene, next.value < until ? next.value : until, played)
    if (next.value > until) break
    scene.now = next.value
    note(scene, played)
  }
  note(scene, played)
  sweep(scene, until, played)
  played.cards = [...new Map(played.cards.toReversed().map((card) => [card.key, card])).values()].toReversed()
  for (const card of played.cards) sign(card, scene, until)
  return played
}

function note({ issue, now }: Scene, { standings }: Played): void {
  standings.push({
    at: now,
    stock: issue.stock,
    open: issue.open,
    department: issue.leadDepartment,
    dueAt: isRunning(issue.state) ? issue.dueAt : null,
  })
}

function sweep(scene: Scene, upTo: Date, played: Played): void {
  const { issue, calendar, hours, people } = scene
  note(scene, played)
  // each pass raises something or ends; twenty is more than a due version has steps
  for (let pass = 0; pass < 20 && issue.nextRungAt !== null; pass += 1) {
    const from = issue.nextRungAt > scene.now ? issue.nextRungAt : scene.now
    const at = issue.grade === '重大' ? from : nextOfficeTime(from, hours, calendar)
    if (at > upTo) return
    const raisings = raise(issue, { now: at, calendar, hours }, people.listeners)
    if (raisings.length === 0) return
    played.cards.push(
      ...raisings.flatMap((raising) => (raising.rung === null ? [] : [cardOf(scene, raising, raising.rung, at)])),
    )
  }
}

function cardOf({ issue, calendar, hours }: Scene, { key, kind, to }: Raising, rung: Rung, at: Date): Card {
  const draft = kind === 'draft'
  return {
    _id: new Types.ObjectId(),
    key,
    rung,
    issue: issue._id,
    issueNo: issue.no,
    issueTitle: issue.title,
    dueVersion: issue.dueVersion,
    dueOn: issue.dueOn,
    department: issue.leadDepartment ?? '',
    basis: 'overdue',
    madeFrom: [],
    usedIn: null,
    state: draft ? 'draft' : 'issued',
    raisedAt: at,
    raisedOn: dayOf(at),
    issuedAt: draft ? null : at,
    issuedOn: draft ? null : dayOf(at),
    no: null,
    signedBy: null,
    signedByName: '',
    signDueAt: draft ? signDueAt({ now: at, calendar, hours }) : null,
    told: draft ? [] : to,
    replyDueOn: null,
    reply: null,
    revocation: null,
  }
}

/** A draft is signed soon, unless the present comes first; an order is answered within its three days, or some days late. */
function sign(card: Card, scene: Scene, until: Date): void {
  const { issue, people, random, calendar, raiser } = scene
  if (card.state !== 'draft' || !isPaper(card.rung)) return
  const signedAt = soonAfter(card.raisedAt, random, calendar)
  const isFresh = card.signDueAt !== null && card.signDueAt > until
  if (signedAt > until || (isFresh && random.chance(0.6))) return
  const told = addresseesOf(
    LISTENERS[card.rung],
    { department: card.department, handler: issue.handler },
    people.listeners,
    dayOf(signedAt),
  )
  signCard(
    card,
    random.pick(people.supervisors),
    { no: NO_NUMBER_YET, department: card.department, told },
    { now: signedAt, calendar },
  )
  const head = people.headOf(card.department)
  const replyAt = random.chance(0.15)
    ? daysAfter(signedAt, random.int(4, 9), random, calendar)
    : soonAfter(soonAfter(signedAt, random, calendar), random, calendar)
  if (card.rung !== 'L3' || replyAt > until) return
  const text = fill(random.pick<string>(PHRASES.orderReply), random, { on: dayOf(replyAt), ...raiser })
  replyToOrder(card, head, text, replyAt)
  recordReply(issue, { at: replyAt, by: head.id, byName: head.name, byDepartment: card.department, text })
}

/** The reply stands in the history at its own time, between steps that the case took meanwhile. */
function recordReply(issue: Issue, reply: Pick<HistoryEntry, 'at' | 'by' | 'byName' | 'byDepartment' | 'text'>): void {
  const before = issue.history.findLastIndex(({ at }) => at <= reply.at)
  const { to, dueVersion } = issue.history[before] ?? { to: issue.state, dueVersion: issue.dueVersion }
  issue.history.splice(before + 1, 0, { ...reply, act: 'orderReply', from: to, to, dueVersion, happenedOn: null })
}
