import type { Attachment } from '../../models/attachment/index.ts'
import { COMBINED_WITH } from '../../models/visit/combinedWith.ts'
import { INTEGRITY_DECLARATION } from '../../models/visit/integrity.ts'
import { OTHER_MODES } from '../../models/visit/mode.ts'
import { OUTCOMES } from '../../models/visit/outcome.ts'
import { CLASSIFIED, SECRECIES } from '../../models/visit/secrecy.ts'
import { wordForRaised, type SubjectType } from '../../models/visit/subject.ts'
import { PHOTOS_PER_RECORD } from '../attachments/limits.ts'
import { photoTile, type PhotoTile } from '../attachments/view.ts'
import { errorSummaryOf, fieldsOf, type Choice, type FieldView } from '../lib/fields.ts'
import { textsOf, type Body } from '../lib/form.ts'
import type { ErrorSummary } from '../lib/parts.ts'
import { MAX, MODE_BUTTONS, MOST_SUBJECTS, OTHER_MODE, type SubjectSlot } from './form.ts'
import { blockField, MOST_ISSUES, typedBlocks, WHAT_SIGNS, type IssueChoices, type TypedBlock } from './issueBlocks.ts'

/** A subject's place on the form: a box once it is known, else a field with what might be meant. */
export interface SlotView {
  n: number
  id: string
  name: string
  chosen: boolean
  /** `崂山区，大型，联系市领导 裴青野`, `上次走访 9月18日，自然资源和规划局`, and who else is about to go */
  lines: string[]
  warning: string | null
  error: string | null
  suggestions: { act: string, name: string, note: string }[]
  suggestionsTitle: string
  /** the roster has nobody of that name: the visit may still be recorded */
  otherAct: string | null
  removable: boolean
}

/** A block of an issue. `n` is its number, or `__n__` in the template that JavaScript copies. */
export interface BlockView {
  n: string
  title: string
  open: boolean
  what: string
  whatError: string | null
  counter: string
  foldNote: string
  again: string
  similar: SimilarView | null
  categories: { value: string, text: string, lead: string, selected: boolean }[]
  categoryError: string | null
  departments: { value: string, text: string, selected: boolean }[]
  departmentError: string | null
  departmentHint: string
  raisers: { value: string, text: string, selected: boolean }[]
  raiserError: string | null
}

/** An open issue of the same subject that sounds alike. */
export interface SimilarView {
  block: string
  no: string
  title: string
  href: string | null
  raisedText: string
  chosen: boolean
}

export interface VisitFormPage {
  title: string
  summary: ErrorSummary | null
  action: string
  version: string | null
  plan: string | null
  draft: { key: string, title: string, address: string, restore: boolean, forget: boolean } | null
  userId: string
  slots: SlotView[]
  canAddSubject: boolean
  dayField: FieldView
  timeField: FieldView
  mode: FieldView
  otherMode: FieldView
  hosts: FieldView
  companions: FieldView
  heard: FieldView
  raisedWord: string
  filed: { no: string, href: string, title: string }[]
  blocks: BlockView[]
  blank: BlockView
  canAddIssue: boolean
  photos: PhotoTile[]
  photosLeft: number
  photoProblems: string[]
  integrity: FieldView
  more: FieldView[]
  moreOpen: boolean
  button: string
  buttonPlain: string
  buttonNote: string
}

/** Everything that the form needs beside what was typed. */
export interface FormFacts {
  userId: string
  slots: (SubjectSlot & Omit<SlotView, 'n' | 'id' | 'name' | 'error' | 'removable'> & { type: SubjectType })[]
  contacts: { name: string, title: string }[]
  choices: IssueChoices
  similar: ReadonlyMap<number, Omit<SimilarView, 'block' | 'chosen'>>
  photos: Attachment[]
  photoProblems: string[]
  /** an edited record: its number, version, what it has filed and how many photos it keeps */
  edited: { no: string, version: string, filed: VisitFormPage['filed'], photos: number } | null
  plan: string | null
  /** what was noted about production on the last visit, to be compared with; '' when nothing was */
  lastOps: string
  /** whether this is the first look at the form, so that a draft may come back */
  fresh: boolean
}

