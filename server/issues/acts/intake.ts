import { dayOf, yearOf } from '../../../models/shared/calendarDay.ts'
import { CLOSE_AT_MOST, CLOSE_PROPOSED } from '../../../models/issue/deadline.ts'
import { accept, reassign, reject, withdraw } from '../../../models/issue/intake.ts'
import { GRADES } from '../../../models/issue/words.ts'
import { nextNumber } from '../../database/counters.ts'
import { choice, readForm, text, ticks, wholeNumber, type Body } from '../../lib/form.ts'
import { dayText } from '../../lib/format.ts'
import { assignmentNumber } from '../actions.ts'
import { actPage, codesOf, departmentChoices, MAX, nameIn, type ActContext } from './actPage.ts'

const ROLES = ['leadDepartment', 'coDepartments', 'verifyingDepartment'] as const
const OFFICE = 'office'

/** The department that verifies unless the category names one: the joint office. */
const officeOf = ({ departments, actor }: ActContext): string =>
  departments.find(({ _id, kind }) => kind === OFFICE && _id === actor.department)?._id
  ?? departments.find(({ kind }) => kind === OFFICE)?._id
  ?? ''

function rolesForm(
  field: Parameters<ReturnType<typeof actPage>['form']>[0],
  context: ActContext,
  proposed: { lead: string; verifying: string },
) {
  const { issue } = context
  return [
    field.select('leadDepartment', '牵头部门', departmentChoices(context), {
      value: proposed.lead,
      hint: issue.proposedDepartment ? `登记人建议：${nameIn(context, issue.proposedDepartment)}` : null,
    }),
    field.checks('coDepartments', '协办部门', departmentChoices(context, [proposed.lead]), {
      optional: true, value: issue.coDepartments.map(({ department }) => department),
    }),
    field.select('verifyingDepartment', '核验部门', departmentChoices(context, [proposed.lead]), {
      value: proposed.verifying, hint: '答复由牵头部门以外的部门核验',
    }),
  ]
}

const rolesFields = (context: ActContext) => ({
  leadDepartment: choice('牵头部门', codesOf(context)),
  coDepartments: ticks('协办部门', codesOf(context)),
  verifyingDepartment: choice('核验部门', codesOf(context)),
})

const roleWords = (context: ActContext, lead: string, co: readonly string[]): string =>
  [`${nameIn(context, lead)}牵头`, co.length > 0 ? `${co.map((code) => nameIn(context, code)).join('、')}协办` : '']
    .filter(Boolean)
    .join('，')

export const acceptance = actPage({
  slug: 'acceptance', act: 'accept', title: '受理交办', button: '受理并交办',
  fields: [...ROLES, 'category', 'grade', 'closeWorkingDays', 'note'],
  intro: () => ['交办以后各项期限开始计时，牵头部门要在一个工作日内签收。'],
  form(field, context) {
    const { issue, categories } = context
    const category = categories.find(({ _id }) => _id === issue.category)
    const lead = issue.proposedDepartment ?? category?.leadDepartment ?? ''
    return [
      ...rolesForm(field, context, { lead, verifying: category?.verifyingDepartment ?? officeOf(context) }),
      field.select(
        'category',
        '类别',
        categories.map(({ _id, name }) => ({ value: _id, text: name })),
        { value: issue.category },
      ),
      field.segments(
        'grade',
        '等级',
        GRADES.map((grade) => ({ value: grade, text: grade })),
        { value: issue.grade, hint: '咨询 3、一般 15、复杂 30 个工作日办结；重大由市领导定' },
      ),
      field.text('closeWorkingDays', '重大诉求的办结时限', {
        narrow: true, inputMode: 'numeric', hint: `市领导定的工作日数，最多 ${CLOSE_AT_MOST} 个，空着按 ${CLOSE_PROPOSED} 个`,
      }),
      field.textarea('note', '交办意见', { optional: true, maxLength: MAX.note, rows: 3 }),
    ]
  },
  read(body, context) {
    const days = String(body['closeWorkingDays'] ?? '').trim()
    return readForm(body, {
      ...rolesFields(context),
      category: choice('类别', context.categories.map(({ _id }) => _id)),
      grade: choice('等级', GRADES),
      closeWorkingDays: days === '' ? () => ({ value: null }) : wholeNumber('办结时限', 1, CLOSE_AT_MOST),
      note: text('交办意见', MAX.note),
    })
  },
  async run(issue, by, value, when, tx, context) {
    const year = yearOf(dayOf(when.now))
    const { note, ...given } = value
    const limit = given.grade === '重大' ? `，${given.closeWorkingDays ?? CLOSE_PROPOSED} 个工作日` : ''
    const roles = roleWords(context, given.leadDepartment, given.coDepartments)
    const words = `${roles}，${given.grade}${limit}${note ? `。${note}` : ''}`
    accept(
      issue,
      by,
      { ...given, assignNo: assignmentNumber(year, await nextNumber(tx.session, 'assignment', year)), text: words },
      when,
    )
  },
  done({ assignNo, assignedAt, dueOn }) {
    const due = dueOn !== null && assignedAt !== null ? `，${dayText(dueOn, dayOf(assignedAt))}前办结` : ''
    return `已交办：${assignNo ?? ''}${due}。`
  },
})

const reasonForm =
  (label: string, hint: string): ReturnType<typeof actPage>['form'] =>
  (field) => [field.textarea('reason', label, { maxLength: MAX.reason, hint })]
const readReason = (label: string) => (body: Body) =>
  readForm(body, { reason: text(label, MAX.reason, { required: true }) })

export const rejection = actPage({
  slug: 'rejection', act: 'reject', title: '不予受理', button: '不予受理', fields: ['reason'],
  intro: () => ['不予受理后这件诉求结束，不能恢复；理由要告诉提出人。'],
  form: reasonForm('理由', '提出人会看到，请写明依据和可以找谁'),
  read: readReason('理由'),
  run: (issue, by, { reason }, when) => reject(issue, by, reason, when),
  done: () => '已记为不予受理。请把理由告诉提出人。',
})

export const withdrawal = actPage({
  slug: 'withdrawal', act: 'withdraw', title: '撤回', button: '撤回这件诉求', fields: ['reason'],
  intro: () => ['只有提出人自己要求才撤回。撤回的诉求也会抽查回访。'],
  form: reasonForm('提出人为什么撤回', '写清是谁、什么时候说的'),
  read: readReason('撤回的原因'),
  run: (issue, by, { reason }, when) => withdraw(issue, by, reason, when),
  done: () => '已撤回。',
})

export const assignment = actPage({
  slug: 'assignment', act: 'assign', title: '改派', button: '改派', fields: [...ROLES, 'reason'],
  intro: () => ['改派后由新的牵头部门重新签收，办结期限不变，时钟照走。'],
  form: (field, context) => [
    ...rolesForm(field, context, {
      lead: context.issue.leadDepartment ?? '',
      verifying: context.issue.verifyingDepartment ?? officeOf(context),
    }),
    field.textarea('reason', '改派的理由', { maxLength: MAX.reason, rows: 3 }),
  ],
  read: (body, context) =>
    readForm(body, { ...rolesFields(context), reason: text('改派的理由', MAX.reason, { required: true }) }),
  run(issue, by, { reason, ...given }, when, _tx, context) {
    reassign(
      issue,
      by,
      { ...given, text: `${roleWords(context, given.leadDepartment, given.coDepartments)}。${reason}` },
      when,
    )
  },
  done: () => '已改派，等新的牵头部门签收。',
})
