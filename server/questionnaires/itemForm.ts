import { MOST, type ItemWords, type SectionWords } from '../../models/questionnaire/building.ts'
import { ITEM_KINDS, type ItemKind } from '../../models/questionnaire/items.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import { readForm, text, tick, wholeNumber, type Body, type Field, type FormResult } from '../lib/form.ts'

export const SECTION_FIELDS = ['title', 'dimension', 'intro', 'version'] as const
export const NEW_SECTION: SectionWords = { title: '', dimension: '', intro: '' }

export function sectionFields(words: SectionWords, values: Body, errors: Record<string, string>): FieldView[] {
  const field = fieldsOf(values, errors)
  return [
    field.text('title', '部分的名称', { maxLength: 20, value: words.title }),
    field.text('intro', '说明', { maxLength: 100, optional: true, value: words.intro }),
    field.text('dimension', '算成哪个指数', {
      maxLength: 20, optional: true, value: words.dimension,
      hint: '填了名称，这一部分的五级题就合成一个指数，如“办事效率”',
    }),
  ]
}

export const readSection = (body: Body): FormResult<SectionWords> => readForm(body, {
  title: text('部分的名称', 20, { required: true }), intro: text('说明', 100), dimension: text('指数的名称', 20),
})

export const ITEM_FIELDS = [
  'section', 'kind', 'text', 'help', 'required', 'options', 'rows', 'maxLength', 'contactable', 'version',
] as const
const DEFAULT_LENGTHS: Partial<Record<ItemKind, number>> = { short: 100, long: 500 }
const LONGEST = 2_000

export const kindOf = (raw: unknown): ItemKind | null =>
  (Object.keys(ITEM_KINDS) as ItemKind[]).find((kind) => kind === raw) ?? null

export const blankItem = (kind: ItemKind): ItemWords => ({
  kind, text: '', help: '', required: true, options: [], rows: [], maxLength: DEFAULT_LENGTHS[kind] ?? 0,
  contactable: false,
})

const isChoice = (kind: ItemKind) => kind === 'single' || kind === 'multiple'
const isText = (kind: ItemKind) => kind === 'short' || kind === 'long'

/** Only the fields that this kind of item has. */
export function itemFields(words: ItemWords, values: Body, errors: Record<string, string>): FieldView[] {
  const { kind } = words
  const field = fieldsOf(values, errors)
  const isPosted = values['version'] !== undefined
  // a box that was left empty is not sent: once the form was posted, what is missing was unticked
  const ticked = (name: string, before: boolean) => (isPosted ? String(values[name] ?? '') : before ? 'on' : '')
  const parts: readonly (readonly [boolean, () => FieldView])[] = [
    [kind !== 'matrix', () => field.text('text', '问什么', { maxLength: 60, counted: true, value: words.text })],
    [isChoice(kind), () => field.textarea('options', '选项', {
      maxLength: 1_200, rows: 6, value: words.options.join('\n'),
      hint: '一行一个。写“很满意、满意、基本满意、不太满意、不满意”这几级的，按五级计分',
    })],
    [kind === 'matrix', () => field.textarea('rows', '逐行评价什么', {
      maxLength: 1_500, rows: 6, value: words.rows.join('\n'),
      hint: '一行一项，要解释的写在竖线后面，如：一次性告知｜要哪些材料一次说清了。每行都用五级加“未接触”来答',
    })],
    [kind !== 'matrix', () => field.text('help', '解释', { maxLength: 100, optional: true, value: words.help })],
    [isText(kind), () => field.text('maxLength', '最多多少字', {
      inputMode: 'numeric', narrow: true, value: String(words.maxLength),
    })],
    [true, () => field.checkbox('required', '必答', { value: ticked('required', words.required) })],
    [isText(kind), () => field.checkbox('contactable', '可以勾“请联系我”，把写的话转为诉求办理', {
      value: ticked('contactable', words.contactable),
    })],
  ]
  return parts.filter(([has]) => has).map(([, make]) => make())
}

export function readItem(body: Body, kind: ItemKind): FormResult<ItemWords> {
  const read = readForm(body, {
    text: text('问什么', 60, { required: kind !== 'matrix' }), help: text('解释', 100),
    required: tick(), contactable: tick(),
    options: isChoice(kind) ? lines('选项', { fewest: 2, most: MOST.options, longest: 40 }) : none,
    rows: kind === 'matrix' ? lines('逐行评价的内容', { fewest: 1, most: MOST.rows, longest: 80 }) : none,
    maxLength: isText(kind) ? wholeNumber('最多多少字', 1, LONGEST) : () => ({ value: 0 }),
  })
  return read.ok ? { ok: true, value: { kind, ...read.value } } : read
}

const none: Field<string[]> = () => ({ value: [] })

/** Several lines, each a part of the item: none twice, none too long. */
const lines = (label: string, { fewest, most, longest }: { fewest: number, most: number, longest: number }): Field<string[]> =>
  (raw) => {
    const read = text(label, most * (longest + 1))(raw)
    if ('error' in read) return read
    const value = read.value.split('\n').map((line) => line.trim().replace('|', '｜')).filter((line) => line !== '')
    const long = value.find((line) => [...line].length > longest)
    const twice = value.find((line, index) => value.indexOf(line) !== index)
    if (value.length < fewest) return { error: `${label}至少要有 ${fewest} 行，现在是 ${value.length} 行` }
    if (value.length > most) return { error: `${label}最多 ${most} 行，现在是 ${value.length} 行` }
    if (long !== undefined) return { error: `${label}一行最多 ${longest} 个字，“${long.slice(0, 10)}…”太长` }
    return twice === undefined ? { value } : { error: `${label}里“${twice}”写了两遍` }
  }
