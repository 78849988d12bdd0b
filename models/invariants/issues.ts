import { IssueModel } from '../issue/index.ts'
import { findings, type Check } from './finding.ts'
import { dueComplaints, flagComplaints, historyComplaints, type CheckedIssue } from './replay.ts'

const FACTS = {
  no: 1,
  state: 1,
  open: 1,
  stock: 1,
  history: 1,
  createdAt: 1,
  submittedAt: 1,
  assignedAt: 1,
  closedAt: 1,
  settledAt: 1,
  settledInTime: 1,
  dueVersions: 1,
  dueVersion: 1,
  dueOn: 1,
  dueAt: 1,
  pauses: 1,
  answers: 1,
  refusals: 1,
  extensions: 1,
  callBacks: 1,
  reworkCount: 1,
  unsatisfiedCount: 1,
  reopened: 1,
  resultClass: 1,
  leadDepartment: 1,
  remainingAtStop: 1,
} as const

/** A check that looks at one case after another; the whole ledger never lies in memory. */
const overIssues = (
  name: string,
  word: string,
  complaints: (issue: CheckedIssue, calendar: Parameters<typeof dueComplaints>[1]) => string[],
): Check => ({
  name,
  word,
  async find({ calendar }) {
    const found = []
    for await (const issue of IssueModel.find({}, FACTS).lean<CheckedIssue[]>().batchSize(200).cursor()) {
      found.push(...findings(name, issue.no, complaints(issue as CheckedIssue, calendar)))
    }
    return found
  },
})

export const issueChecks: readonly Check[] = [
  overIssues('history', '办理过程能推出现在的状态', historyComplaints),
  overIssues('due', '期限能由过程和日历推出', dueComplaints),
  overIssues('flags', '在办标记与状态一致', flagComplaints),
]
