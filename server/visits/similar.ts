import { Types } from 'mongoose'
import { allDepartments } from '../../models/department/queries.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import { mostAlike } from '../../models/visit/alike.ts'
import { shortDayText } from '../lib/format.ts'
import type { SimilarView } from './formView.ts'

type Candidate = Pick<Issue, 'no' | 'title' | 'createdAt' | 'leadDepartment' | 'coDepartments' | 'verifyingDepartment'
  | 'visitDepartment' | 'createdBy' | 'handler'>

const MOST = 50

/** Open issues of these subjects, the newest first. */
export const openIssuesOf = (subjects: readonly string[]): Promise<Candidate[]> =>
  IssueModel.find(
    { 'raiser.id': { $in: subjects.filter(id => Types.ObjectId.isValid(id)) }, open: true },
    {
      no: 1, title: 1, createdAt: 1, leadDepartment: 1, 'coDepartments.department': 1, verifyingDepartment: 1,
      visitDepartment: 1, createdBy: 1, handler: 1,
    },
  ).sort({ createdAt: -1 }).limit(MOST).lean<Candidate[]>()

/**
 * The open issue that a title seems to repeat, in words. Whoever may not open it learns that there is one, when it
 * was raised and who handles it, but not what it says.
 */
export async function similarTo(
  title: string, candidates: readonly Candidate[], actor: Actor, today: string,
): Promise<Omit<SimilarView, 'block' | 'chosen'> | null> {
  const found = mostAlike(title, candidates)
  if (found === null) return null
  const raised = `${shortDayText(dayOf(found.createdAt), today)}提出`
  if (can(actor, 'issue.read', found)) {
    return { no: found.no, title: found.title, href: `/issues/${found.no}`, raisedText: raised }
  }
  const departments = await allDepartments()
  const lead = departments.find(({ _id }) => _id === found.leadDepartment)?.name
  return { no: found.no, title: lead ? `由${lead}办` : '还在等办公室受理', href: null, raisedText: raised }
}
