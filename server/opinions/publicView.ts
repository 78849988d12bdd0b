import type { Campaign } from '../../models/campaign/index.ts'
import type { Department } from '../../models/department/index.ts'
import type { Opinion } from '../../models/opinion/index.ts'
import { shownCode } from '../../models/opinion/queryCode.ts'
import type { PublicOpinion } from '../../models/opinion/queries.ts'
import { MARKS, MARK_NAMES, OPINION_MAX, OPINION_RATINGS, OPINION_SOURCES } from '../../models/opinion/words.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { errorSummaryOf, fieldsOf, optional, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { countText, dateTimeText, dayText } from '../lib/format.ts'
import { pagerOf } from '../lib/listAddress.ts'
import type { ErrorSummary, Fact, Pager } from '../lib/parts.ts'
import { choicesOf } from './offered.ts'

export interface PublicNewPage {
  errors: ErrorSummary | null
  campaign: string
  closed: boolean
  words: FieldView[]
  who: FieldView[]
  consent: FieldView | null
}

export interface PublicSentPage {
  no: string
  code: string
  href: string
  alike: { no: string, href: string, text: string }[]
}

export interface PublicListPage {
  errors: ErrorSummary | null
  lookUp: FieldView[]
  search: { q: string, departments: { value: string, text: string, selected: boolean }[] }
  total: string
  rows: { href: string, no: string, about: string, text: string, answered: boolean, honour: string | null }[]
  pager: Pager
  empty: string
}

export interface PublicShowPage {
  no: string
  heading: string
  facts: Fact[]
  /** the approved words, null where it is not public */
  published: { text: string, answer: string | null } | null
  /** what the author alone sees */
  own: {
    state: string, next: string, title: string, text: string, proposal: string, answer: { text: string, by: string } | null,
    rated: string | null, errors: ErrorSummary | null, rating: FieldView[], action: string,
  } | null
}

declare module '../lib/templates.ts' {
  interface Views {
    'opinions/publicNew': PublicNewPage, 'opinions/publicSent': PublicSentPage, 'opinions/publicList': PublicListPage
    'opinions/publicShow': PublicShowPage
  }
}

/** @param campaign the year's campaign that takes opinions in, null when none does */
export function publicNewPage(
  campaign: Pick<Campaign, 'title'> | null, departments: readonly Department[], values: Body, errors: Record<string, string>,
): PublicNewPage {
  const field = fieldsOf(values, errors)
  return {
    errors: errorSummaryOf(errors), campaign: campaign?.title ?? '', closed: campaign === null,
    words: [
      field.select('department', '关于哪个部门', optional(choicesOf(departments), values['department'], '不清楚，或涉及几个部门'), {
        optional: true, placeholder: '不清楚，或涉及几个部门',
      }),
      field.text('title', '题目', { maxLength: OPINION_MAX.title, hint: '一句话说清什么事，30 个字以内' }),
      field.textarea('text', '现状与问题', { maxLength: OPINION_MAX.text, rows: 6, hint: '什么地方、什么时候、影响了谁，写得越具体越好办' }),
      field.textarea('proposal', '您的建议', { optional: true, maxLength: OPINION_MAX.proposal, rows: 4 }),
    ],
    who: [
      field.radios('named', '实名还是匿名', [{ value: 'named', text: '实名（提倡）' }, { value: 'anonymous', text: '匿名' }], {
        value: 'named', hint: '姓名和电话只有联席会议办公室看得到，承办部门看不到。匿名的同样办理',
      }),
      field.text('name', '姓名', { optional: true, maxLength: OPINION_MAX.name, autocomplete: 'name', hint: '选实名的要填' }),
      field.text('unit', '单位或住址所在社区', { optional: true, maxLength: OPINION_MAX.unit }),
      field.text('phone', '电话', { optional: true, maxLength: OPINION_MAX.phone, inputMode: 'tel', autocomplete: 'tel' }),
      field.checkbox('mayCall', '愿意接受电话回访'),
    ],
    consent: field.checkbox('consent', '我已阅读并同意上面的说明', { optional: false }),
  }
}

export const publicSentPage = (no: string, code: string, alike: readonly PublicOpinion[]): PublicSentPage => ({
  no, code: shownCode(code), href: publicHref(no),
  alike: alike.map((each) => ({ no: each.no, href: publicHref(each.no), text: shortened(each.published?.text ?? '') })),
})

export const publicHref = (no: string): string => `/public/opinions/${no}`

const SHORT = 90
const shortened = (text: string): string => ([...text].length > SHORT ? `${[...text].slice(0, SHORT).join('')}…` : text)

const nameOf = (code: string | null, departments: ReadonlyMap<string, Department>): string =>
  (code === null ? '' : departments.get(code)?.name ?? '')

/** Honours that the public reads of. */
const honourOf = (marks: Opinion['marks']): string | null =>
  MARK_NAMES.filter((name) => marks[name] !== null && name !== 'reported').map((name) => MARKS[name]).join('、') || null

export interface PublicAsked { page: number, department: string, q: string }

