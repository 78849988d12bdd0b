import { GRADES, RAISER_KINDS, SOURCES } from '../../models/issue/words.ts'
import type { RelatedFacts } from '../../models/issue/related.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import type { ErrorSummary } from '../lib/parts.ts'
import { HAND_SOURCES, SECRECIES, TITLE_SIGNS, type Choices } from './newForm.ts'
import { stateTag } from './tags.ts'
import type { RelatedCase } from './showView.ts'

/** The form of a new case. */
export interface NewIssuePage {
  errors: ErrorSummary | null
  what: FieldView[]
  who: FieldView[]
  rest: FieldView[]
  /** open cases of the same raiser that sound alike */
  alike: RelatedCase[]
  raiserId: string
}

declare module '../lib/templates.ts' {
  interface Views { 'issues/new': NewIssuePage }
}

export function newIssuePage(
  values: Body,
  errors: Record<string, string>,
  choices: Choices,
  alike: readonly RelatedFacts[],
): NewIssuePage {
  const field = fieldsOf(values, errors)
  const entries = (words: Record<string, string>, names = Object.keys(words)) =>
    names.map((value) => ({ value, text: words[value] ?? value }))
  const plain = (words: readonly string[]) => words.map((value) => ({ value, text: value }))
  const named = (rows: readonly { _id: string; name: string }[]) =>
    rows.map(({ _id, name }) => ({ value: _id, text: name }))
  return {
    errors: errorSummaryOf(errors),
    what: [
      field.text('title', '什么事', { maxLength: TITLE_SIGNS, counted: true, hint: '一句话，写清楚要解决什么' }),
      field.textarea('text', '具体情况', { maxLength: 5000, rows: 6 }),
      field.select('category', '类别', named(choices.categories)),
      field.select('proposedDepartment', '建议谁来办', named(choices.departments), {
        optional: true,
        hint: '不清楚可以不选，由办公室定',
      }),
    ],
    who: [
      field.segments('raiserKind', '提出人类别', entries(RAISER_KINDS), { value: 'enterprise' }),
      field.text('raiserName', '提出人', { maxLength: 120, hint: '企业全称或姓名；与名录里的名称一致时自动挂到名录' }),
      field.text('person', '联系人', { optional: true, maxLength: 60 }),
      field.text('personTitle', '职务', { optional: true, maxLength: 60 }),
      field.text('phone', '联系电话', { optional: true, maxLength: 40, inputMode: 'tel', type: 'tel', hint: '回访要用' }),
    ],
    rest: [
      field.select('source', '来源', entries(SOURCES, HAND_SOURCES), { value: 'other' }),
      field.select('district', '区市', named(choices.districts), { optional: true }),
      field.segments('grade', '等级', plain(GRADES), { optional: true, hint: '不选的按类别带出，交办时由办公室定' }),
      field.segments('secrecy', '公开范围', plain(SECRECIES), { value: '公开', hint: '内部的不进公开页面' }),
    ],
    alike: alike.map((other) => ({
      title: other.title,
      href: `/issues/${other.no}`,
      status: stateTag(other.state),
      note: other.raiser.name,
    })),
    raiserId: [values['raiserId'] ?? ''].flat()[0] ?? '',
  }
}
