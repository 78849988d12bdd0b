import { Types } from 'mongoose'
import type { Instruction } from '../../../models/instruction/index.ts'
import { instructionNumber } from '../../../models/instruction/verbs.ts'
import type { Issue } from '../../../models/issue/record.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import { dueAfter, type WorkingCalendar } from '../../../models/shared/workingCalendar.ts'
import { daysAfter, soonAfter } from './moments.ts'
import { nextIn, type Counters } from './numbers.ts'
import { fill } from './particulars.ts'
import type { People } from './people.ts'
import { PHRASES } from './phrases.ts'
import type { Random } from './random.ts'

const REPLY_WITHIN = 5

interface Given {
  issues: readonly Issue[]
  people: People
  calendar: WorkingCalendar
  until: Date
  random: Random
  counters: Counters
}

/**
 * Leaders' notes on cases in hand: of ten, some answered and done, some answered, some waiting, one of them too
 * long.
 */
export function instructionsOn({ issues, people, calendar, until, random, counters }: Given): Instruction[] {
  const inHand = random.sample(
    issues.filter(({ state, assignedAt }) => (state === 'handling' || state === 'redo') && assignedAt !== null),
    10,
  )
  const ages = [14, 11, 9, 8, 7, 6, 4, 2, 1, 1]
  return inHand
    .map((issue, index): Instruction => {
      const leader = people.leaders[index % 3 === 0 ? index % people.leaders.length : 1] ?? people.leaders[0]
      const wished = daysAfter(until, -(ages[index] ?? 1), random, calendar)
      // never before the case was assigned
      const at =
        issue.assignedAt !== null && wished < issue.assignedAt ? soonAfter(issue.assignedAt, random, calendar) : wished
      const due = dueAfter(at, REPLY_WITHIN, calendar)
      const department = issue.leadDepartment ?? 'bangong'
      const head = people.headOf(department)
      const text = fill(random.pick<string>(PHRASES.instruction), random, {
        on: dayOf(at),
        districtCode: issue.district ?? '370202',
        park: null,
      })
      const replyAt = daysAfter(at, random.int(1, 4), random, calendar)
      const replied = index < 5 && replyAt < until && head.id !== null
      const done = replied && index < 3
      return {
        _id: new Types.ObjectId(),
        no: '',
        leader: leader?._id ?? new Types.ObjectId(),
        leaderName: leader?.name ?? '',
        enteredBy: null,
        enteredByName: '',
        issue: issue._id,
        issueNo: issue.no,
        department,
        text,
        at,
        dueOn: due.dueOn,
        dueAt: due.dueAt,
        provisional: due.provisional,
        state: done ? 'done' : replied ? 'replied' : 'open',
        replies:
          replied && head.id !== null
            ? [{ text: random.pick<string>(PHRASES.instructionReply), by: head.id, byName: head.name, at: replyAt }]
            : [],
        doneAt: done ? earlier(daysAfter(replyAt, 1, random, calendar), until) : null,
      }
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map((instruction) => numbered(instruction, issues, counters))
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other)

function numbered(instruction: Instruction, issues: readonly Issue[], counters: Counters): Instruction {
  const issue = issues.find(({ _id }) => _id === instruction.issue)
  const before = issue?.history.findLastIndex(({ at }) => at <= instruction.at) ?? -1
  const last = issue?.history[before]
  if (issue && last) {
    issue.history.splice(before + 1, 0, {
      at: instruction.at,
      by: instruction.leader,
      byName: instruction.leaderName,
      byDepartment: 'bangong',
      act: 'instruction',
      from: last.to,
      to: last.to,
      text: instruction.text,
      dueVersion: last.dueVersion,
      happenedOn: null,
    })
  }
  return { ...instruction, no: instructionNumber(...nextIn(counters, 'instruction', instruction.at)) }
}
