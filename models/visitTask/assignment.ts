import type { SubjectType } from '../visit/subject.ts'

/** Whom the office can assign in bulk. */
export const ASSIGNED_KINDS = { enterprise: '重点企业', npc: '人大代表', cppcc: '政协委员' } as const satisfies
  Partial<Record<SubjectType, string>>
export type AssignedKind = keyof typeof ASSIGNED_KINDS

/** A subject of the roster as far as an assignment looks at it. */
export interface Assignable {
  id: string
  /** department that the roster names for visiting it */
  department: string | null
}

/** What an assignment would do, before it is done. */
export interface AssignmentPlan<T extends Assignable> {
  fresh: { subject: T, department: string }[]
  /** subject and department have a task of this period already */
  existing: number
  /** the roster names no department and none was chosen */
  withoutDepartment: T[]
}

/**
 * Who would be assigned to whom: to the chosen department, or to the one that the roster names. Tasks that are
 * there already are left as they are, so assigning twice changes nothing.
 *
 * @param taken  `department:subject id` of the period's tasks
 */
export function planAssignment<T extends Assignable>(
  subjects: readonly T[], chosen: string | null, taken: ReadonlySet<string>,
): AssignmentPlan<T> {
  const named = subjects.map(subject => ({ subject, department: chosen ?? subject.department }))
  const withDepartment = named.flatMap(({ subject, department }) =>
    (department === null ? [] : [{ subject, department }]))
  const fresh = withDepartment.filter(({ subject, department }) => !taken.has(`${department}:${subject.id}`))
  return {
    fresh,
    existing: withDepartment.length - fresh.length,
    withoutDepartment: named.filter(({ department }) => department === null).map(({ subject }) => subject),
  }
}
