import { addDays, instantOf } from '../shared/calendarDay.ts'
import { addFlow, flowOf, noFlow, type Flow, type FlowPeriod } from './flow.ts'
import { IssueModel, type Issue } from './index.ts'
import { mainVersion } from './step.ts'

const FIELDS = {
  leadDepartment: 1, state: 1, 'history.at': 1, 'history.act': 1, 'history.from': 1, 'history.to': 1, resultClass: 1, satisfaction: 1,
  settledAt: 1, settledInTime: 1, closedAt: 1, 'dueVersions.kind': 1, 'dueVersions.dueOn': 1, 'callBacks.at': 1, 'callBacks.reached': 1,
  'extensions.decision': 1, 'extensions.decidedAt': 1, 'refusals.at': 1,
} as const

/**
 * The figures of each department over a period, counted case by case from the histories. A case counts for the department
 * that leads it now. Departments without a case are missing.
 */
export async function flowByDepartment(period: FlowPeriod): Promise<Map<string, Flow>> {
  const [start, end] = [instantOf(period.fromOn, '00:00'), instantOf(addDays(period.toOn, 1), '00:00')]
  const flows = new Map<string, Flow>()
  const touched = { assignedAt: { $lt: end }, $or: [{ open: true }, { closedAt: { $gte: start } }, { closedAt: null, 'history.at': { $gte: start } }] }
  for await (const issue of IssueModel.find(touched, FIELDS).lean<Issue>().cursor({ batchSize: 1000 })) {
    if (issue.leadDepartment === null) continue
    const facts = { ...issue, mainDueOn: mainVersion(issue)?.dueOn ?? null }
    flows.set(issue.leadDepartment, addFlow(flows.get(issue.leadDepartment) ?? noFlow(), flowOf(facts, period)))
  }
  return flows
}
