import { Types } from 'mongoose'
import type { Actor } from '../../models/user/actor.ts'
import type { Role } from '../../models/user/roles.ts'
import { instantOf } from '../../models/shared/calendarDay.ts'
import { DEFAULT_OFFICE_HOURS } from '../../models/shared/officeHours.ts'
import { calendarFrom } from '../../models/shared/workingCalendar.ts'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'
import { accept, register, type Assignment } from '../../models/issue/intake.ts'
import { sign } from '../../models/issue/signature.ts'
import { draftAnswer, releaseAnswer, verify, type AnswerDraft } from '../../models/issue/answering.ts'
import type { Issue } from '../../models/issue/record.ts'
import type { Moment } from '../../models/issue/step.ts'

export const calendar = calendarFrom(PUBLISHED_YEARS)

/** The moment of a day and a time in Shanghai. */
export const when = (day: string, time = '10:00'): Moment =>
  ({ now: instantOf(day, time), calendar, hours: DEFAULT_OFFICE_HOURS })

const person = (name: string, department: string, roles: Role[], isHead = false): Actor =>
  ({ id: new Types.ObjectId(), name, department, roles, isHead, leader: null })

/** The people of a case: the planning bureau leads, the housing bureau helps, the approval office verifies. */
export const PEOPLE = {
  coordinator: person('沈砚秋', 'office', ['coordinator']),
  officer: person('秦若川', 'planning', ['officer']),
  lead: person('温书仪', 'planning', ['lead']),
  head: person('吴敬山', 'planning', ['lead'], true),
  helper: person('宋听澜', 'housing', ['officer']),
  verifier: person('颜雪樵', 'approval', ['officer']),
  supervisor: person('江砚北', 'inspection', ['supervisor']),
  leader: person('裴青野', 'city', ['leader']),
}

export const ASSIGNMENT: Assignment = {
  leadDepartment: 'planning',
  coDepartments: ['housing'],
  verifyingDepartment: 'approval',
  category: 'land',
  grade: '一般',
  closeWorkingDays: null,
  assignNo: '联交〔2026〕1号',
  text: '',
}
export const ANSWER: AnswerDraft = {
  class: 'A', text: '边界已按登记成果统一。', toldHow: '电话', toldOn: null, evidence: [new Types.ObjectId()], promise: null,
}

/** A case as it was registered, 待受理. */
export const aRegistered = (at = when('2026-03-02'), facts: Partial<Parameters<typeof register>[0]> = {}): Issue => ({
  _id: new Types.ObjectId(),
  ...register({
    no: 'SQ2026-000001', title: '厂房用地边界与证不符', text: '红线图多出一条。', source: 'visit', category: 'land', grade: '一般',
    raiser: { kind: 'enterprise', id: null, name: '澄屿精密机械', person: '贺临洲', personTitle: '总经理', phone: '13800005678' },
    district: '370212', secrecy: '公开', proposedDepartment: null, ...facts,
  }, PEOPLE.officer, at),
})

/** A case after 交办, 待签收. */
export function anAssigned(at = when('2026-03-02'), given: Partial<Assignment> = {}, facts = {}): Issue {
  const issue = aRegistered(at, facts)
  accept(issue, PEOPLE.coordinator, { ...ASSIGNMENT, ...given }, at)
  return issue
}

/** A case after 签收, 办理中. */
export function aSigned(at = when('2026-03-02'), given: Partial<Assignment> = {}, facts = {}): Issue {
  const issue = anAssigned(at, given, facts)
  sign(issue, PEOPLE.officer, { moreDepartments: [], text: '' }, at)
  return issue
}

/** Answers a case and releases it: 待核验. */
export function answered(issue: Issue, at: Moment, given: Partial<AnswerDraft> = {}): Issue {
  draftAnswer(issue, PEOPLE.officer, { ...ANSWER, ...given }, at)
  releaseAnswer(issue, PEOPLE.head, at)
  return issue
}

/** A case that waits for its call-back. */
export function toCallBack(at = when('2026-03-12'), signedAt = when('2026-03-02')): Issue {
  const issue = answered(aSigned(signedAt), at)
  verify(issue, PEOPLE.verifier, { upheld: true, reason: '' }, at)
  return issue
}
