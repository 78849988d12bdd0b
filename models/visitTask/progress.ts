import { covers } from '../visit/mode.ts'
import { metSomebody } from '../visit/outcome.ts'
import type { SubjectType } from '../visit/subject.ts'

/** A visit of the task's subject, as far as the task looks at it. */
export interface CountedVisit {
  department: string
  /** departments whose people went along on a joint visit */
  alsoDepartments: readonly string[]
  onDay: string
  mode: string
  outcome: string
  state: 'planned' | 'done' | 'void'
  confirmed: boolean
}

export interface TaskFrame {
  department: string
  subjectType: SubjectType
  fromOn: string
  dueOn: string
}

/**
 * Whether a visit counts for a task: made by the task's department, alone or jointly, within the period (both
 * ends), in a mode that covers such a subject, with somebody met. A visit after the due day still does not count
 * for the period that ended.
 * @source DESIGN.md §7 Visit, domain.md §2.3
 */
export const countsFor = (visit: CountedVisit, task: TaskFrame): boolean =>
  visit.state === 'done'
  && (visit.department === task.department || visit.alsoDepartments.includes(task.department))
  && task.fromOn <= visit.onDay && visit.onDay <= task.dueOn
  && covers(visit.mode, task.subjectType)
  && metSomebody(visit.outcome)

/** The figures kept on a task, counted afresh from all visits of its subject. */
export function progressOf(task: TaskFrame, visits: readonly CountedVisit[]):
{ timesDone: number, timesConfirmed: number, lastVisitOn: string | null } {
  const counted = visits.filter(visit => countsFor(visit, task))
  const days = counted.map(visit => visit.onDay).toSorted()
  return {
    timesDone: counted.length,
    timesConfirmed: counted.filter(visit => visit.confirmed).length,
    lastVisitOn: days.at(-1) ?? null,
  }
}
