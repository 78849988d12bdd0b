import { Types } from 'mongoose'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import { contact, nameHandler, note, plan, progress } from '../../../models/issue/handling.ts'
import { choice, readForm, requiredDay, text } from '../../lib/form.ts'
import { actPage, CONTACT_WAYS, MAX, wayChoices } from './actPage.ts'
import { tellingOfHandler } from './telling.ts'

export const handler = actPage({
  slug: 'handler',
  act: 'nameHandler',
  title: '定承办人',
  button: '定为承办人',
  fields: ['handler'],
  form: (field, { colleagues, issue }) => [
    field.select(
      'handler',
      '承办人',
      colleagues.map(({ id, name, title }) => ({ value: id, text: [name, title].filter(Boolean).join('，') })),
      { value: issue.handler ? String(issue.handler) : '', hint: '本部门的人；承办人会收到提醒和黄牌' },
    ),
  ],
  read: (body, { colleagues }) =>
    readForm(body, {
      handler: choice(
        '承办人',
        colleagues.map(({ id }) => id),
      ),
    }),
  run(issue, by, value, when, tx, { colleagues, categories }) {
    nameHandler(
      issue,
      by,
      { id: new Types.ObjectId(value.handler), name: colleagues.find(({ id }) => id === value.handler)?.name ?? '' },
      when,
    )
    const telling = tellingOfHandler(issue, categories.find(({ _id }) => _id === issue.category)?.name ?? '', by.id)
    if (telling) tx.tell(telling)
  },
  done: (issue) => `承办人定为${issue.handlerName}。`,
})

export const firstContact = actPage({
  slug: 'contact',
  act: 'contact',
  title: '记首次联系',
  button: '记下这次联系',
  fields: ['how', 'atDay', 'text'],
  appends: true,
  form: (field, { when }) => [
    field.segments('how', '方式', wayChoices, { value: '电话' }),
    field.date('atDay', '哪一天', { value: dayOf(when.now) }),
    field.textarea('text', '谁接的、说了什么', { maxLength: MAX.text, rows: 4 }),
  ],
  read: (body) =>
    readForm(body, {
      how: choice('方式', CONTACT_WAYS),
      atDay: requiredDay('日期'),
      text: text('谁接的、说了什么', MAX.text, { required: true }),
    }),
  run: (issue, by, given, when) => contact(issue, by, given, when),
  done: () => '已记下首次联系。',
})

export const handlingPlan = actPage({
  slug: 'plan',
  act: 'plan',
  title: '报办理方案',
  button: '报方案',
  fields: ['text'],
  form: (field) => [
    field.textarea('text', '办理方案', { maxLength: MAX.text, rows: 6, hint: '做什么、谁做、到哪一天' }),
  ],
  read: (body) => readForm(body, { text: text('办理方案', MAX.text, { required: true }) }),
  run: (issue, by, { text: words }, when) => plan(issue, by, words, when),
  done: () => '办理方案已报。',
})

export const progressEntry = actPage({
  slug: 'progress',
  act: 'progress',
  title: '记进展',
  button: '记下进展',
  fields: ['onDay', 'text'],
  appends: true,
  form: (field, { when }) => [
    field.date('onDay', '哪一天的事', { value: dayOf(when.now), hint: '今天以前的会标为补录' }),
    field.textarea('text', '进展', { maxLength: MAX.text, rows: 5 }),
  ],
  read: (body) => readForm(body, { onDay: requiredDay('日期'), text: text('进展', MAX.text, { required: true }) }),
  run: (issue, by, given, when) => progress(issue, by, given, when),
  done: () => '已记下进展。',
})

export const noteEntry = actPage({
  slug: 'note',
  act: 'note',
  title: '加备注',
  button: '加备注',
  fields: ['text'],
  appends: true,
  intro: () => ['能看到这件诉求的人都能看到备注。'],
  form: (field) => [field.textarea('text', '备注', { maxLength: MAX.note, rows: 4 })],
  read: (body) => readForm(body, { text: text('备注', MAX.note, { required: true }) }),
  run: (issue, by, { text: words }, when) => note(issue, by, words, when),
  done: () => '已加备注。',
})
