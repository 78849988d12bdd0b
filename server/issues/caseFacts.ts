import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import { LIMITS, limitClassOf, redoClassOf, spanWords } from '../../models/issue/deadline.ts'
import { DUE_KINDS } from '../../models/issue/dueVersion.ts'
import type { Issue } from '../../models/issue/record.ts'
import { presentVersion } from '../../models/issue/step.ts'
import { SOURCES } from '../../models/issue/words.ts'
import { link } from '../lib/cells.ts'
import { dateTimeText, dayText, maskPhone, shortDayText } from '../lib/format.ts'
import type { Fact } from '../lib/parts.ts'

/** What is known about a case, as terms and words; what is empty is left out. */
export function factsOf(actor: Actor, issue: Issue, nameOf: (code: string | null) => string, now: Date): Fact[] {
  const today = dayOf(now)
  const fact = (term: string, text: string | null | false, more: Partial<Fact> = {}): Fact[] =>
    text ? [{ term, text, href: null, small: null, action: null, ...more }] : []
  const on = (at: Date | null, word: string) => (at === null ? null : `${shortDayText(dayOf(at), today)}${word}`)
  const version = presentVersion(issue)
  const granted = issue.extensions.filter(({ decision }) => decision === 'granted')
  const limits = LIMITS[version?.kind === 'redo' ? redoClassOf(issue) : limitClassOf(issue)]
  return [
    ...fact('提出人', [issue.raiser.person || issue.raiser.name, issue.raiser.personTitle].filter(Boolean).join('，'), {
      small: issue.raiser.phone ? maskPhone(issue.raiser.phone) : null,
      action:
        issue.raiser.phone && can(actor, 'issue.revealPhone', issue)
          ? link('查看号码', `/issues/${issue.no}/phone`)
          : null,
    }),
    ...fact(
      '来源',
      issue.visitNo ? `走访 ${issue.visitNo}` : SOURCES[issue.source],
      // a case is seen by more departments than the visit that it came from
      issue.visitNo && can(actor, 'visit.read', { department: issue.visitDepartment })
        ? { href: `/visits/${issue.visitNo}` }
        : {},
    ),
    ...fact('牵头部门', issue.leadDepartment && nameOf(issue.leadDepartment), {
      small: issue.handlerName ? `承办 ${issue.handlerName}` : '承办人未定',
    }),
    ...issue.coDepartments.flatMap((co) =>
      fact('协办部门', nameOf(co.department), {
        small: on(co.opinionAt, '已协办') ?? (co.dueOn ? `${shortDayText(co.dueOn, today)}前提协办意见` : null),
      }),
    ),
    ...fact('核验部门', issue.verifyingDepartment && nameOf(issue.verifyingDepartment)),
    ...fact('交办文号', issue.assignNo, { small: on(issue.assignedAt, '交办') }),
    ...fact(
      '办结时限',
      limits.close
        ? spanWords(limits.close)
        : version?.workingDays
          ? `${version.workingDays} 个工作日，市领导定`
          : null,
    ),
    ...fact('期限版本', version && `第 ${version.n} 版，${DUE_KINDS[version.kind]}`, {
      small:
        granted.length === 0
          ? '未延期'
          : `延期 ${granted.map(({ daysGranted }) => daysGranted ?? 0).reduce((sum, days) => sum + days, 0)} 个工作日`,
    }),
    ...fact(
      '重办次数',
      issue.reworkCount > 0
        ? `${issue.unsatisfiedCount} 次不满意，${Math.max(0, issue.reworkCount - issue.unsatisfiedCount)} 次核验或回头看退回`
        : null,
    ),
    ...fact(
      '承诺',
      (issue.stock === 'pledged' || issue.settledAt !== null)
        && issue.promise
        && `${dayText(issue.promise.dueOn, today)}前`,
      { small: issue.promise?.text ?? null },
    ),
    ...fact('下次进展', issue.nextProgressOn && `${dayText(issue.nextProgressOn, today)}前`, {
      small: '在办期间每月报一次',
    }),
    ...fact(
      '办结',
      issue.settledAt && `${dateTimeText(issue.settledAt, today)}，${issue.settledInTime ? '按时' : '超期'}`,
      { small: issue.resultClass && `${issue.resultClass} 类` },
    ),
    ...fact('销号', issue.closedAt && dateTimeText(issue.closedAt, today), {
      small: [issue.satisfaction, issue.closingNote].filter(Boolean).join('，') || null,
    }),
    ...fact('登记', `${issue.createdByName || '系统'}，${dateTimeText(issue.createdAt, today)}`),
  ]
}
