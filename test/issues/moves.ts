import { addDays, dayOf } from '../../models/shared/calendarDay.ts'
import { firstWorkingDayFrom } from '../../models/shared/workingCalendar.ts'
import { draftAnswer, releaseAnswer, returnDraft, verify } from '../../models/issue/answering.ts'
import { callBack, closeAsDutyDone, reopen } from '../../models/issue/callBacks.ts'
import { askExtension, grantExtension, refuseExtension } from '../../models/issue/extension.ts'
import { contact, note, plan, progress } from '../../models/issue/handling.ts'
import { accept, reassign, reject, withdraw } from '../../models/issue/intake.ts'
import { markRaised, stepsDue } from '../../models/issue/rungs.ts'
import { arbitrate, refuse, sign } from '../../models/issue/signature.ts'
import type { Issue } from '../../models/issue/record.ts'
import type { Moment } from '../../models/issue/step.ts'
import { ANSWER, ASSIGNMENT, calendar, PEOPLE } from './aCase.ts'

const { coordinator, officer, head, lead, verifier, supervisor } = PEOPLE
const DEPARTMENTS = ['planning', 'water', 'housing'] as const

/** Every act with some input, chosen by a number; who acts is whoever usually does. */
export const MOVES: Record<string, (issue: Issue, dice: number, at: Moment) => void> = {
  accept: (issue, dice, at) =>
    accept(
      issue,
      coordinator,
      {
        ...ASSIGNMENT,
        grade: dice % 2 ? '一般' : '复杂',
        leadDepartment: DEPARTMENTS[dice % 2] ?? 'planning',
        coDepartments: [],
      },
      at,
    ),
  reject: (issue, _dice, at) => reject(issue, coordinator, '不属本级', at),
  withdraw: (issue, _dice, at) => withdraw(issue, officer, '已解决', at),
  sign: (issue, dice, at) => sign(issue, officer, { moreDepartments: dice % 3 ? [] : ['housing'], text: '' }, at),
  refuse: (issue, _dice, at) => refuse(issue, officer, { reason: '不属本单位', proposedDepartment: null }, at),
  arbitrate: (issue, dice, at) =>
    arbitrate(
      issue,
      coordinator,
      { department: dice % 2 ? null : (DEPARTMENTS[dice % 3] ?? null), note: '', text: '' },
      at,
    ),
  assign: (issue, dice, at) =>
    reassign(
      issue,
      coordinator,
      { ...ASSIGNMENT, coDepartments: [], leadDepartment: DEPARTMENTS[dice % 3] ?? 'water' },
      at,
    ),
  contact: (issue, _dice, at) => contact(issue, officer, { how: '电话', text: '', atDay: dayOf(at.now) }, at),
  plan: (issue, _dice, at) => plan(issue, officer, '先核实', at),
  progress: (issue, _dice, at) => progress(issue, officer, { onDay: dayOf(at.now), text: '在办' }, at),
  note: (issue, _dice, at) => note(issue, supervisor, '知道了', at),
  draft: (issue, dice, at) =>
    draftAnswer(
      issue,
      officer,
      dice % 2
        ? ANSWER
        : {
            ...ANSWER,
            class: 'B',
            promise: { text: '办成', dueOn: firstWorkingDayFrom(addDays(dayOf(at.now), 30 + dice), calendar).day },
          },
      at,
    ),
  release: (issue, _dice, at) => releaseAnswer(issue, head, at),
  returnDraft: (issue, _dice, at) => returnDraft(issue, lead, '补充', at),
  uphold: (issue, _dice, at) => verify(issue, verifier, { upheld: true, reason: '' }, at),
  fail: (issue, _dice, at) => verify(issue, verifier, { upheld: false, reason: '不符' }, at),
  satisfied: (issue, _dice, at) =>
    void callBack(
      issue,
      coordinator,
      { how: '电话', reached: true, solved: '已解决', satisfaction: '满意', text: '' },
      at,
    ),
  unsatisfied: (issue, _dice, at) =>
    void callBack(
      issue,
      coordinator,
      { how: '电话', reached: true, solved: '未解决', satisfaction: '不满意', text: '' },
      at,
    ),
  unreached: (issue, _dice, at) =>
    void callBack(issue, coordinator, { how: '电话', reached: false, solved: null, satisfaction: null, text: '' }, at),
  close: (issue, _dice, at) => closeAsDutyDone(issue, coordinator, '已尽责', at),
  ask: (issue, dice, at) => askExtension(issue, lead, { days: 1 + (dice % 7), reason: '等材料' }, at),
  grant: (issue, dice, at) => grantExtension(issue, coordinator, { days: 1 + (dice % 3), note: '' }, at),
  refuseExtension: (issue, _dice, at) => refuseExtension(issue, coordinator, '', at),
  reopen: (issue, _dice, at) => reopen(issue, supervisor, '未办', at),
  sweep: (issue, _dice, at) => markRaised(issue, stepsDue(issue, at), at),
}
export const NAMES = Object.keys(MOVES)
/** Ends of a case; taken seldom, so that walks go far. */
export const RARE = ['reject', 'withdraw', 'satisfied', 'assign', 'returnDraft', 'note', 'progress', 'sweep']