const MORE = ['toTime', 'lead', 'combinedWith', 'agenda', 'opsSummary', 'policiesExplained', 'positives', 'suggestions',
  'onSpotResolved', 'nextFollowUpOn', 'outcome', 'secrecy'] as const
const EMPTY_BLOCK = { what: '', category: '', department: '', raiser: '', again: '' } as const
const plain = (options: readonly string[]): Choice[] => options.map(option => ({ value: option, text: option }))
const SECRECY_CHOICES = [...plain(SECRECIES), { value: CLASSIFIED, text: '涉密（不能写在这里）' }]

/** The form with everything that was typed and every message, whatever came before. */
export function visitFormPage(values: Body, errors: Record<string, string>, facts: FormFacts): VisitFormPage {
  const field = fieldsOf(values, errors)
  const word = wordForRaised(facts.slots[0]?.type ?? 'enterprise')
  const blocks = blockViews(values, errors, facts, word)
  const filing = blocks.filter(({ what }) => what !== '').length
  const save = facts.edited ? '保存修改' : '保存走访'
  return {
    title: facts.edited ? '修改走访记录' : '记一次走访',
    summary: errorSummaryOf(errors),
    action: facts.edited ? `/visits/${facts.edited.no}/edit` : '/visits',
    version: facts.edited?.version ?? null,
    plan: facts.plan,
    draft: facts.edited ? null : draftOf(facts, errors),
    userId: facts.userId,
    slots: facts.slots.map(({ type: _type, ...slot }) => ({
      ...slot, error: errors[`subjectName-${slot.n}`] ?? null, removable: facts.slots.length > 1,
    })),
    canAddSubject: facts.slots.length < MOST_SUBJECTS,
    dayField: field.date('onDay', '日期', { narrow: false }),
    timeField: field.text('fromTime', '开始时间', { type: 'time', optional: true }),
    mode: field.segments('mode', '方式', plain(MODE_BUTTONS)),
    otherMode: field.select('otherMode', '其他方式', plain(OTHER_MODES), { optional: true, hint: `方式选“${OTHER_MODE}”时填` }),
    hosts: field.text('hosts', '见到了谁', { placeholder: '姓名，职务', maxLength: 500 }, facts.contacts.map(contactChoice)),
    companions: field.text('companions', '同行的人', { optional: true, placeholder: '段清越、登记中心 纪听雨', maxLength: 800 }),
    heard: field.textarea('heard', '听到了什么', { hint: '照对方的原话写，不用分条', maxLength: MAX.heard, rows: 4, counted: false }),
    raisedWord: word,
    filed: facts.edited?.filed ?? [],
    blocks,
    blank: blockView({ ...EMPTY_BLOCK, n: '__n__' }, {}, facts, '', null),
    canAddIssue: blocks.length < MOST_ISSUES,
    photos: facts.photos.map(photoTile),
    photosLeft: Math.max(0, PHOTOS_PER_RECORD - facts.photos.length - (facts.edited?.photos ?? 0)),
    photoProblems: facts.photoProblems,
    integrity: field.checkbox('integrity', INTEGRITY_DECLARATION),
    more: moreFields(values, errors, facts.lastOps),
    moreOpen: MORE.some(name => errors[name] !== undefined || isFilled(values, name)),
    button: filing === 0 ? save : `${save}，报出 ${filing} 件${word}`,
    buttonPlain: save,
    buttonNote: facts.edited ? '' : '保存后告诉您编号、承办部门和期限',
  }
}

const contactChoice = ({ name, title }: { name: string, title: string }): Choice =>
  ({ value: [name, title].filter(part => part !== '').join('，'), text: '' })

const isFilled = (values: Body, name: string): boolean =>
  textsOf(values[name]).some(value => value.trim() !== '' && !(name === 'secrecy' && value === '公开'))

