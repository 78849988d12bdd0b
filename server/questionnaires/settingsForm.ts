import { ATTRIBUTES, MOST_ATTRIBUTES, type AttributeName } from '../../models/questionnaire/attributes.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import { dayOf, instantOf, timeOf } from '../../models/shared/calendarDay.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import {
  day, optionalChoice, readForm, requiredDay, text, ticks, timeOfDay, wholeNumber, type Body, type Field, type FormResult,
} from '../lib/form.ts'
import { CONFIDENTIALITY_CHOICES, CONFIDENTIALITY_KEYS } from './newForm.ts'

const CLOSING_TIME = '17:30'
const ATTRIBUTE_KEYS = Object.keys(ATTRIBUTES) as AttributeName[]

export const SETTINGS_FIELDS = [
  'title', 'asker', 'purpose', 'thanks', 'minutes', 'confidentiality', 'attributes', 'opensOn', 'closesOn', 'closesTime',
  'version',
] as const

/** What is said and asked about a questionnaire beside its questions. */
export interface Settings extends Pick<
  Questionnaire, 'title' | 'asker' | 'purpose' | 'thanks' | 'minutes' | 'confidentiality' | 'opensAt' | 'closesAt'
> {
  attributes: AttributeName[]
}

/** What is chosen when it is published stays chosen: the protection promised, and what an anonymous answer may say. */
export function settingsFields(before: Questionnaire, values: Body, errors: Record<string, string>): FieldView[] {
  const field = fieldsOf(values, errors)
  const { opensAt, closesAt } = before
  const attributes = values['version'] === undefined ? before.attributes.map(({ name }) => name) : []
  const protection = [
    field.radios('confidentiality', '怎样保护答卷', CONFIDENTIALITY_CHOICES, { value: before.confidentiality }),
    field.checks('attributes', '匿名答卷可以带上的企业特征', ATTRIBUTE_KEYS.map((value) => ({ value, text: ATTRIBUTES[value] })), {
      value: attributes,
      hint: `只对匿名问卷有用，最多选 ${MOST_ATTRIBUTES} 项。同一类不到 10 家的归入“其他”，看不出是哪家`,
    }),
  ]
  return [
    field.text('title', '问卷题目', { maxLength: 60, counted: true, value: before.title }),
    field.text('asker', '谁发的', { maxLength: 60, hint: '印在第一页最上面', value: before.asker }),
    field.textarea('purpose', '开头语', { maxLength: 500, rows: 4, hint: '为什么问、怎么填', value: before.purpose }),
    field.text('minutes', '大约要几分钟', { inputMode: 'numeric', narrow: true, value: String(before.minutes) }),
    ...(before.versions.length > 0 ? [] : protection),
    field.date('opensOn', '哪天开始', {
      optional: true, hint: '不填就是一发出就能填', value: opensAt ? dayOf(opensAt) : '',
    }),
    field.date('closesOn', '哪天截止', { value: closesAt ? dayOf(closesAt) : '' }),
    field.text('closesTime', '几点截止', {
      type: 'time', narrow: true, value: closesAt ? timeOf(closesAt) : CLOSING_TIME,
    }),
    field.textarea('thanks', '感谢语', {
      maxLength: 500, rows: 3, hint: '交上以后看到的话：什么时候、在哪里看得到结果', value: before.thanks,
    }),
  ]
}

export function readSettings(body: Body, before: Questionnaire): FormResult<Settings> {
  const read = readForm(body, {
    title: text('问卷题目', 60, { required: true }), asker: text('谁发的', 60, { required: true }),
    purpose: text('开头语', 500, { required: true }), thanks: text('感谢语', 500, { required: true }),
    minutes: wholeNumber('大约要几分钟', 1, 60),
    confidentiality: optionalChoice('怎样保护答卷', CONFIDENTIALITY_KEYS),
    attributes: atMost(MOST_ATTRIBUTES, ticks('企业特征', ATTRIBUTE_KEYS)),
    opensOn: day('开始的日期'), closesOn: requiredDay('截止的日期'), closesTime: timeOfDay('截止的时间'),
  })
  if (!read.ok) return read
  const { opensOn, closesOn, closesTime, confidentiality, attributes, ...words } = read.value
  const opensAt = opensOn === null ? null : instantOf(opensOn, '00:00')
  const closesAt = instantOf(closesOn, closesTime || CLOSING_TIME)
  if (opensAt !== null && opensAt >= closesAt) {
    return { ok: false, errors: { closesOn: '截止要晚于开始' }, values: body }
  }
  const fixed = before.versions.length > 0
  const kept = fixed ? before.confidentiality : (confidentiality ?? before.confidentiality)
  return {
    ok: true,
    value: { ...words, opensAt, closesAt, confidentiality: kept, attributes: kept === 'anonymous' ? attributes : [] },
  }
}

const atMost = <T>(most: number, field: Field<T[]>): Field<T[]> => (raw) => {
  const read = field(raw)
  return 'value' in read && read.value.length > most
    ? { error: `最多选 ${most} 项，现在选了 ${read.value.length} 项` } : read
}
