import { arbitrate, refuse, sign } from '../../../models/issue/signature.ts'
import { choice, optionalChoice, readForm, text, textOf, ticks } from '../../lib/form.ts'
import { actPage, codesOf, departmentChoices, MAX, nameIn } from './actPage.ts'

export const signature = actPage({
  slug: 'signature', act: 'sign', title: '签收', button: '签收', fields: ['answer', 'moreDepartments', 'text'],
  intro: () => ['签收后由本部门牵头办理。需要别的部门一起办的，在这里勾出来；不属本部门职责的，回上一页选“退办”。'],
  form: (field, context) => [
    field.checks('moreDepartments', '建议增加协办部门', departmentChoices(context, [
      context.issue.leadDepartment, ...context.issue.coDepartments.map(({ department }) => department),
    ]), { optional: true }),
    field.textarea('text', '请他们办什么', { optional: true, maxLength: MAX.reason, rows: 3 }),
  ],
  read(body, context) {
    const read = readForm(body, { moreDepartments: ticks('协办部门', codesOf(context)), text: text('请他们办什么', MAX.reason) })
    return textOf(body['answer']) === 'accept' ? { ok: true, value: { moreDepartments: [], text: '' } } : read
  },
  run(issue, by, { moreDepartments, text: words }, when, _tx, context) {
    const asked =
      moreDepartments.length > 0 ? `建议增加${moreDepartments.map((code) => nameIn(context, code)).join('、')}协办` : ''
    sign(issue, by, { moreDepartments, text: [asked, words].filter(Boolean).join('：') }, when)
  },
  done: () => '已签收。请定承办人，并在期限内联系提出人。',
})

export const refusal = actPage({
  slug: 'refusal', act: 'refuse', title: '退办', button: '退办', fields: ['reason', 'proposedDepartment'],
  intro: () => ['退办要在交办后一个工作日内提出，写明依据和建议改由哪个部门办。办公室裁定以前时钟暂停；最多退两次。'],
  form: (field, context) => [
    field.textarea('reason', '依据', { maxLength: MAX.note, hint: '引用三定方案、职责清单或文件的条款' }),
    field.select('proposedDepartment', '建议改由', departmentChoices(context, [context.issue.leadDepartment])),
  ],
  read: (body, context) => readForm(body, {
    reason: text('依据', MAX.note, { required: true }), proposedDepartment: choice('建议改由的部门', codesOf(context)),
  }),
  run: (issue, by, given, when) => refuse(issue, by, given, when),
  done: () => '已退办，等联席会议办公室裁定。',
})

const RULINGS = [{ value: 'reassigned', text: '改派' }, { value: 'upheld', text: '维持交办' }] as const

export const arbitration = actPage({
  slug: 'arbitration', act: 'arbitrate', title: '裁定退办', button: '裁定', fields: ['ruling', 'department', 'note'],
  intro({ issue, departments }) {
    const refusal = issue.refusals.at(-1)
    if (!refusal) return []
    const nameOf = (code: string | null) => departments.find(({ _id }) => _id === code)?.name ?? ''
    return [
      `${nameOf(refusal.department)} ${refusal.byName}退办：${refusal.reason}`,
      ...(refusal.proposedDepartment ? [`建议改由${nameOf(refusal.proposedDepartment)}办。`] : []),
      ...(issue.refusals.length > 1 ? ['这是第二次退办，这次裁定是最终的。'] : []),
      '改派的由新部门重新签收；维持的视同已签收。时钟接着剩下的工作日走。',
    ]
  },
  form: (field, context) => [
    field.segments('ruling', '裁定', RULINGS),
    field.select('department', '改由', departmentChoices(context, [context.issue.leadDepartment]), {
      value: context.issue.refusals.at(-1)?.proposedDepartment ?? '',
    }),
    field.textarea('note', '裁定意见', { maxLength: MAX.note, rows: 3 }),
  ],
  read(body, context) {
    const read = readForm(body, {
      ruling: choice('裁定', RULINGS.map(({ value }) => value)), department: optionalChoice('部门', codesOf(context)),
      note: text('裁定意见', MAX.note, { required: true }),
    })
    if (!read.ok) return read
    const { ruling, department, note } = read.value
    if (ruling === 'reassigned' && department === null)
      return { ok: false, errors: { department: '请选择改由哪个部门' }, values: body }
    return { ok: true, value: { department: ruling === 'upheld' ? null : department, note } }
  },
  run(issue, by, { department, note }, when, _tx, context) {
    arbitrate(
      issue,
      by,
      {
        department,
        note,
        text: [department ? `改由${nameIn(context, department)}牵头` : '', note].filter(Boolean).join('，'),
      },
      when,
    )
  },
  done: (issue) => (issue.state === 'handling' ? '已裁定维持交办。' : '已裁定改派，等新的牵头部门签收。'),
})
