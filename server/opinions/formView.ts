import { GRADES } from '../../models/issue/words.ts'
import type { OpinionRow } from '../../models/opinion/queries.ts'
import { ADOPTIONS, MANNERS, OPINION_MAX, OPINION_SOURCES, OPINION_SOURCE_NAMES, OPINION_STATES } from '../../models/opinion/words.ts'
import { errorSummaryOf, fieldsOf, optional, type FieldView } from '../lib/fields.ts'
import { textsOf, type Body } from '../lib/form.ts'
import type { ErrorSummary } from '../lib/parts.ts'
import { opinionsPath, opinionTag } from './listView.ts'
import { choicesOf, type OpinionChoices } from './offered.ts'

export interface OpinionEntryPage {
  errors: ErrorSummary | null
  action: string
  where: FieldView[]
  who: FieldView[]
  words: FieldView[]
}

/** An opinion as a box in a page for many. */
export interface Candidate { no: string, href: string, title: string, text: string, state: string, ticked: boolean, movable: boolean }

export interface DuplicatesPage {
  errors: ErrorSummary | null
  action: string
  note: string
  groups: { heading: string, candidates: Candidate[] }[]
}

export interface ManyPage {
  errors: ErrorSummary | null
  heading: string
  note: string
  action: string
  button: string
  candidates: Candidate[]
  fields: FieldView[]
  hidden: { name: string, value: string }[]
}

declare module '../lib/templates.ts' {
  interface Views { 'opinions/new': OpinionEntryPage, 'opinions/duplicates': DuplicatesPage, 'opinions/many': ManyPage }
}

/** What stays filled from one sheet to the next. */
export const KEPT_FIELDS = ['source', 'session', 'department'] as const

export function entryPage(year: number, choices: OpinionChoices, values: Body, errors: Record<string, string>): OpinionEntryPage {
  const f = fieldsOf(values, errors)
  return {
    errors: errorSummaryOf(errors), action: opinionsPath(year, 'new'),
    where: [
      f.segments('source', '来源', OPINION_SOURCE_NAMES.map((value) => ({ value, text: OPINION_SOURCES[value] })), { value: 'hall' }),
      f.text('session', '届次场次', { optional: true, maxLength: 60, hint: '如 第一场上午' }),
      f.text('sheetNo', '表上编号', { optional: true, maxLength: 30 }),
      f.select('department', '部门', optional(choicesOf(choices.departments), values['department'], '没有写'), { optional: true, placeholder: '没有写' }),
      f.select('category', '类别', optional(choicesOf(choices.categories), values['category'], '以后再分'), { optional: true, placeholder: '以后再分' }),
    ],
    words: [
      f.text('title', '题目', { maxLength: OPINION_MAX.title, counted: true }),
      f.textarea('text', '现状与问题', { maxLength: OPINION_MAX.text, rows: 4 }),
      f.textarea('proposal', '建议', { optional: true, maxLength: OPINION_MAX.proposal, rows: 2 }),
    ],
    who: [
      f.segments('named', '署名', [{ value: 'anonymous', text: '匿名' }, { value: 'named', text: '实名' }], { value: 'anonymous' }),
      f.text('name', '姓名', { optional: true, maxLength: OPINION_MAX.name }),
      f.text('unit', '单位', { optional: true, maxLength: OPINION_MAX.unit }),
      f.text('phone', '电话', { optional: true, maxLength: OPINION_MAX.phone, inputMode: 'tel' }),
      f.checkbox('mayCall', '愿意接受回访'),
    ],
  }
}

const candidateOf = (year: number, row: Pick<OpinionRow, 'no' | 'title' | 'text' | 'state'>, ticked: boolean): Candidate => ({
  no: row.no, href: opinionsPath(year, row.no), title: row.title, text: row.text, state: OPINION_STATES[row.state], ticked,
  movable: row.state === 'received' || row.state === 'valid',
})

export const GROUPS_SHOWN = 15

