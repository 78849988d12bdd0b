import { Types, type ClientSession } from 'mongoose'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import type { Issue } from '../../../models/issue/record.ts'
import { awaitsRelease } from '../../../models/issue/step.ts'
import { STATES, type IssueState } from '../../../models/issue/words.ts'
import { UserModel } from '../../../models/user/index.ts'
import type { Role } from '../../../models/user/roles.ts'
import type { Telling } from '../../act.ts'

/** Whom a state makes it the turn of: people of a department, or whoever holds a role. */
function turnFilter(issue: Issue): Record<string, unknown> | null {
  const people = (department: string | null, ...roles: Role[]) => ({ department, roles: { $in: roles } })
  const filters: Partial<Record<IssueState, Record<string, unknown>>> = {
    submitted: { roles: 'coordinator' }, refusalReview: { roles: 'coordinator' }, callBack: { roles: 'coordinator' },
    assigned: people(issue.leadDepartment, 'lead', 'officer'),
    answered: people(issue.verifyingDepartment, 'lead', 'officer', 'coordinator'),
    redo: issue.handler
      ? { $or: [{ _id: issue.handler }, people(issue.leadDepartment, 'lead')] }
      : people(issue.leadDepartment, 'lead', 'officer'),
    handling: awaitsRelease(issue) ? people(issue.leadDepartment, 'lead') : null,
    pledged: people(issue.leadDepartment, 'lead'),
  } as Partial<Record<IssueState, Record<string, unknown>>>
  return filters[issue.state] ?? null
}

/**
 * Tells whoever's turn it has become, once per entry of the history; the acting person is not told of the own act.
 * @returns null when the turn has not passed to anybody
 */
export async function tellingOfTurn(
  issue: Issue, before: IssueState, category: string, by: Types.ObjectId | null, session: ClientSession,
): Promise<Telling | null> {
  const filter = turnFilter(issue)
  if (filter === null || (issue.state === before && !awaitsRelease(issue))) return null
  const found = await UserModel.find({ ...filter, disabledAt: null }, { _id: 1 })
    .session(session)
    .limit(50)
    .lean<{ _id: Types.ObjectId }[]>()
  const to = found.map(({ _id }) => _id).filter((id) => String(id) !== String(by))
  const act = awaitsRelease(issue) && issue.state !== 'answered' ? '待本部门审签' : STATES[issue.state]
  const due = issue.turnDueAt ?? issue.dueAt
  return {
    to,
    template: 'issue.turn',
    facts: { no: issue.no, category, act, day: due ? dayOf(due) : '' },
    link: `/issues/${issue.no}`,
    key: `issue:${String(issue._id)}:turn:${issue.history.length}`,
    ...(issue.grade === '重大' ? { urgent: true } : {}),
  }
}

const about = (issue: Issue, category: string, act: string) => ({
  facts: { no: issue.no, category, act, day: issue.dueOn ?? '' },
  link: `/issues/${issue.no}`,
  ...(issue.grade === '重大' ? { urgent: true } : {}),
})

/** Tells the new 承办人; nobody when they took it themselves. */
export const tellingOfHandler = (issue: Issue, category: string, by: Types.ObjectId | null): Telling | null =>
  issue.handler === null || String(issue.handler) === String(by)
    ? null
    : {
        to: [issue.handler],
        template: 'issue.handler',
        key: `issue:${String(issue._id)}:handler:${issue.history.length}`,
        ...about(issue, category, '转给您承办'),
      }

/** Tells those who have the case in hand: its handler and the department's lead, or all its people without one. */
export async function tellingOfUrging(
  issue: Issue, category: string, by: Types.ObjectId | null, session: ClientSession,
): Promise<Telling | null> {
  const roles: Role[] = issue.handler ? ['lead'] : ['lead', 'officer']
  const people = await UserModel.find(
    { department: issue.leadDepartment, roles: { $in: roles }, disabledAt: null },
    { _id: 1 },
  )
    .session(session)
    .limit(50)
    .lean<{ _id: Types.ObjectId }[]>()
  const to = [issue.handler, ...people.map(({ _id }) => _id)].filter((id) => id !== null && String(id) !== String(by))
  return {
    to,
    template: 'issue.urge',
    key: `issue:${String(issue._id)}:urge:${issue.history.length}`,
    ...about(issue, category, '催办'),
  }
}
