import type { Card } from '../../models/card/index.ts'
import type { SweptIssue } from '../../models/card/queries.ts'
import { signDueAt, type Raising } from '../../models/card/raising.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import type { Moment } from '../../models/issue/step.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Telling } from '../act.ts'

/** The card of a rung that a case has reached. */
export function cardOf(
  issue: SweptIssue,
  { rung, key, kind, to }: Raising,
  when: Moment,
  basis: Card['basis'] = 'overdue',
) {
  const isDraft = kind === 'draft'
  const today = dayOf(when.now)
  return {
    key,
    rung,
    issue: issue._id,
    issueNo: issue.no,
    issueTitle: issue.title,
    dueVersion: issue.dueVersion,
    dueOn: issue.dueOn,
    department: issue.leadDepartment,
    basis,
    state: isDraft ? 'draft' : 'issued',
    raisedAt: when.now,
    raisedOn: today,
    issuedAt: isDraft ? null : when.now,
    issuedOn: isDraft ? null : today,
    signDueAt: isDraft ? signDueAt(when) : null,
    told: isDraft ? [] : to,
  }
}

/** Who is told of it and how: number, category, act and day. */
export function tellingOf(issue: SweptIssue, raising: Raising, categories: ReadonlyMap<string, string>): Telling {
  return {
    to: raising.to.map(({ user }) => user),
    template: raising.kind === 'draft' ? 'order.draft' : `ladder.${raising.kind}`,
    facts: {
      no: issue.no,
      category: categories.get(issue.category) ?? '',
      act: wordOf(raising),
      day: issue.dueOn ?? '',
    },
    link: raising.kind === 'draft' ? '/orders?tab=draft' : `/issues/${issue.no}`,
    key: raising.key,
    ...(issue.grade === '重大' ? { urgent: true } : {}),
  }
}

/** What is raised, in the offices' words. */
export const wordOf = ({ rung, kind, step }: Pick<Raising, 'rung' | 'kind' | 'step'>): string =>
  rung ? RUNG_WORDS[rung] : kind === 'unsigned' ? '逾期未签收' : step === 'R20' ? '提前20个工作日提醒' : '提前10个工作日提醒'
