import type { Visit } from '../../../models/visit/index.ts'
import type { VisitTask } from '../../../models/visitTask/index.ts'
import { progressOf } from '../../../models/visitTask/progress.ts'

/** Numbers in the order of the days, without gaps within a day. */
export function numberVisits(visits: Visit[]): void {
  visits.sort(
    (one, other) => one.onDay.localeCompare(other.onDay) || one.createdAt.getTime() - other.createdAt.getTime(),
  )
  const last = new Map<string, number>()
  for (const visit of visits) {
    const n = (last.get(visit.onDay) ?? 0) + 1
    last.set(visit.onDay, n)
    visit.no = `ZF${visit.onDay.replaceAll('-', '')}${String(n).padStart(4, '0')}`
  }
}

/** The figures kept on the tasks, by the rule that the verbs of visits use. */
export function countTasks(tasks: readonly VisitTask[], visits: readonly Visit[]): void {
  const bySubject = new Map<string, Visit[]>()
  for (const visit of visits) {
    for (const { id } of visit.subjects) {
      const own = bySubject.get(String(id))
      if (own) own.push(visit)
      else bySubject.set(String(id), [visit])
    }
  }
  for (const task of tasks) {
    const own = bySubject.get(String(task.subject.id)) ?? []
    Object.assign(
      task,
      progressOf(
        { ...task, subjectType: task.subject.type },
        own.map((visit) => ({ ...visit, confirmed: visit.confirmation !== null })),
      ),
    )
  }
}
