import { Types } from 'mongoose'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { accept, register, type NewIssue } from '../../models/issue/intake.ts'
import { nameHandler } from '../../models/issue/handling.ts'
import { sign } from '../../models/issue/signature.ts'
import type { Step } from '../../models/issue/ladder.ts'
import { presentVersion, settle, type Moment } from '../../models/issue/step.ts'
import { dueAfter, workingDaysBetween } from '../../models/shared/workingCalendar.ts'
import { instantOf } from '../../models/shared/calendarDay.ts'
import { momentAt } from '../../models/issue/moment.ts'
import type { Actor } from '../../models/user/actor.ts'

const office: Actor = {
  id: new Types.ObjectId(),
  name: '沈砚秋',
  department: 'lxb',
  roles: ['coordinator'],
  isHead: false,
  leader: null,
}
let count = 0

export interface CaseWish {
  grade?: NewIssue['grade']
  source?: NewIssue['source']
  department?: string
  /** day of 交办 */
  startOn: string
  /** due day of the first version; the grade's own limit when left out */
  dueOn?: string
  handler?: { _id: Types.ObjectId, name: string }
  signed?: boolean
  /** number of the due version in force, and the steps raised in it */
  version?: number
  raised?: Step[]
}

/** A case in hand as the verbs make it, with the due day that the test names. */
export async function aRunningCase(wish: CaseWish): Promise<Issue> {
  const at = instantOf(wish.startOn, '10:00')
  const when = await momentAt(at)
  const record = caseRecord(wish, when)
  if (wish.signed !== false) {
    const department: Actor = { ...office, department: wish.department ?? 'zrzy', roles: ['lead'] }
    sign(record, department, { moreDepartments: [], text: '' }, when)
    if (wish.handler) nameHandler(record, department, { id: wish.handler._id, name: wish.handler.name }, when)
  }
  const version = presentVersion(record)
  if (version) {
    version.raised = wish.raised ?? []
    if (wish.version === 2)
      record.dueVersions = [
        { ...version, dueOn: wish.startOn, raised: ['L0', 'L1'] },
        { ...version, n: 2, kind: 'extension' },
      ]
    record.dueVersion = wish.version ?? 1
    settle(record, when)
  }
  return (await IssueModel.create(record)).toObject<Issue>()
}

function caseRecord(wish: CaseWish, when: Moment): Issue {
  count += 1
  const facts: NewIssue = {
    no: `SQ2026-${String(count).padStart(6, '0')}`, title: '厂区门口道路积水', text: '雨后积水三天不退', source: wish.source ?? 'visit',
    raiser: { kind: 'enterprise', id: null, name: '栎川冷链物流', person: '', personTitle: '', phone: '' }, category: 'ydgh',
    grade: wish.grade ?? '一般', district: '370212', secrecy: '公开', proposedDepartment: null,
  }
  const issue = { ...register(facts, office, when), _id: new Types.ObjectId() } as Issue
  const given = {
    coDepartments: [],
    verifyingDepartment: 'xzsp',
    category: 'ydgh',
    grade: facts.grade,
    closeWorkingDays: facts.grade === '重大' ? 10 : null,
  }
  accept(
    issue,
    office,
    { ...given, leadDepartment: wish.department ?? 'zrzy', assignNo: `联交〔2026〕${count}号`, text: '' },
    when,
  )
  const [version] = issue.dueVersions
  if (version && wish.dueOn) {
    const workingDays = workingDaysBetween(version.startOn, wish.dueOn, when.calendar)
    Object.assign(version, { workingDays, months: null, ...dueAfter(version.fromAt, workingDays, when.calendar) })
    settle(issue, when)
  }
  return issue
}
