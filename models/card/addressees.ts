import type { Types } from 'mongoose'
import { holderOn } from '../post/holder.ts'
import type { CivilDay } from '../shared/calendarDay.ts'
import type { Step } from '../issue/ladder.ts'

/** Who hears of a rung. All but the handler are posts or offices: who holds them is looked up on the day. */
export type Listener = 'handler' | 'deputy' | 'head' | 'viceMayor' | 'allHeads' | 'supervisors' | 'office'

export const LISTENER_WORDS: Readonly<Record<Listener, string>> = {
  handler: '承办人', deputy: '分管负责人', head: '部门主要负责人', viceMayor: '分管副市长', allHeads: '各部门主要负责人',
  supervisors: '督查室', office: '联席会议办公室',
}

/** Each step's listeners once it takes effect. @source domain.md §8, table of levels */
export const LISTENERS: Readonly<Record<Step, readonly Listener[]>> = {
  R20: ['handler'],
  R10: ['handler'],
  L0: ['handler'],
  L1: ['handler', 'deputy'],
  L2: ['head', 'supervisors'],
  L3: ['head'],
  L4: ['allHeads'],
  L5: ['viceMayor', 'head', 'office'],
}

/** Who hears that a draft waits for a signature. */
export const DRAFT_LISTENERS: readonly Listener[] = ['supervisors']

/** Who hears that a case was not signed for: after one working day, after two. @source domain.md §8 Rules */
export const SIGNATURE_LISTENERS: Readonly<Record<1 | 2, readonly Listener[]>> = { 1: ['head'], 2: ['office'] }

type Kind = 'officer' | 'deputy' | 'head' | 'viceMayor' | 'mayor'
/** A vacant post passes upward. @source DESIGN.md §7 Rights */
const UPWARD: readonly Kind[] = ['officer', 'deputy', 'head', 'viceMayor', 'mayor']
const FIRST_KIND: Readonly<Record<'handler' | 'deputy' | 'head' | 'viceMayor', Kind>> = {
  handler: 'officer', deputy: 'deputy', head: 'head', viceMayor: 'viceMayor',
}

export interface PostFacts {
  department: string
  kind: Kind
  title: string
  departments: readonly string[]
  holders: readonly { user: Types.ObjectId, fromOn: CivilDay, toOn: CivilDay | null }[]
}

export interface PersonFacts { id: Types.ObjectId, name: string }

/** The offices' people of a day: posts with their holders, accounts that are in use, who sits in the two offices. */
export interface People {
  posts: readonly PostFacts[]
  users: ReadonlyMap<string, PersonFacts>
  supervisors: readonly PersonFacts[]
  office: readonly PersonFacts[]
  /** departments that receive a 通报 */
  departments: readonly string[]
}

/** Somebody who is told; `post` says as whom, and for which vacant post where it passed upward. */
export interface Addressee { user: Types.ObjectId | null, name: string, post: string }

/** The case or department that a rung is about. */
export interface Concerned { department: string, handler: Types.ObjectId | null }

/**
 * The people to tell, each once, in the listeners' order. Nobody in any post up to the mayor's leads to the
 * supervisors, so a rung is never told to no one.
 */
export function addresseesOf(
  listeners: readonly Listener[],
  about: Concerned,
  people: People,
  on: CivilDay,
): Addressee[] {
  const found = listeners.flatMap((listener) => heard(listener, about, people, on))
  const told = found.length > 0 ? found : people.supervisors.map((person) => as(person, LISTENER_WORDS.supervisors))
  return told.filter(({ user }, index) => told.findIndex((other) => String(other.user) === String(user)) === index)
}

function heard(listener: Listener, about: Concerned, people: People, on: CivilDay): Addressee[] {
  if (listener === 'supervisors' || listener === 'office') {
    return people[listener].map((person) => as(person, LISTENER_WORDS[listener]))
  }
  if (listener === 'allHeads') {
    return people.departments.flatMap((department) => heard('head', { department, handler: null }, people, on))
  }
  const handler = listener === 'handler' && about.handler ? people.users.get(String(about.handler)) : undefined
  return handler ? [as(handler, LISTENER_WORDS.handler)] : upward(listener, about.department, people, on)
}

function upward(
  listener: 'handler' | 'deputy' | 'head' | 'viceMayor',
  department: string,
  people: People,
  on: CivilDay,
): Addressee[] {
  const first = UPWARD.indexOf(FIRST_KIND[listener])
  for (const [step, kind] of UPWARD.slice(first).entries()) {
    const found = people.posts
      .filter((post) => post.kind === kind && isOver(post, department))
      .flatMap((post) => {
        const holder = holderOn(post, on)
        const person = holder === null ? undefined : people.users.get(String(holder))
        return person ? [as(person, step === 0 ? post.title : `${post.title}（${LISTENER_WORDS[listener]}空缺）`)] : []
      })
    if (found.length > 0) return found
  }
  return []
}

const isOver = (post: PostFacts, department: string): boolean =>
  post.kind === 'mayor' ||
  (post.kind === 'viceMayor' ? post.departments.includes(department) : post.department === department)

const as = ({ id, name }: PersonFacts, post: string): Addressee => ({ user: id, name, post })