/** Candidates side by side; of each group one is to stay. */
export function duplicatesPage(
  year: number, groups: readonly { nos: readonly string[], likeness: number }[], rows: readonly OpinionRow[], errors: Record<string, string>,
): DuplicatesPage {
  const byNo = new Map(rows.map((row) => [row.no, row]))
  return {
    errors: errorSummaryOf(errors), action: opinionsPath(year, 'mergers'),
    note: groups.length > GROUPS_SHOWN ? `共 ${groups.length} 组，先看最多、最像的 ${GROUPS_SHOWN} 组。` : `共 ${groups.length} 组。`,
    groups: groups.slice(0, GROUPS_SHOWN).map(({ nos, likeness }) => ({
      heading: `${nos.length} 条，最像的 ${Math.round(likeness * 100)}%`,
      candidates: nos.flatMap((no) => {
        const row = byNo.get(no)
        return row ? [candidateOf(year, row, true)] : []
      }),
    })),
  }
}

/** The form that turns opinions into cases. */
export function dispatchPage(
  year: number, rows: readonly OpinionRow[], choices: OpinionChoices, office: string, values: Body, errors: Record<string, string>,
): ManyPage {
  const f = fieldsOf(values, errors)
  const [first] = rows
  const department = first?.department ?? ''
  const category = choices.categories.find(({ _id }) => _id === first?.category)
  const departments = choicesOf(choices.departments)
  return {
    errors: errorSummaryOf(errors), heading: '分办意见', action: opinionsPath(year, 'dispatch'), button: '分办，开始计时', hidden: [],
    note: '分办就是立为诉求交给部门，各项期限开始计时。部门看得到内容，看不到是谁提的。',
    candidates: rows.map((row) => candidateOf(year, row, row.state === 'valid')).map((each) => ({ ...each, movable: each.state === OPINION_STATES.valid })),
    fields: [
      f.segments('manner', '办理方式', [
        { value: 'collective', text: `${MANNERS.collective}：合成一件，一个答复` }, { value: 'single', text: `${MANNERS.single}：每条一件` },
      ], { value: rows.length > 1 ? 'collective' : 'single' }),
      f.text('title', '题目', { optional: true, maxLength: OPINION_MAX.title, value: first?.title ?? '', hint: '综合办理的一件叫什么；逐条的用各自的题目' }),
      f.select('department', '承办单位', departments, { value: department }),
      f.select('verifyingDepartment', '核验部门', departments, { value: category?.verifyingDepartment ?? office }),
      f.select('category', '类别', choicesOf(choices.categories), { value: category?._id ?? '' }),
      f.segments('grade', '等级', GRADES.filter((grade) => grade !== '重大').map((value) => ({ value, text: value })), { value: '一般' }),
      f.text('issueNo', '并入已有的诉求', { optional: true, maxLength: 20, hint: '同一件事已经立过诉求的，写它的编号，不再另立' }),
    ],
  }
}

/** The form of one answer for many. @param proposed the verified answer of the case */
export function answerPage(
  year: number, issueNo: string, rows: readonly OpinionRow[], proposed: string, values: Body, errors: Record<string, string>,
): ManyPage {
  const f = fieldsOf(values, errors)
  const given = textsOf(values['no'])
  return {
    errors: errorSummaryOf(errors), heading: `答复 ${issueNo} 里的意见`, action: opinionsPath(year, 'answer'), button: '答复勾选的',
    note: `${rows.length} 条意见由这一个答复回答，每位提出人凭自己的查询码看得到。已答复的再勾上就是重新答复。`,
    hidden: [{ name: 'issue', value: issueNo }],
    candidates: rows.map((row) => ({
      ...candidateOf(year, row, given.length > 0 ? given.includes(row.no) : row.state === 'dispatched'), movable: true, state: opinionTag(row.state).text,
    })),
    fields: [
      f.textarea('text', '答复', { value: proposed, maxLength: OPINION_MAX.answer, rows: 8, hint: '写给提出人看：做了什么、结果怎样、没做到的为什么' }),
      f.segments('adoption', '是否采纳', ADOPTIONS.map((value) => ({ value, text: value }))),
    ],
  }
}
