import { parseDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import {
  GRADES, RAISER_KINDS, RESULT_CLASSES, RUNGS, STATE_NAMES, type RaiserKind,
} from '../../models/issue/words.ts'
import { PARTS, SORT_NAMES, type IssueFilter, type Part, type Sort } from '../../models/issue/queries.ts'
import { TAB_NAMES, type Tab } from '../../models/issue/tabs.ts'
import type { ListQuery } from '../lib/listAddress.ts'

/** The parameters that a list's address may carry; others are left out of every link. */
const NAMES = [
  'tab',
  'part',
  'department',
  'state',
  'kind',
  'category',
  'district',
  'grade',
  'handler',
  'rung',
  'result',
  'age',
  'assignedFrom',
  'assignedTo',
  'q',
  'sort',
  'page',
  'due',
] as const

/** The list as asked for: filter, sorting, page, and the parameters in words for the links. */
export interface IssueListAsked {
  query: ListQuery
  filter: IssueFilter
  sort: Sort
  page: number
}

const OFFICE_TABS: readonly Tab[] = [
  'submitted', 'refusalReview', 'extension', 'answered', 'callBack', 'open', 'near', 'overdue', 'pledged', 'all',
]
const DEPARTMENT_TABS: readonly Tab[] = [
  'open',
  'assigned',
  'handling',
  'near',
  'overdue',
  'answered',
  'callBack',
  'pledged',
  'all',
]

/** Whether the user's list is that of a department: then it opens on what this department leads. */
export const isOfDepartment = ({ roles }: Actor): boolean =>
  (roles.includes('officer') || roles.includes('lead')) && !roles.includes('coordinator')

/** The saved filters that a user sees, the first one being where the list opens. */
export function tabsOf(actor: Actor): readonly Tab[] {
  if (isOfDepartment(actor)) return DEPARTMENT_TABS
  return actor.roles.includes('coordinator') ? OFFICE_TABS : ['overdue', 'near', 'open', 'pledged', 'all']
}

/** Tabs that are queues of the office, sorted by whose turn is due first. */
const TURN_TABS: readonly Tab[] = ['submitted', 'refusalReview', 'extension', 'answered', 'callBack']
export const isQueue = (tab: Tab): boolean => TURN_TABS.includes(tab)

const oneOf = <T extends string>(options: readonly T[], given: string | undefined): T | null =>
  options.find((option) => option === given) ?? null
const short = (given: string | undefined, max = 40): string | null => given?.trim().slice(0, max) || null

/**
 * Reads the address of the list. Values that are none fall away silently: a saved address must not break when a
 * department or category is gone.
 */
export function readIssueList(actor: Actor, given: Record<string, unknown>): IssueListAsked {
  const typed: ListQuery = Object.fromEntries(NAMES.flatMap((name) => {
    const value = given[name]
    return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 60)] as const] : []
  }))
  const narrowed = ['department', 'state', 'rung', 'result', 'age', 'q'].some((name) => typed[name] !== undefined)
  const dueTab = oneOf(['overdue', 'near'] as const, typed['due'])
  const tab = dueTab ?? oneOf(TAB_NAMES, typed['tab']) ?? (narrowed ? 'all' : tabsOf(actor)[0] ?? 'open')
  const age = Number(typed['age'])
  const filter: IssueFilter = {
    tab,
    part: partOf(actor, typed['part'], typed['department'] !== undefined),
    department: short(typed['department']),
    state: oneOf(STATE_NAMES, typed['state']),
    kind: oneOf(Object.keys(RAISER_KINDS) as RaiserKind[], typed['kind']),
    category: short(typed['category']),
    district: short(typed['district']),
    grade: oneOf(GRADES, typed['grade']),
    handler: /^[0-9a-f]{24}$/.test(typed['handler'] ?? '') ? typed['handler'] ?? null : null,
    rung: oneOf(RUNGS, typed['rung']),
    result: oneOf(RESULT_CLASSES, typed['result']),
    age: Number.isInteger(age) && age > 0 && age < 4000 ? age : null,
    assignedFrom: parseDay(typed['assignedFrom'] ?? ''),
    assignedTo: parseDay(typed['assignedTo'] ?? ''),
    q: typed['q']?.trim() ?? '',
  }
  const page = Math.min(10_000, Math.max(1, Math.trunc(Number(typed['page'] ?? 1)) || 1))
  return { query: typed, filter, sort: oneOf(SORT_NAMES, typed['sort']) ?? usualSort(tab), page }
}

export const usualSort = (tab: Tab): Sort => (isQueue(tab) ? 'turn' : tab === 'all' ? '-created' : 'due')

function partOf(actor: Actor, given: string | undefined, otherDepartment: boolean): Part | null {
  if (!isOfDepartment(actor) || given === 'any' || otherDepartment) return null
  return oneOf(Object.keys(PARTS) as Part[], given) ?? 'lead'
}
