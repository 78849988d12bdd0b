import type { Request } from 'express'
import { IssueModel } from '../../models/issue/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import type { Visit } from '../../models/visit/index.ts'
import { isVisitNumber } from '../../models/visit/number.ts'
import { visitByNo } from '../../models/visit/queries.ts'
import { NotFound } from '../http/errors.ts'
import type { VisitIssue } from './recordView.ts'

/** The visit of the address, when this user may see it. @throws NotFound otherwise, without saying which */
export async function visitOf(req: Request, actor: Actor): Promise<Visit & { __v: number }> {
  const no = String(req.params['no'])
  const visit = isVisitNumber(no) ? await visitByNo(no, scopeFilter(actor, 'visit.read')) : null
  if (visit === null) throw new NotFound()
  return visit as Visit & { __v: number }
}

/** The issues that a visit raised, in its order, with what rights and lists need. */
export async function issuesOf(visit: Pick<Visit, 'issues'>): Promise<VisitIssue[]> {
  if (visit.issues.length === 0) return []
  const found = await IssueModel.find({ _id: { $in: visit.issues.map(({ issue }) => issue) } }, {
    no: 1, title: 1, state: 1, leadDepartment: 1, proposedDepartment: 1, dueOn: 1, provisional: 1, turnDueAt: 1,
    'coDepartments.department': 1, verifyingDepartment: 1, visitDepartment: 1, createdBy: 1, handler: 1,
  }).lean<VisitIssue[]>()
  const byId = new Map(found.map(issue => [String(issue._id), issue]))
  return visit.issues.flatMap(({ issue }) => byId.get(String(issue)) ?? [])
}