export function publicListPage(
  { rows, total }: { rows: PublicOpinion[], total: number }, asked: PublicAsked, departments: ReadonlyMap<string, Department>,
  offered: readonly Department[], values: Body, errors: Record<string, string>,
): PublicListPage {
  const field = fieldsOf(values, errors)
  const narrowed = asked.department !== '' || asked.q !== ''
  return {
    errors: errorSummaryOf(errors),
    lookUp: [
      field.text('no', '编号', { maxLength: 20, autocomplete: 'off', hint: '如 YJ2026-000123' }),
      field.text('code', '查询码', { maxLength: 20, autocomplete: 'off', hint: '提交后给您的十位字母和数字' }),
    ],
    search: {
      q: asked.q,
      departments: [{ value: '', text: '全部部门', selected: asked.department === '' },
        ...offered.map(({ _id, name }) => ({ value: _id, text: name, selected: _id === asked.department }))],
    },
    total: countText(total),
    rows: rows.map(({ no, published, leadDepartment, department, marks }) => ({
      href: publicHref(no), no, about: nameOf(leadDepartment ?? department, departments) || '几个部门', text: shortened(published?.text ?? ''),
      answered: (published?.answer ?? '') !== '', honour: honourOf(marks),
    })),
    pager: pagerOf('/public/opinions', { department: asked.department, q: asked.q }, asked.page, 20, total, '条'),
    empty: narrowed ? '没有符合条件的公开意见。' : '还没有公开的意见。',
  }
}

const plain = { href: null, small: null, action: null }

/** What everybody may read of a published opinion. */
export function publishedPage(one: PublicOpinion, departments: ReadonlyMap<string, Department>, today: CivilDay): PublicShowPage {
  return {
    no: one.no, heading: '公开的意见和答复', own: null, facts: publicFacts(one, departments, today),
    published: { text: one.published?.text ?? '', answer: one.published?.answer || null },
  }
}

function publicFacts(one: PublicOpinion, departments: ReadonlyMap<string, Department>, today: CivilDay): Fact[] {
  const about = nameOf(one.leadDepartment ?? one.department, departments)
  const marked = MARK_NAMES.filter((name) => name !== 'reported').flatMap((name) => {
    const given = one.marks[name]
    return given === null ? [] : [{ ...plain, term: MARKS[name], text: [dayText(given.onDay, today), given.note].filter(Boolean).join('，') }]
  })
  return [
    { ...plain, term: '编号', text: one.no }, { ...plain, term: '来自', text: OPINION_SOURCES[one.source] },
    ...(about === '' ? [] : [{ ...plain, term: one.leadDepartment === null ? '关于' : '承办单位', text: about }]),
    ...(one.published ? [{ ...plain, term: '公开于', text: dayText(dayOf(one.published.at), today) }] : []), ...marked,
  ]
}

/** What the author's own page is made of; `head` is the opinion that stands for a merged one. */
export interface OwnOpinion {
  one: Opinion
  head: Opinion | null
  dueOn: CivilDay | null
}

/** Where the author's opinion stands, in plain words. */
function stateWords({ one, head, dueOn }: OwnOpinion, departments: ReadonlyMap<string, Department>, today: CivilDay): { state: string, next: string } {
  const { state, validity, leadDepartment } = head ?? one
  const joined = head ? '已和其他市民的同类意见合在一起办。' : ''
  const words: Record<Opinion['state'], [string, string]> = {
    received: ['已收到', `${joined}工作人员正在逐条审看。`],
    valid: ['已列入办理', `${joined}正在确定由哪个部门办理。`],
    dispatched: ['办理中', `${joined}${nameOf(leadDepartment, departments)}正在办理${dueOn === null ? '' : `，应在${dayText(dueOn, today)}前办结`}。`],
    answered: ['已答复', `${joined}答复在下面。请您评价。`],
    invalid: ['没有列入办理', validity?.reason ?? ''],
    merged: ['已和同类意见合并', '正在合在一起办。'],
  }
  const [word, next] = words[state]
  return { state: word, next }
}

export function ownPage(
  own: OwnOpinion, departments: ReadonlyMap<string, Department>, today: CivilDay, values: Body, errors: Record<string, string>,
): PublicShowPage {
  const { one, head } = own
  const field = fieldsOf(values, errors)
  const answer = (head ?? one).answer
  const ratings = OPINION_RATINGS.map((value) => ({ value, text: value }))
  return {
    no: one.no, heading: one.title,
    facts: [
      { ...plain, term: '编号', text: one.no }, { ...plain, term: '提交于', text: dateTimeText(one.createdAt, today) },
      { ...plain, term: '署名', text: one.author.named ? '实名' : '匿名' },
    ],
    published: one.published === null ? null : { text: one.published.text, answer: one.published.answer || null },
    own: {
      ...stateWords(own, departments, today), title: one.title, text: one.text, proposal: one.proposal,
      answer: answer && { text: answer.text, by: `${nameOf(answer.department, departments)}，${dayText(dayOf(answer.at), today)}，${answer.adoption}` },
      rated: one.rating && `您的评价：${one.rating.word}${one.rating.text === '' ? '' : `。${one.rating.text}`}`,
      errors: errorSummaryOf(errors), action: `${publicHref(one.no)}/rating`,
      rating: answer === null || one.rating !== null ? [] : [
        field.radios('word', '对答复满意吗', ratings), field.textarea('text', '想说的话', { optional: true, maxLength: 1000, rows: 3 }),
      ],
    },
  }
}
