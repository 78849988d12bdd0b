import { dayOf, timeOf } from '../../models/shared/calendarDay.ts'
import type { WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import { SUBJECT_TYPES } from '../../models/visit/subject.ts'
import type { VisitRow } from '../../models/visit/queries.ts'
import type { VisitTask } from '../../models/visitTask/index.ts'
import { periodWords } from '../../models/visitTask/period.ts'
import { ATTEMPTS_BEFORE_UNREACHABLE, standingOf, STANDINGS } from '../../models/visitTask/standing.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import { clausesOf, dayText, ratioText, shortDayText } from '../lib/format.ts'
import type { Fact, NextStep, PageTitle, StatusTag, TableView } from '../lib/parts.ts'
import { visitStatus } from '../visits/words.ts'
import { dueText, standingTag, TASKS } from './listView.ts'

export interface TaskPage {
  title: PageTitle
  status: StatusTag
  next: NextStep
  visits: TableView | null
  attempts: { day: string, by: string, note: string }[]
  facts: Fact[]
  officerForm: { action: string, field: FieldView } | null
  attemptForm: { action: string, day: FieldView, note: FieldView } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'visitTasks/show': TaskPage }
}

export interface TaskFacts {
  actor: Actor
  now: Date
  calendar: WorkingCalendar
  departments: ReadonlyMap<string, { name: string }>
  districts: ReadonlyMap<string, string>
  /** visits of the subject by any department, the latest first */
  visits: readonly VisitRow[]
  staff: readonly { id: string, name: string }[]
  errors: Record<string, string>
}

/** One task: who goes where by when, who else has been there, and what to do now. */
export function taskPage(task: VisitTask, facts: TaskFacts): TaskPage {
  const { actor, now, departments, districts, errors } = facts
  const today = dayOf(now)
  const address = `${TASKS}/${String(task._id)}`
  const field = fieldsOf({}, errors)
  const standing = standingOf(task)
  const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact =>
    ({ term, text: text || '—', href: null, small: null, action: null, ...more })
  return {
    title: { clauses: clausesOf(`走访任务：${task.subject.name}`), note: periodWords(task.period), actions: [] },
    status: standingTag(task),
    next: nextStep(task, facts, today),
    visits: facts.visits.length === 0 ? null : visitTable(facts.visits, departments, today),
    attempts: task.failedAttempts.map(({ on, by, note }) => ({ day: shortDayText(on, today), by, note })),
    facts: [
      fact('走访对象', task.subject.name, {
        href: `/${task.subject.type === 'enterprise' ? 'enterprises' : 'members'}/${String(task.subject.id)}`,
        small: [SUBJECT_TYPES[task.subject.type], districts.get(task.subject.district ?? '')].filter(Boolean).join('，'),
      }),
      fact('走访单位', departments.get(task.department)?.name ?? task.department),
      fact('责任领导', task.leader),
      fact('联络员', task.officerName || '没有指定'),
      fact('要求', `${dayText(task.fromOn, today)}到${dayText(task.dueOn, today)}，${task.timesRequired} 次`),
      fact('已确认', `${ratioText(task.timesConfirmed, task.timesRequired)} 次`, {
        small: task.timesDone > task.timesConfirmed ? `另有 ${task.timesDone - task.timesConfirmed} 次待确认` : null,
      }),
    ],
    officerForm: can(actor, 'visitTask.nameOfficer', task) ? {
      action: `${address}/officer`,
      field: field.select('officer', '联络员', facts.staff.map(({ id, name }) => ({ value: id, text: name })), {
        value: task.officer ? String(task.officer) : '', optional: true, placeholder: '没有指定',
      }),
    } : null,
    attemptForm: can(actor, 'visitTask.recordAttempt', task) && (standing === 'open') ? {
      action: `${address}/attempts`,
      day: field.date('on', '哪天', { value: today }),
      note: field.text('note', '怎么联系的', { maxLength: 200, placeholder: `${timeOf(now)} 打电话没人接` }),
    } : null,
  }
}

function nextStep(task: VisitTask, { calendar, actor }: TaskFacts, today: string): NextStep {
  const { day, rest, tone } = dueText(task, today, calendar)
  const standing = standingOf(task)
  const plain = (text: string) => ({ text, small: null, tone: '' as const })
  const isOwn = actor.department === task.department && actor.roles.some(role => role === 'officer' || role === 'lead')
  const subject = `subject=${String(task.subject.id)}`
  const buttons = [
    linkButton('记走访', `/visits/new?${subject}`, 'primary'), linkButton('计划走访', `/visits/plan?${subject}`),
  ]
  if (standing === 'covered') {
    return { who: plain('—'), what: plain(STANDINGS.covered), when: plain(day), buttons: [], note: null }
  }
  const left = ATTEMPTS_BEFORE_UNREACHABLE - task.failedAttempts.length
  return {
    who: plain(task.officerName || '本部门负责人指定联络员'),
    what: plain(standing === 'awaiting' ? '请对方确认走访' : standing === 'unreachable' ? '联系上了再走访' : '走访'),
    when: { text: day, small: rest || null, tone },
    buttons: isOwn ? buttons : [],
    note: standing === 'open' && task.failedAttempts.length > 0
      ? `已有 ${task.failedAttempts.length} 天联系不上，再有 ${left} 天就记为“联系不上”，不计入覆盖率的分母。` : null,
  }
}

function visitTable(visits: readonly VisitRow[], departments: TaskFacts['departments'], today: string): TableView {
  const columns = [column('日期'), column('部门'), column('方式'), column('走访人', { wide: true }), column('状态')]
  return tableOf('谁去过、谁要去', columns, visits.map(visit => [
    dayCell(shortDayText(visit.onDay, today)), textCell(departments.get(visit.department)?.name ?? visit.department),
    textCell(visit.mode), textCell(visit.visitors.map(({ name }) => name).join('、')), statusCell(visitStatus(visit)),
  ]))
}
