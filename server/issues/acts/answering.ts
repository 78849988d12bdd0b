import { Types } from 'mongoose'
import { addMonths, dayOf } from '../../../models/shared/calendarDay.ts'
import { draftAnswer, releaseAnswer, returnDraft, verify } from '../../../models/issue/answering.ts'
import { PROMISE_AT_MOST_MONTHS } from '../../../models/issue/deadline.ts'
import { draftOf } from '../../../models/issue/gates.ts'
import { RESULT_CLASSES, RESULT_CLASS_WORDS } from '../../../models/issue/words.ts'
import { claimFiles } from '../../attachments/store.ts'
import { choice, day, optionalChoice, readForm, text, textsOf } from '../../lib/form.ts'
import { dayText } from '../../lib/format.ts'
import { actPage, CONTACT_WAYS, MAX, wayChoices, type ActContext } from './actPage.ts'

const classChoices = RESULT_CLASSES.map((result) => ({
  value: result,
  text: `${result} ${RESULT_CLASS_WORDS[result]}`,
}))
/** Files of a form: those kept from before come back as ids, new ones were stored before the form is read. */
export const EVIDENCE = 'evidence'
const filesIn = (raw: string | string[] | undefined): string[] => [
  ...new Set(textsOf(raw).filter((id) => /^[0-9a-f]{24}$/.test(id))),
]

export const answer = actPage({
  slug: 'answer', act: 'draftAnswer', title: '答复', button: '拟好，送审签', upload: true,
  fields: ['class', 'text', 'promiseText', 'promiseOn', 'toldHow', 'toldOn', EVIDENCE],
  intro: ({ issue }) => [
    '拟好的答复由部门负责人签发，签发以前时钟照走。是否按时由系统计算，不用填。',
    ...(draftOf(issue.answers) ? ['已有一份拟好的答复，这一份会替换它。'] : []),
  ],
  form(field, { issue, when }) {
    const draft = draftOf(issue.answers)
    const until = addMonths(dayOf(when.now), PROMISE_AT_MOST_MONTHS)
    return [
      field.radios('class', '结果类别', classChoices, draft ? { value: draft.class } : {}),
      field.textarea('text', '答复内容', {
        maxLength: MAX.answer,
        rows: 10,
        value: draft?.text ?? '',
        hint: '一、办理过程；二、办理结果；三、后续安排。逐条答，不写工作总结',
      }),
      field.textarea('promiseText', '承诺办成什么', {
        maxLength: MAX.reason,
        rows: 2,
        value: draft?.promise?.text ?? '',
        hint: 'B 类答复要写',
      }),
      field.date('promiseOn', '承诺哪一天前办成', {
        value: draft?.promise?.dueOn ?? '',
        hint: `B 类答复要写，落在工作日，最迟 ${dayText(until, dayOf(when.now))}`,
      }),
      field.segments('toldHow', '怎样答复了提出人', wayChoices, { value: draft?.toldHow || '电话' }),
      field.date('toldOn', '哪一天答复的', { optional: true, value: draft?.toldOn ?? '', hint: '还没有当面或电话答复的，先空着' }),
      field.file('files', '佐证材料', { multiple: true, hint: '至少一份；照片、PDF、Word（docx）、Excel（xlsx），每份最大 5 MB，照片 15 MB' }),
    ]
  },
  read(body, context) {
    const read = readForm(body, {
      class: choice('结果类别', RESULT_CLASSES),
      text: text('答复内容', MAX.answer, { required: true }),
      promiseText: text('承诺', MAX.reason),
      promiseOn: day('承诺时间'),
      toldHow: optionalChoice('答复方式', CONTACT_WAYS),
      toldOn: day('答复日期'),
    })
    const errors = {
      ...(read.ok ? missing(read.value, context) : read.errors),
      ...(filesIn(body[EVIDENCE]).length === 0 ? { files: '请附至少一份佐证材料' } : {}),
    }
    if (!read.ok || Object.keys(errors).length > 0) return { ok: false, errors, values: body }
    return { ok: true, value: { ...read.value, evidence: filesIn(body[EVIDENCE]) } }
  },
  async run(issue, by, value, when, tx) {
    const { promiseText, promiseOn, evidence, ...plain } = value
    const promise = value.class === 'B' && promiseOn !== null ? { text: promiseText, dueOn: promiseOn } : null
    draftAnswer(
      issue,
      by,
      { ...plain, toldHow: plain.toldHow ?? '', promise, evidence: evidence.map((id) => new Types.ObjectId(id)) },
      when,
    )
    if (by.id) await claimFiles(tx.session, by.id, evidence, { type: 'answer', id: issue._id })
  },
  done: () => '答复已拟好，等部门负责人签发。时钟还在走。',
})

