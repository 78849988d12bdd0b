import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { SCALES, SCALE_NAMES, scaleOf } from '../../models/scoringPlan/scales.ts'
import { planComplaints } from '../../models/scoringPlan/soundness.ts'
import { planName, type ScoringPlan } from '../../models/scoringPlan/index.ts'
import type { StoredPlan } from '../../models/scoringPlan/queries.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, figureCell, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { dateTimeText } from '../lib/format.ts'
import type { Cell, ConfirmPage, Empty, ErrorSummary, Fact, PageTitle, TableView } from '../lib/parts.ts'
import { planValues, WEIGHT_FIELDS, type WeightField } from './planForm.ts'
import { periodText, spaced } from './view.ts'

export interface PlansPage { title: PageTitle, table: TableView | null, empty: Empty }
export interface PlanPage { title: PageTitle, facts: Fact[], complaints: string[], tables: { head: string, table: TableView }[] }
export interface PlanFormPage {
  title: PageTitle
  summary: ErrorSummary | null
  action: string
  version: string
  sections: { head: string, hint: string | null, fields: FieldView[] }[]
  button: string
  cancel: string
}

declare module '../lib/templates.ts' {
  interface Views {
    'scores/plans': PlansPage
    'scores/plan': PlanPage
    'scores/planForm': PlanFormPage
    'scores/planFreezing': { confirm: ConfirmPage }
  }
}

export const planPath = ({ _id }: Pick<ScoringPlan, '_id'>): string => `/admin/scoring-plans/${String(_id)}`
const stateText = (plan: StoredPlan, today: CivilDay): string =>
  (plan.frozenAt === null ? '还没有冻结' : `${dateTimeText(plan.frozenAt, today)} 由${plan.frozenByName}冻结`)

export function plansPage(plans: readonly StoredPlan[], mayEdit: boolean, today: CivilDay): PlansPage {
  const columns = [column('方案'), column('统计期'), column('状态'), column('校验码', { wide: true }), column('为什么有这一版', { wide: true })]
  return {
    title: {
      clauses: ['计分方案'], note: '权重都是数据；冻结以后不能再改，要改就新建一版并写明原因',
      actions: mayEdit ? [linkButton('新建一版', '/admin/scoring-plans/new', 'primary')] : [],
    },
    table: plans.length === 0 ? null : tableOf('计分方案', columns, plans.map((plan) => [
      linkCell(planName(plan), planPath(plan)), textCell(periodText(plan.period, today)), textCell(stateText(plan, today)),
      textCell(plan.hash === null ? '' : spaced(plan.hash)), textCell(plan.reason || (plan.version === 1 ? '首版' : '')),
    ])),
    empty: { what: '还没有计分方案。', next: '新建一版，会先填好默认的权重。', link: null },
  }
}

export function planPage(plan: StoredPlan, mayEdit: boolean, today: CivilDay): PlanPage {
  const { weights } = plan
  const editable = mayEdit && plan.frozenAt === null
  const complaints = plan.frozenAt === null ? planComplaints(weights, plan.period) : []
  const fact = (term: string, text: string): Fact => ({ term, text, href: null, small: null, action: null })
  const scale = scaleOf(weights.scale)
  return {
    title: {
      clauses: [`${planName(plan)}计分方案`], note: stateText(plan, today),
      actions: editable
        ? [...(complaints.length === 0 ? [linkButton('冻结', `${planPath(plan)}/freezing`, 'primary')] : []), linkButton('修改', `${planPath(plan)}/edit`)]
        : [],
    },
    complaints,
    facts: [
      fact('统计期', periodText(plan.period, today)), fact('校验码', plan.hash === null ? '冻结时产生' : spaced(plan.hash)),
      fact('选项', scale.options.map((option, at) => `${option} ${scale.values[at] ?? '不计分'}`).join('，')),
      fact('有效票下限', `每类别 ${weights.minValid} 张，不足不计`),
      fact('组间调整', weights.groupAdjustment ? '另列调整后的 E：各组平均移到全市平均，组内名次不变' : '不用'), fact('由谁新建', `${plan.createdByName} ${dateTimeText(plan.createdAt, today)}`),
      fact('原因', plan.reason || '首版'),
    ],
    tables: [
      { head: '社会评价 E', table: weightTable('社会评价', [['ballot', weights.evaluation.ballot], ['daily', weights.evaluation.daily], ['annualShare', weights.annualShare]]) },
      { head: '评议得分 B', table: venueTable(plan) },
      {
        head: '日常得分 R',
        table: weightTable('日常得分', Object.entries({ ...weights.daily.R, ...weights.daily.T, ...weights.daily.G, ...weights.daily.D }) as [WeightField, string][]),
      },
    ],
  }
}

