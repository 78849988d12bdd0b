import { closeAsDutyDone, isNameless, reopen } from '../../../models/issue/callBacks.ts'
import { REDO_AT_MOST } from '../../../models/issue/gates.ts'
import { SATISFACTIONS, SOLVED_WORDS } from '../../../models/issue/words.ts'
import { choice, optionalChoice, readForm, text } from '../../lib/form.ts'
import { recordCallBack } from '../callingBack.ts'
import { actPage, CONTACT_WAYS, MAX, wayChoices } from './actPage.ts'

const REACHED = [{ value: 'yes', text: '联系上了' }, { value: 'no', text: '未联系上' }] as const
const plain = (words: readonly string[]) => words.map((word) => ({ value: word, text: word }))

export const callBackEntry = actPage({
  slug: 'call-back',
  act: 'callBack',
  title: '记回访',
  button: '记下回访',
  fields: ['reached', 'how', 'solved', 'satisfaction', 'text'],
  intro: ({ issue }) => isNameless(issue) ? ['这件是从不具名的答卷转来的，没有人可以回访。选“未联系上”，按无法回访销号，不计入满意率。'] : [
    '问提出人：您反映的事项是否解决？对办理结果是否满意？按提出人自己的话选；部分解决按未解决统计。',
    issue.unsatisfiedCount < REDO_AT_MOST ? '不满意的退回重办，最多两次。未联系上的，要在三个不同的日子各打一次。' : '已经重办两次；这次仍不满意的，由办公室认定是否已尽责。',
  ],
  form: (field) => [
    field.segments('reached', '联系上了吗', REACHED, { value: 'yes' }),
    field.segments('how', '方式', wayChoices, { value: '电话' }),
    field.segments('solved', '提出人说解决了吗', plain(SOLVED_WORDS)),
    field.segments('satisfaction', '提出人的评价', plain(SATISFACTIONS), { hint: '不愿评价的选“未评价”，不计入满意率' }),
    field.textarea('text', '原话、不满意的原因', { optional: true, maxLength: MAX.text, rows: 4 }),
  ],
  read(body) {
    const read = readForm(body, {
      reached: choice(
        '是否联系上',
        REACHED.map(({ value }) => value),
      ),
      how: choice('方式', CONTACT_WAYS),
      solved: optionalChoice('是否解决', SOLVED_WORDS),
      satisfaction: optionalChoice('评价', SATISFACTIONS),
      text: text('原话', MAX.text),
    })
    if (!read.ok || read.value.reached === 'no') return read
    const { solved, satisfaction, text: words } = read.value
    const errors = {
      ...(solved === null ? { solved: '请选择提出人说解决了没有' } : {}),
      ...(satisfaction === null ? { satisfaction: '请选择提出人的评价' } : {}),
      ...(satisfaction === '不满意' && words === '' ? { text: '请记下不满意的原因，重办要用' } : {}),
    }
    return Object.keys(errors).length > 0 ? { ok: false, errors, values: body } : read
  },
  async run(issue, by, { reached, ...given }, when, tx) {
    await recordCallBack(tx, issue, by, { ...given, reached: reached === 'yes' }, when)
  },
  done: (issue) =>
    (
      ({ closed: '已记下回访，这件诉求销号。', redo: '提出人不满意，已退回重办，七个工作日。' }) as Record<
        string,
        string
      >
    )[issue.state] ?? '已记下回访。',
})

export const closure = actPage({
  slug: 'closure', act: 'close', title: '认定已尽责', button: '认定已尽责并销号', fields: ['reason'],
  intro: () => ['重办两次后提出人仍不满意。认定已尽责的可以销号，但按不满意统计，会在台账里单独列出。'],
  form: (field) => [field.textarea('reason', '认定的理由', { maxLength: MAX.note, rows: 5 })],
  read: (body) => readForm(body, { reason: text('认定的理由', MAX.note, { required: true }) }),
  run: (issue, by, { reason }, when) => closeAsDutyDone(issue, by, reason, when),
  done: () => '已认定尽责，销号；按不满意统计。',
})

export const lookBack = actPage({
  slug: 'look-back', act: 'reopen', title: '回头看', button: '退回重新办理', fields: ['reason'],
  intro: () => ['回头看发现没有真正办好的，退回重办七个工作日；原来的办结不再算按时。'],
  form: (field) => [field.textarea('reason', '现场看到的情况', { maxLength: MAX.note, rows: 5 })],
  read: (body) => readForm(body, { reason: text('现场看到的情况', MAX.note, { required: true }) }),
  run: (issue, by, { reason }, when) => reopen(issue, by, reason, when),
  done: () => '已退回重新办理。',
})
