import type { Types } from 'mongoose'
import { dayOf, instantOf, type CivilDay } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import { DAY_ENDS, factsOf, type WorkingCalendar } from '../shared/workingCalendar.ts'
import type { Actor } from '../user/actor.ts'
import type { Instruction } from './index.ts'

/** 批示 and their states, in the offices' words. */
export const INSTRUCTION_STATES = { open: '待回报', replied: '已回报', done: '已办结' } as const

/** The number of an instruction: PS2026-0001, gap-free in its year. */
export const instructionNumber = (year: number, n: number): string => `PS${year}-${String(n).padStart(4, '0')}`

/** What a leader says about a case, to a department, by when. */
export interface NewInstruction {
  no: string
  leader: { id: Types.ObjectId, name: string }
  issue: { id: Types.ObjectId, no: string }
  department: string
  text: string
  dueOn: CivilDay
}

/**
 * An instruction as it is first stored. Entered by the leader, or by the secretary who acts for the leader (代录).
 *
 * @throws RuleBroken when the day of the reply lies before the day of the instruction
 * @source DESIGN.md §7 Roles (secretary)
 */
export function instruct(
  facts: NewInstruction, by: Actor, now: Date, calendar: WorkingCalendar,
): Omit<Instruction, '_id'> {
  if (facts.dueOn < dayOf(now)) throw new RuleBroken('instruction-due', '要求回报的日期已经过去，请改一个日期。')
  const byLeader = String(by.id) === String(facts.leader.id)
  return {
    no: facts.no, leader: facts.leader.id, leaderName: facts.leader.name,
    enteredBy: byLeader ? null : by.id, enteredByName: byLeader ? '' : by.name,
    issue: facts.issue.id, issueNo: facts.issue.no, department: facts.department, text: facts.text, at: now,
    dueOn: facts.dueOn, dueAt: instantOf(facts.dueOn, DAY_ENDS),
    provisional: factsOf(facts.dueOn, calendar).provisional,
    state: 'open', replies: [], doneAt: null,
  }
}

/**
 * The department's report on what it did. It may report again until the leader is satisfied.
 * @throws RuleBroken when done
 */
export function reply(instruction: Instruction, text: string, by: Actor, now: Date): void {
  if (instruction.state === 'done') throw new RuleBroken('instruction-done', '这件批示已经办结，不用再回报。')
  if (by.id === null) throw new RuleBroken('instruction-person', '批示由部门负责人回报。')
  instruction.replies.push({ text, by: by.id, byName: by.name, at: now })
  instruction.state = 'replied'
}

/**
 * The leader, the secretary or the supervisors take the matter off.
 * @throws RuleBroken without a report, or when done already
 */
export function complete(instruction: Instruction, now: Date): void {
  if (instruction.state === 'done') throw new RuleBroken('instruction-done', '这件批示已经办结。')
  if (instruction.replies.length === 0) throw new RuleBroken('instruction-unreplied', '部门还没有回报，不能办结。')
  instruction.state = 'done'
  instruction.doneAt = now
}
