import { parseDay } from '../../models/shared/calendarDay.ts'
import { ASSIGNED_KINDS, type AssignedKind, type AssignmentPlan } from '../../models/visitTask/assignment.ts'
import { isPeriod, periodsToChoose, periodWords, spanOf } from '../../models/visitTask/period.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type Choice, type FieldView } from '../lib/fields.ts'
import { countText, dayText } from '../lib/format.ts'
import { choice, day, optionalChoice, readForm, textOf, wholeNumber, type Body, type FormResult } from '../lib/form.ts'
import type { ErrorSummary, TableView } from '../lib/parts.ts'
import type { Assignment, Candidate } from './actions.ts'

export const ASSIGN_FIELDS = [
  'period', 'fromOn', 'dueOn', 'kind', 'department', 'district', 'timesRequired', 'act',
] as const

/** The form of assigning, and once it is filled, what would be done. */
export interface AssignPage {
  summary: ErrorSummary | null
  fields: FieldView[]
  preview: {
    sentence: string
    rows: { text: string, count: string }[]
    withoutDepartment: TableView | null
    more: string | null
    button: string | null
  } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'visitTasks/new': AssignPage }
}

const SHOWN = 20
const KINDS = Object.keys(ASSIGNED_KINDS) as AssignedKind[]
const MOST_TIMES = 12

export interface AssignChoices {
  departments: readonly { code: string, name: string }[]
  districts: readonly { code: string, name: string }[]
}

/** Reads what is to be assigned. Without days of its own the period's own first and last day count. */
export function readAssignment(body: Body, today: string, choices: AssignChoices): FormResult<Assignment> {
  const read = readForm(body, {
    period: raw => (isPeriod(textOf(raw)) ? { value: textOf(raw) } : { error: '请选择时期' }),
    fromOn: day('开始日期'), dueOn: day('完成期限'), kind: choice('走访对象', KINDS),
    department: optionalChoice('走访单位', choices.departments.map(({ code }) => code)),
    district: optionalChoice('区市', choices.districts.map(({ code }) => code)),
    timesRequired: wholeNumber('要求次数', 1, MOST_TIMES),
  })
  if (!read.ok) return read
  const span = spanOf(read.value.period)
  const { fromOn = null, dueOn = null, ...chosen } = read.value
  const value = { ...chosen, fromOn: fromOn ?? span?.fromOn ?? '', dueOn: dueOn ?? span?.dueOn ?? '' }
  if (parseDay(value.fromOn) === null || value.dueOn < value.fromOn) {
    return { ok: false, errors: { dueOn: '完成期限早于开始日期' }, values: body }
  }
  if (value.dueOn < today) return { ok: false, errors: { dueOn: '完成期限已经过了' }, values: body }
  return { ok: true, value }
}

export function assignPage(
  values: Body, errors: Record<string, string>, today: string, choices: AssignChoices,
  planned: { wanted: Assignment, plan: AssignmentPlan<Candidate> } | null,
): AssignPage {
  const field = fieldsOf(values, errors)
  const periods = periodsToChoose(today).map(value => ({ value, text: periodWords(value) }))
  const kinds = KINDS.map(value => ({ value, text: ASSIGNED_KINDS[value] }))
  return {
    summary: errorSummaryOf(errors),
    fields: [
      field.select('period', '时期', periods, { value: periods[0]?.value ?? '' }),
      field.select('kind', '走访对象', kinds, { value: 'enterprise' }),
      field.select('district', '区市', named(choices.districts), { optional: true, placeholder: '全部区市' }),
      field.select('department', '走访单位', named(choices.departments), {
        optional: true, placeholder: '按名录上的走访单位', hint: '不选时，每家分给名录上写的单位',
      }),
      field.text('timesRequired', '要求次数', { value: '1', inputMode: 'numeric', narrow: true }),
      field.date('fromOn', '开始日期', { optional: true, hint: '不填就用这个时期的第一天' }),
      field.date('dueOn', '完成期限', { optional: true, hint: '不填就用这个时期的最后一天' }),
    ],
    preview: planned && previewOf(planned.wanted, planned.plan, today),
  }
}

const named = (list: readonly { code: string, name: string }[]): Choice[] =>
  list.map(({ code, name }) => ({ value: code, text: name }))

function previewOf(
  wanted: Assignment, plan: AssignmentPlan<Candidate>, today: string,
): NonNullable<AssignPage['preview']> {
  const { fresh, existing, withoutDepartment } = plan
  const rest = withoutDepartment.length - SHOWN
  const total = fresh.length + existing + withoutDepartment.length
  return {
    sentence: `${periodWords(wanted.period)}，${ASSIGNED_KINDS[wanted.kind]}，${dayText(wanted.dueOn, today)}前走完。`,
    rows: [
      { text: '新分配', count: countText(fresh.length) },
      { text: '已经分配过，不动', count: countText(existing) },
      { text: '名录上没有走访单位，分不了', count: countText(withoutDepartment.length) },
      { text: '合计', count: countText(total) },
    ],
    withoutDepartment: withoutDepartment.length === 0 ? null : tableOf('没有走访单位的', [column('名称'), column('怎么办')],
      withoutDepartment.slice(0, SHOWN).map(({ id, task }) => [
        linkCell(task.name, `/${task.type === 'enterprise' ? 'enterprises' : 'members'}/${id}`, { className: '' }),
        textCell('在名录里补上走访单位，或在上面选一个走访单位'),
      ])),
    more: rest > 0 ? `还有 ${countText(rest)} 个没有列出。` : null,
    button: fresh.length === 0 ? null : `分配 ${countText(fresh.length)} 个任务`,
  }
}