function missing(
  value: { class: string; promiseText: string; promiseOn: string | null; toldOn: string | null },
  { when }: ActContext,
): Record<string, string> {
  const today = dayOf(when.now)
  const isB = value.class === 'B'
  const checks: [string, string | false][] = [
    ['promiseText', isB && value.promiseText === '' && 'B 类答复请写明承诺办成什么'],
    ['promiseOn', isB && value.promiseOn === null && 'B 类答复请写明承诺哪一天前办成'],
    ['toldOn', value.toldOn !== null && value.toldOn > today && '答复日期不能晚于今天'],
  ]
  return Object.fromEntries(checks.filter((check): check is [string, string] => check[1] !== false))
}

const DECISIONS = [{ value: 'release', text: '签发' }, { value: 'return', text: '退回修改' }] as const

export const release = actPage({
  slug: 'release', act: 'releaseAnswer', title: '签发答复', button: '审定', fields: ['decision', 'reason'],
  intro({ issue, when }) {
    const draft = draftOf(issue.answers)
    if (!draft) return []
    return [
      `${draft.class} 类：${RESULT_CLASS_WORDS[draft.class]}`, draft.text,
      ...(draft.promise ? [`承诺 ${dayText(draft.promise.dueOn, dayOf(when.now))}前：${draft.promise.text}`] : []),
      '签发后时钟暂停，由核验部门核验。',
    ]
  },
  form: (field) => [
    field.segments('decision', '审签意见', DECISIONS, { value: 'release' }),
    field.textarea('reason', '退回的理由', { maxLength: MAX.note, rows: 3, hint: '退回修改时填' }),
  ],
  read(body) {
    const read = readForm(body, {
      decision: choice(
        '审签意见',
        DECISIONS.map(({ value }) => value),
      ),
      reason: text('理由', MAX.note),
    })
    return read.ok && read.value.decision === 'return' && read.value.reason === ''
      ? { ok: false, errors: { reason: '请写明退回的理由' }, values: body } : read
  },
  run: (issue, by, { decision, reason }, when) =>
    decision === 'release' ? releaseAnswer(issue, by, when) : returnDraft(issue, by, reason, when),
  done: (issue) => (issue.state === 'answered' ? '答复已签发，时钟暂停，等核验。' : '已退回修改，时钟照走。'),
})

const VERDICTS = [{ value: 'upheld', text: '通过' }, { value: 'failed', text: '不通过，退回重办' }] as const

export const verification = actPage({
  slug: 'verification', act: 'verify', title: '核验答复', button: '核验', fields: ['verdict', 'reason'],
  intro({ issue, when }) {
    const last = issue.answers.at(-1)
    return [
      ...(last ? [`${last.class} 类：${RESULT_CLASS_WORDS[last.class]}`, last.text] : []),
      ...(last?.promise
        ? [
            `承诺 ${dayText(last.promise.dueOn, dayOf(when.now))}前：${last.promise.text}。通过后转挂账跟踪，按这一天计时。`,
          ]
        : []),
      '对照佐证材料看是否属实。不通过的退回重办，时钟接着剩下的工作日走。',
    ]
  },
  form: (field) => [
    field.segments('verdict', '核验结果', VERDICTS),
    field.textarea('reason', '核验意见', { optional: true, maxLength: MAX.text, rows: 4, hint: '不通过时必填，写清哪一份材料哪里不符' }),
  ],
  read(body) {
    const read = readForm(body, {
      verdict: choice(
        '核验结果',
        VERDICTS.map(({ value }) => value),
      ),
      reason: text('核验意见', MAX.text),
    })
    return read.ok && read.value.verdict === 'failed' && read.value.reason === ''
      ? { ok: false, errors: { reason: '请写明哪里不符' }, values: body } : read
  },
  run: (issue, by, { verdict, reason }, when) => verify(issue, by, { upheld: verdict === 'upheld', reason }, when),
  done: (issue) =>
    (({ redo: '核验不通过，已退回重办。', pledged: '核验通过，转挂账跟踪。' }) as Record<string, string>)[issue.state]
    ?? '核验通过，等回访。',
})
