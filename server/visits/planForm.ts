import { departmentsByCode } from '../../models/department/queries.ts'
import { addDays } from '../../models/shared/calendarDay.ts'
import type { VisitContent } from '../../models/visit/index.ts'
import { MODES, type Mode } from '../../models/visit/mode.ts'
import { visitsOfSubject } from '../../models/visit/queries.ts'
import { column, dayCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { shortDayText } from '../lib/format.ts'
import { choice, readForm, requiredDay, text, timeOfDay, type Body, type FormResult } from '../lib/form.ts'
import type { ErrorSummary, TableView } from '../lib/parts.ts'
import { MAX, namesIn } from './form.ts'
import type { SlotView } from './formView.ts'
import { slotViews, type Viewer } from './slotViews.ts'
import type { FoundSlot } from './subjects.ts'
import { visitStatus } from './words.ts'

export const PLAN_FIELDS = [
  'subject-*', 'subjectName-*', 'onDay', 'fromTime', 'mode', 'companions', 'agenda', 'act',
] as const

export interface PlanPage {
  summary: ErrorSummary | null
  slots: SlotView[]
  /** who else has been there or is going */
  others: TableView | null
  dayField: FieldView
  timeField: FieldView
  mode: FieldView
  companions: FieldView
  agenda: FieldView
}

declare module '../lib/templates.ts' {
  interface Views { 'visits/plan': PlanPage }
}

export interface PlanInput { onDay: string, fromTime: string, mode: Mode, companionNames: string[], agenda: string }

const FARTHEST_DAYS = 366
/** Visits of the last half-year are worth knowing before one goes. */
const LOOK_BACK_DAYS = 183

/** Reads a plan; its day is today or later. */
export function readPlan(body: Body, today: string): FormResult<PlanInput> {
  const read = readForm(body, {
    onDay: requiredDay('日期'), fromTime: timeOfDay('时间'), mode: choice('方式', MODES),
    companions: text('同行的人', 800), agenda: text('要谈什么', MAX.long),
  })
  if (!read.ok) return read
  const { onDay, companions, ...plain } = read.value
  const wrong = onDay < today ? '日期已经过了，去过的走访请用“记一次走访”'
    : onDay > addDays(today, FARTHEST_DAYS) ? '日期在一年以后，请核对' : null
  return wrong === null ? { ok: true, value: { ...plain, onDay, companionNames: namesIn(companions) } }
    : { ok: false, errors: { onDay: wrong }, values: body }
}

/** A plan as a visit keeps it: everything that is still to come is empty. */
export const plannedContent = (
  { companionNames: _names, ...plan }: PlanInput,
  rest: Pick<VisitContent, 'subjects' | 'visitors' | 'companions' | 'alsoDepartments'>,
): VisitContent => ({
  ...plan, ...rest, toTime: '', lead: '', hostPersons: [], combinedWith: [], heard: '', opsSummary: '',
  policiesExplained: '', positives: '', suggestions: [], onSpotResolved: [], outcome: '', nextFollowUpOn: null,
  integrityDeclared: false, secrecy: '公开',
})

export async function planPage(
  viewer: Viewer, values: Body, errors: Record<string, string>, found: readonly FoundSlot[],
): Promise<PlanPage> {
  const field = fieldsOf(values, errors)
  const slots = await slotViews(viewer, values, found, null)
  return {
    summary: errorSummaryOf(errors),
    slots: slots.map(({ type: _type, ...slot }) => ({
      ...slot, error: errors[`subjectName-${slot.n}`] ?? null, removable: slots.length > 1,
    })),
    others: await othersTable(viewer, found),
    dayField: field.date('onDay', '哪天去', { narrow: false }),
    timeField: field.text('fromTime', '时间', { type: 'time', optional: true }),
    mode: field.select('mode', '方式', MODES.map(mode => ({ value: mode, text: mode }))),
    companions: field.text('companions', '同行的人', { optional: true, placeholder: '段清越、登记中心 纪听雨', maxLength: 800 }),
    agenda: field.textarea('agenda', '要谈什么', { optional: true, maxLength: MAX.long, rows: 3, counted: false }),
  }
}

async function othersTable({ today }: Viewer, found: readonly FoundSlot[]): Promise<TableView | null> {
  const cards = found.flatMap(({ card }) => card ?? [])
  const departments = await departmentsByCode()
  const visits = await Promise.all(cards.map(({ id }) => visitsOfSubject(id, addDays(today, -LOOK_BACK_DAYS))))
  const rows = visits.flat()
  if (rows.length === 0) return null
  const columns = [
    column('日期'), column('部门'), column('方式', { wide: true }), column('状态'), column('联系人', { wide: true }),
  ]
  return tableOf('谁去过、谁要去', columns, rows.map(row => {
    const department = departments.get(row.department)
    return [
      dayCell(shortDayText(row.onDay, today)), textCell(department?.name ?? row.department), textCell(row.mode),
      statusCell(visitStatus(row)), textCell([department?.contactName, department?.phone].filter(Boolean).join(' ')),
    ]
  }))
}
