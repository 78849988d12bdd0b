import { dayOf } from '../../models/shared/calendarDay.ts'
import { isUnsatisfiedForGood, openRequest } from '../../models/issue/gates.ts'
import type { Issue } from '../../models/issue/record.ts'
import { awaitsRelease, type Moment } from '../../models/issue/step.ts'
import { STATES } from '../../models/issue/words.ts'
import { restTone, restText } from '../lib/format.ts'
import type { NextStep, StepFact } from '../lib/parts.ts'
import { beforeText, clockFactsOf, dueDayText } from './dueWords.ts'
import { clockSumAt } from '../../models/issue/clock.ts'

const OFFICE = '市联席会议办公室'
const step = (text: string, small: string | null = null, tone: StepFact['tone'] = ''): StepFact => ({
  text,
  small,
  tone,
})

/** Whose turn it is, what to do and by when. Null for a case that is over. @source pages.md §3 Next-step panel */
export function turnOf(
  issue: Issue,
  nameOf: (department: string | null) => string,
  phoneOf: (department: string | null) => string,
  when: Moment,
): Pick<NextStep, 'who' | 'what' | 'when'> | null {
  const lead = step(nameOf(issue.leadDepartment), handlerLine(issue, phoneOf(issue.leadDepartment)))
  const office = step(OFFICE)
  const turn = (act: string) => byTurn(issue, act, when)
  switch (issue.state) {
    case 'submitted': return { who: office, what: step('受理并交办', '定牵头、协办、核验部门和等级'), when: turn('受理') }
    case 'assigned': return { who: lead, what: step('签收', '不属本部门职责的，写明依据退办'), when: turn('签收') }
    case 'refusalReview': {
      const refusal = issue.refusals.at(-1)
      return {
        who: office,
        what: step('裁定退办', refusal?.proposedDepartment ? `建议改由${nameOf(refusal.proposedDepartment)}` : null),
        when: turn('裁定'),
      }
    }
    case 'answered':
      return {
        who: step(nameOf(issue.verifyingDepartment)),
        what: step('核验答复', `${issue.answers.at(-1)?.class ?? ''} 类答复，对照佐证材料`),
        when: turn('核验'),
      }
    case 'callBack':
      return isUnsatisfiedForGood(issue)
        ? { who: office, what: step('认定是否已尽责', '重办两次后提出人仍不满意'), when: turn('认定') }
        : { who: office, what: step('回访提出人', callsLine(issue)), when: turn('回访') }
    case 'handling':
    case 'redo':
    case 'pledged':
      return { who: lead, what: workOf(issue), when: byDue(issue, when) }
    default:
      return null
  }
}

function handlerLine(issue: Issue, phone: string): string | null {
  return [issue.handlerName ? `承办人 ${issue.handlerName}` : '承办人未定', phone].filter(Boolean).join(' ')
}

const callsLine = ({ callBacks }: Issue): string | null => {
  const missed = callBacks.filter(({ reached }) => !reached).length
  return missed === 0 ? null : `已有 ${missed} 次未联系上，不同日子满 3 次销号`
}

function workOf(issue: Issue): StepFact {
  if (awaitsRelease(issue)) return step('签发答复', '待本部门审签，时钟没有停')
  const asked = openRequest(issue.extensions)
  const small = asked ? `延期 ${asked.days} 个工作日的申请在等批复` : null
  if (issue.state === 'pledged') return step('兑现承诺并再次答复', issue.promise?.text ?? small)
  if (issue.contactDueAt !== null && issue.contactedAt === null) return step('首次联系提出人', small)
  if (issue.planDueAt !== null && issue.plannedAt === null) return step('报办理方案', small)
  const reason = issue.answers.at(-1)?.verification?.reason ?? issue.callBacks.at(-1)?.text ?? null
  return issue.state === 'redo' ? step('再次答复提出人', small ?? reason) : step('答复提出人', small)
}

function byTurn(issue: Issue, act: string, { now, calendar }: Moment): StepFact {
  if (issue.turnDueAt === null) return step('—')
  const before = beforeText(issue.turnDueAt, act, now, calendar)
  const left = issue.remainingAtStop
  return step(
    before.text,
    left === null ? null : `办理时钟已停，${left < 0 ? `停时已超 ${-left} 个工作日` : `还剩 ${left} 个工作日`}`,
    before.tone,
  )
}

/** The nearest of the clocks that still run: contact and plan before the main one. */
function byDue(issue: Issue, { now, calendar }: Moment): StepFact {
  const today = dayOf(now)
  const facts = clockFactsOf(issue)
  if (issue.dueOn === null || issue.dueAt === null || facts === null) return step('—')
  const rest = { workingDays: clockSumAt(facts, now, calendar).left, passed: issue.dueAt < now }
  const tone = restTone(rest)
  const main = step(restText(rest), dueDayText(issue.dueOn, issue.dueAt, today), tone === 'calm' ? '' : tone)
  const short = shortClock(issue)
  if (short === null) return main
  const before = beforeText(short.dueAt, short.act, now, calendar)
  return step(before.text, `办结：${main.text}，${main.small ?? ''}`, before.tone)
}

function shortClock(issue: Issue): { dueAt: Date; act: string } | null {
  if (awaitsRelease(issue) || issue.state === 'pledged') return null
  if (issue.contactDueAt !== null && issue.contactedAt === null) return { dueAt: issue.contactDueAt, act: '联系' }
  return issue.planDueAt !== null && issue.plannedAt === null ? { dueAt: issue.planDueAt, act: '报方案' } : null
}

/** What is said about a case that is over. */
export function endWords(issue: Issue): string {
  return [STATES[issue.state], issue.satisfaction, issue.closingNote].filter(Boolean).join('，')
}
