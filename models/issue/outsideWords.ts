import type { Issue } from './record.ts'
import type { IssueState } from './words.ts'

/** Where a case stands, for whoever raised it: three signs, no inner steps of the offices. @source pages.md §4 */
export const STATES_OUTSIDE: Record<IssueState, string> = {
  draft: '已收到', submitted: '已收到', assigned: '办理中', handling: '办理中', refusalReview: '办理中', answered: '核实中',
  redo: '重新办', pledged: '有承诺', callBack: '待确认', closed: '已办结', rejected: '未受理', merged: '已合并', withdrawn: '已撤回',
}

/** The answer that holds: released and found true. Drafts and answers that failed are no business of the raiser's. */
export const answerThatHolds = ({ answers }: Pick<Issue, 'answers'>) =>
  answers.findLast(({ releasedAt, verification }) => releasedAt !== null && verification?.upheld === true) ?? null