function draftOf(facts: FormFacts, errors: Record<string, string>): VisitFormPage['draft'] {
  const ids = facts.slots.map(({ id }) => id).filter(id => id !== '' && id !== 'other')
  const query = facts.plan === null ? ids.map(id => `subject=${id}`).join('&') : `plan=${facts.plan}`
  return {
    key: `visit:${facts.userId}:${facts.plan ?? (ids.join('+') || 'new')}`,
    title: facts.slots.map(({ name }) => name).filter(name => name !== '').join('、'),
    address: query === '' ? '/visits/new' : `/visits/new?${query}`,
    restore: facts.fresh,
    forget: errors['secrecy'] !== undefined,
  }
}

const OPS_HINT = '营收、用工、订单；不向对方要数字，听到多少记多少'

function moreFields(values: Body, errors: Record<string, string>, lastOps: string): FieldView[] {
  const field = fieldsOf(values, errors)
  const long = { optional: true, maxLength: MAX.long, rows: 3, counted: false }
  return [
    field.text('toTime', '结束时间', { type: 'time', optional: true, narrow: true }),
    field.text('lead', '带队领导', { optional: true, maxLength: MAX.name, placeholder: '姓名，职务' }),
    field.checks('combinedWith', '结合开展的工作', plain(COMBINED_WITH), { optional: true }),
    field.textarea('agenda', '谈了什么', long),
    field.textarea('opsSummary', '生产经营情况', { ...long, hint: lastOps ? `${OPS_HINT}。上次记的：${lastOps}` : OPS_HINT }),
    field.textarea('policiesExplained', '宣讲政策', long),
    field.textarea('positives', '好的做法', long),
    field.textarea('suggestions', '意见建议', { ...long, hint: '一行一条' }),
    field.textarea('onSpotResolved', '现场解决的事', { ...long, hint: '一行一条' }),
    field.date('nextFollowUpOn', '下次回访', { optional: true }),
    field.select('outcome', '特殊情况', plain(OUTCOMES), { optional: true, placeholder: '没有' }),
    field.radios('secrecy', '公开范围', SECRECY_CHOICES, { value: '公开', optional: true }),
  ]
}

function blockViews(values: Body, errors: Record<string, string>, facts: FormFacts, word: string): BlockView[] {
  const typed = typedBlocks(values, { empty: true })
  return typed.map((block, at) => {
    const similar = facts.similar.get(block.n) ?? null
    const isLast = at === typed.length - 1
    return blockView({ ...block, n: String(block.n) }, errors, facts, `${word} ${at + 1}`, similar, isLast)
  })
}

function blockView(
  block: Omit<TypedBlock, 'n'> & { n: string }, errors: Record<string, string>, facts: FormFacts, title: string,
  similar: Omit<SimilarView, 'block' | 'chosen'> | null, isLast = true,
): BlockView {
  const { n, what, category, department, raiser, again } = block
  const { categories, departments } = facts.choices
  const error = (name: string) => errors[blockField(n, name)] ?? null
  const named = categories.find(({ code }) => code === category)
  const lead = department || (named?.lead ?? '')
  const handledBy = departments.find(({ code }) => code === lead)?.name ?? ''
  const hasError = ['what', 'category', 'department', 'raiser'].some(name => error(name) !== null)
  const isWhole = what !== '' && named !== undefined && !hasError
  return {
    n, title, what, again,
    open: isLast || !isWhole,
    whatError: error('what'),
    counter: `${[...what].length} / ${WHAT_SIGNS}`,
    foldNote: [named?.name, handledBy && `由${handledBy}办`].filter(Boolean).join('，'),
    similar: similar && { ...similar, block: n, chosen: again === similar.no },
    categories: categories.map(({ code, name, lead: usual }) =>
      ({ value: code, text: name, lead: usual ?? '', selected: code === category })),
    categoryError: error('category'),
    departments: departments.map(({ code, name }) => ({ value: code, text: name, selected: code === lead })),
    departmentError: error('department'),
    departmentHint: named?.lead && named.lead === lead ? `按“${named.name}”带出，不对就改` : '',
    raisers: facts.slots.length < 2 ? [] : facts.slots.map(({ name }, at) =>
      ({ value: String(at), text: name || `第 ${at + 1} 个走访对象`, selected: raiser === String(at) })),
    raiserError: error('raiser'),
  }
}

