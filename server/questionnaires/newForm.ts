import { CONFIDENTIALITIES, type Confidentiality, type Questionnaire } from '../../models/questionnaire/index.ts'
import { STARTS } from '../../models/questionnaire/ready.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import { choice, readForm, text, wholeNumber, type Body, type FormResult } from '../lib/form.ts'

export const NEW_FIELDS = ['title', 'year', 'confidentiality', 'from'] as const
export const CONFIDENTIALITY_KEYS = Object.keys(CONFIDENTIALITIES) as Confidentiality[]
export const CONFIDENTIALITY_CHOICES = [
  { value: 'confidential', text: '保密：只有负责统计的人员能看到是哪家填的' },
  { value: 'anonymous', text: '匿名：谁也对不上是哪家填的' },
]

/** A new one: from the ready questionnaire, from an earlier one, or from nothing. */
export function newFields(
  values: Body, errors: Record<string, string>, year: number, earlier: readonly Pick<Questionnaire, 'no' | 'title'>[],
): FieldView[] {
  const field = fieldsOf(values, errors)
  return [
    field.radios('from', '从哪里开始', [
      { value: STARTS.ready, text: '企业对政府服务满意度问卷（现成的，20 题）' },
      ...earlier.map(({ no, title }) => ({ value: no, text: `复制 ${no} ${title}` })),
      { value: STARTS.empty, text: '空白问卷' },
    ], { value: STARTS.ready }),
    field.text('title', '问卷题目', { maxLength: 60, counted: true, value: `${year}年度企业对政府服务满意度问卷` }),
    field.text('year', '年度', { inputMode: 'numeric', narrow: true, value: String(year) }),
    field.radios('confidentiality', '怎样保护答卷', CONFIDENTIALITY_CHOICES, {
      value: 'confidential', hint: '发布以后不能再改',
    }),
  ]
}

export const readNew = (
  body: Body,
): FormResult<{ title: string, year: number, confidentiality: Confidentiality, from: string }> =>
  readForm(body, {
    title: text('问卷题目', 60, { required: true }), year: wholeNumber('年度', 2000, 2100),
    confidentiality: choice('怎样保护答卷', CONFIDENTIALITY_KEYS), from: text('从哪里开始', 20, { required: true }),
  })
