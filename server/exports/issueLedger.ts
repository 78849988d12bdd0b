import { CardModel } from '../../models/card/index.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { filterOf, issueCursor } from '../../models/issue/queries.ts'
import type { Issue } from '../../models/issue/record.ts'
import { RESULT_CLASS_WORDS } from '../../models/issue/words.ts'
import { readIssueList } from '../issues/listForm.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import { readCharges } from './charges.ts'
import { ISSUE_PRESETS, issueColumns, type IssueLine } from './issueColumns.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from './ledger.ts'
import { readWords } from './names.ts'

const FIELDS = {
  no: 1, title: 1, text: 1, source: 1, 'raiser.kind': 1, 'raiser.name': 1, category: 1, grade: 1, assignedAt: 1, assignNo: 1, leadDepartment: 1,
  'coDepartments.department': 1, handlerName: 1, dueOn: 1, dueAt: 1, provisional: 1, dueVersion: 1, 'dueVersions.n': 1, 'dueVersions.startOn': 1,
  'dueVersions.dueOn': 1, 'dueVersions.kind': 1, 'dueVersions.workingDays': 1, pauses: 1, remainingAtStop: 1, progress: { $slice: -1 },
  state: 1, open: 1, rung: 1, resultClass: 1, settledAt: 1, settledInTime: 1, callBacks: { $slice: -1 }, satisfaction: 1, reworkCount: 1,
  promise: 1, closingNote: 1, mergedInto: 1,
}

const CLASSES = Object.entries(RESULT_CLASS_WORDS).map(([name, words]) => `${name} ${words}`).join('，')
const NOTES = [
  '剩余、超期按工作日计，“停”表示暂停计时（退办复核、待核验、待回访、挂账），“暂定”表示下一年的节假日安排还没有公布；办理时限以现行一次为准，延过期的在单元格批注里写明原时限。',
  `结果类别：${CLASSES}。`,
  '办结时间是经核验的答复作出的时间；按时，指不晚于当时有效的办理时限。黄红牌只计已发且未撤销的。',
]

/** The ledger of cases: the rows, filter and order of the list on the screen. @source forms.md §3.1 */
export async function issueLedger(asked: Asked): Promise<Ledger> {
  const when = await momentAt(asked.now)
  const { filter, sort } = readIssueList(asked.actor, asked.query)
  const [words, charges] = await Promise.all([readWords(), readCharges()])
  const preset = asked.query['preset'] === 'meeting' ? 'meeting' : 'full'
  const all: Record<string, Column<IssueLine>> = issueColumns({ words, charges, when, personal: asked.personal, publicUrl: asked.publicUrl })
  const unit = words.unit(asked.actor.department)
  return ledgerOf({
    name: preset === 'meeting' ? '会议用表' : '诉求台账',
    title: `${unit}诉求和意见${preset === 'meeting' ? '办理情况表' : '台账'}`,
    unit: `${unit}　填报人：${asked.actor.name}`,
    asOf: `截至 ${stampOf(asked.now)}`,
    measure: '件',
    columns: ISSUE_PRESETS[preset].flatMap((name) => all[name] ?? []),
    rows: inBatches(issueCursor(filterOf(asked.actor, filter, when), sort, FIELDS), withCards),
    empty: '没有符合条件的诉求和意见',
    notes: preset === 'meeting' ? NOTES.slice(0, 1) : NOTES,
    frozen: preset === 'meeting' ? 1 : 3,
  })
}

/** Only cases that ever came to a warning can have a card. */
async function withCards(issues: Issue[]): Promise<IssueLine[]> {
  const ids = issues.filter(({ rung, dueVersions }) => rung !== null || dueVersions.length > 1).map(({ _id }) => _id)
  const counted = ids.length === 0 ? [] : await CardModel.aggregate<{ _id: { issue: unknown, rung: string }, count: number }>([
    { $match: { issue: { $in: ids }, state: 'issued', rung: { $in: ['L1', 'L2'] } } },
    { $group: { _id: { issue: '$issue', rung: '$rung' }, count: { $sum: 1 } } },
  ])
  const counts = new Map(counted.map(({ _id, count }) => [`${String(_id.issue)} ${_id.rung}`, count]))
  const of = (issue: Issue, rung: string) => counts.get(`${String(issue._id)} ${rung}`) ?? 0
  return issues.map((issue) => ({ issue, yellow: of(issue, 'L1'), red: of(issue, 'L2') }))
}