const weightTable = (caption: string, rows: [WeightField, string][]): TableView =>
  tableOf(caption, [column('项目'), column('权重或分值', { number: true })], rows.map(([name, weight]) => [textCell(WEIGHT_FIELDS[name]), figureCell(weight)]))

function venueTable({ weights }: StoredPlan): TableView {
  const columns = [column('会场'), column('类别'), column('权重', { number: true })]
  return tableOf('会场和类别', columns, weights.venues.flatMap(({ name, weight, categories }): Cell[][] => [
    [textCell(name), textCell('全部'), figureCell(weight)],
    ...categories.map((category) => [textCell(name, { tone: 'second' }), textCell(category.name), figureCell(category.weight)]),
  ]))
}

/** The form of a new version, or of one that is not frozen yet. */
export function planFormPage(
  plan: Pick<ScoringPlan, 'year' | 'version' | 'weights' | 'period' | 'reason'>,
  form: { action: string, cancel: string, version: string, button: string },
  errors: Record<string, string> = {}, values: Body = {},
): PlanFormPage {
  const own = planValues(plan)
  const field = fieldsOf({ ...own, ...values }, errors)
  const weights = (...names: WeightField[]) => names.map((name) => field.text(name, WEIGHT_FIELDS[name], { narrow: true, inputMode: 'decimal', maxLength: 10 }))
  const scales = SCALE_NAMES.map((name) => ({ value: name, text: SCALES[name].options.map((option, at) => `${option} ${SCALES[name].values[at] ?? '不计分'}`).join('，') }))
  return {
    title: { clauses: [`${planName(plan)}计分方案`], note: '每一组权重之和为 1；冻结前会检查', actions: [] },
    summary: errorSummaryOf(errors), ...form,
    sections: [
      {
        head: '统计期', hint: '日常得分 R 只统计这些天，默认 1月1日到述职评议的前一天',
        fields: [field.text('fromOn', '起', { type: 'date', narrow: true }), field.text('toOn', '止', { type: 'date', narrow: true })],
      },
      {
        head: '社会评价 E', hint: '评议和日常两项之和为 1',
        fields: [
          ...weights('ballot', 'daily', 'annualShare'),
          field.checkbox('groupAdjustment', '组间调整：另列一栏，把各组的平均分移到全市平均，便于跨组看；得分、折合和组内名次不变'),
        ],
      },
      { head: '日常得分 R', hint: 'T、G、V 三项之和为 1', fields: weights('T', 'G', 'V') },
      { head: 'T 的各项', hint: '三项之和为 1', fields: weights('responded', 'resolved', 'satisfied') },
      { head: 'G 的各项', hint: '两项之和为 1', fields: weights('onTime', 'raiserSatisfied') },
      { head: 'D 扣分', hint: null, fields: weights('red', 'circular', 'interview', 'cap') },
      {
        head: '评议得分 B', hint: null,
        fields: [
          field.radios('scale', '选项和分值', scales), field.text('minValid', '有效票下限', { narrow: true, inputMode: 'numeric', maxLength: 4 }),
          field.textarea('venues', '会场和类别', { rows: 12, maxLength: 2000, hint: '会场一行，写名称和权重；它的类别写在下面，每行前加一短横' }),
        ],
      },
      { head: '原因', hint: null, fields: [field.textarea('reason', '为什么有这一版', { optional: plan.version === 1, maxLength: 500, rows: 3 })] },
    ],
  }
}

/** Before a plan is frozen: what that means, and one button. */
export const planFreezingPage = (plan: StoredPlan, today: CivilDay): { confirm: ConfirmPage } => ({
  confirm: {
    title: `冻结${planName(plan)}计分方案`,
    paragraphs: [
      `统计期${periodText(plan.period, today)}。冻结以后，${plan.year}年的得分都按这一版计算，权重和统计期不能再改。`,
      '冻结时产生校验码，写进每一次计算的结果里。以后要改，只能新建一版并写明原因，两版都看得到。',
    ],
    button: { text: '冻结', kind: 'primary', href: null, post: `${planPath(plan)}/freezing`, fields: [{ name: 'version', value: String(plan.__v) }] },
    cancel: { text: '先不冻结', href: planPath(plan) },
  },
})

