import type { Exception } from '../../models/dashboard/exceptions.ts'
import { reasonOf } from '../../models/dashboard/ranking.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { addWorkingDays } from '../../models/shared/workingCalendar.ts'
import { clausesOf, countText, dayText, restText, shortDayText } from '../lib/format.ts'
import type { Tone } from '../lib/parts.ts'
import type { Figures } from './figures.ts'
import { nameOf, type Surroundings } from './surroundings.ts'

/** One of the cases for a leader: what, where it lies, since when, why it is here, and a box for an instruction. */
export interface ExceptionRow {
  order: number
  href: string
  clauses: string[]
  raiser: string
  department: string
  since: string
  symbol: string | null
  delay: string
  tone: Tone
  reason: string
  /** already instructed and not yet done */
  instructed: { text: string, href: string | null } | null
  /** the form; null where this reader may not, or an instruction stands already */
  box: InstructionBox | null
  /** a secretary's way to the form with the scan */
  enterHref: string | null
}

export interface InstructionBox {
  action: string
  id: string
  open: boolean
  to: string
  dueChoices: { value: CivilDay, text: string, selected: boolean }[]
}

const DUE_CHOICES = [1, 3, 5, 10, 15]
const DUE_USUAL = 5

export function exceptionRows(figures: Figures, around: Surroundings): ExceptionRow[] {
  const waiting = figures.exceptions.findIndex(each => !figures.instructions.has(String(each.id)))
  return figures.exceptions.map((each, index) => {
    const instruction = figures.instructions.get(String(each.id))
    const mayWrite = instruction === undefined && around.instructing !== 'reader'
    const href = `/issues/${each.no}`
    return {
      order: index + 1, href, clauses: clausesOf(each.title),
      raiser: [
        each.raiserName, around.districts.get(each.district ?? ''), each.size, each.own ? '您联系的企业' : '',
      ].filter(Boolean).join('，'),
      ...whereAndSince(each, figures.today, around),
      ...delayOf(each),
      reason: reasonOf(each, day => shortDayText(day, figures.today)),
      instructed: instruction === undefined ? null
        : {
          text: `${instruction.leaderName} 已批示，${shortDayText(instruction.dueOn, figures.today)}前回报`,
          href: around.opens(instruction) ? `/instructions/${instruction.no}` : null,
        },
      box: mayWrite && around.instructing === 'leader' ? boxOf(each, index === waiting, figures, around) : null,
      enterHref: mayWrite && around.instructing === 'secretary' ? `/instructions/new?issue=${each.no}` : null,
    }
  })
}

function whereAndSince(
  each: Exception, today: CivilDay, around: Surroundings,
): Pick<ExceptionRow, 'department' | 'since'> {
  if (each.unclaimedSince !== null) {
    const times = each.refusals > 1 ? `退办 ${each.refusals} 次` : '退办'
    return { department: '没有部门认领', since: `${times}，自 ${shortDayText(each.unclaimedSince, today)}` }
  }
  const head = around.heads.get(each.leadDepartment ?? '')
  const since = each.dueOn === null ? '' : `自 ${shortDayText(each.dueOn, today)}`
  return { department: nameOf(each.leadDepartment, around), since: [head, since].filter(Boolean).join('，') }
}

function delayOf(each: Exception): Pick<ExceptionRow, 'symbol' | 'delay' | 'tone'> {
  if (each.unclaimedSince !== null) return {
    symbol: null, delay: `已悬空 ${countText(each.unclaimedDays)} 个工作日`, tone: '',
  }
  const symbol = each.orderUnanswered !== null || each.escalatedTo !== null ? 'c-order' : 'c-red'
  return { symbol, delay: restText({ workingDays: -each.overdueDays, passed: true }), tone: 'over' }
}

function boxOf(each: Exception, open: boolean, { today, calendar }: Figures, around: Surroundings): InstructionBox {
  return {
    action: `/issues/${each.no}/instruction`, id: `to-${each.no}`, open,
    to: each.leadDepartment === null ? '联席会议办公室' : nameOf(each.leadDepartment, around),
    dueChoices: DUE_CHOICES.map(days => {
      const { day } = addWorkingDays(today, days, calendar)
      return { value: day, text: `${dayText(day, today)}，${countText(days)} 个工作日`, selected: days === DUE_USUAL }
    }),
  }
}
