import { Types } from 'mongoose'
import { addDays, instantOf } from '../../../models/shared/calendarDay.ts'
import type { Actor } from '../../../models/user/actor.ts'
import type { VisitTask } from '../../../models/visitTask/index.ts'
import { spanOf } from '../../../models/visitTask/period.ts'
import type { RaisedBy } from './opening.ts'
import type { Given } from './visit.ts'

/** The half-years, or years, that lie between two days, oldest first. */
export function periodsBetween(fromOn: string, toOn: string, periodOf: (on: string) => string): string[] {
  const found = new Set<string>()
  for (let on = fromOn; on <= toOn; on = addDays(on, 28)) found.add(periodOf(on))
  return [...found.add(periodOf(toOn))]
}

const taskOf = (
  period: string,
  by: RaisedBy,
  department: string,
  officer: Actor | undefined,
  linkedLeader: Types.ObjectId | null,
  leader: string,
): VisitTask => {
  const span = spanOf(period) ?? { fromOn: '', dueOn: '' }
  return {
    _id: new Types.ObjectId(),
    period,
    ...span,
    department,
    subject: { type: by.kind, id: by.row._id, name: by.row.name, district: by.row.district, linkedLeader },
    officer: officer?.id ?? null,
    officerName: officer?.name ?? '',
    leader,
    timesRequired: 1,
    timesDone: 0,
    timesConfirmed: 0,
    lastVisitOn: null,
    failedAttempts: [],
    createdAt: instantOf(span.fromOn, '09:00'),
  }
}

export const firmTasks = (period: string, { rosters, people }: Given): VisitTask[] =>
  rosters.enterprises
    .filter(({ archivedAt }) => archivedAt === null)
    .map((row) => {
      const department = row.visitDepartment ?? 'minying'
      const officer = people.officersOf(department).find(({ id }) => String(id) === String(row.steward.user))
      return taskOf(
        period,
        { kind: 'enterprise', row, park: null },
        department,
        officer,
        row.linkedLeader.user,
        people.headOf(department).name,
      )
    })

export const memberTasks = (period: string, { rosters, people }: Given): VisitTask[] =>
  rosters.members.map((row, index) => {
    const department = row.liaisonDepartment ?? 'bangong'
    const officers = people.officersOf(department)
    return taskOf(
      period,
      { kind: row.kind, row },
      department,
      officers[index % officers.length],
      null,
      people.headOf(department).name,
    )
  })
