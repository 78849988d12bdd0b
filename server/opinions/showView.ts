import type { Department } from '../../models/department/index.ts'
import type { Category } from '../../models/category/index.ts'
import { mayStep } from '../../models/opinion/state.ts'
import type { OpinionRow, StoredOpinion } from '../../models/opinion/queries.ts'
import {
  INVALID_REASONS, MANNERS, MARKS, MARK_NAMES, OPINION_MAX, OPINION_SOURCES, type MarkName,
} from '../../models/opinion/words.ts'
import { OPINION_ACT_WORDS } from '../../models/opinion/state.ts'
import type { OpinionStep } from '../../models/opinion/index.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import { actForm, sentTo, type ActForm, type Refused } from '../lib/actForm.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { errorSummaryOf, fieldsOf } from '../lib/fields.ts'
import { clausesOf, dateTimeText, dayText } from '../lib/format.ts'
import type { Button, ErrorSummary, Fact, PageTitle, TimelineRow } from '../lib/parts.ts'
import { opinionsPath, opinionTag } from './listView.ts'

export interface OpinionShowPage {
  errors: ErrorSummary | null
  title: PageTitle
  facts: Fact[]
  text: string
  proposal: string
  answer: { text: string, by: string } | null
  published: { text: string, answer: string, by: string } | null
  acts: ActForm[]
  merged: { no: string, href: string, title: string, text: string, split: Button | null }[]
  alike: { no: string, href: string, title: string, likeness: string }[]
  rows: TimelineRow[]
}

declare module '../lib/templates.ts' {
  interface Views { 'opinions/show': OpinionShowPage }
}

export interface OpinionAround {
  actor: Actor
  departments: ReadonlyMap<string, Department>
  categories: ReadonlyMap<string, Category>
  merged: OpinionRow[]
  alike: { no: string, title: string, likeness: number }[]
  rectifications: { no: string }[]
  issueOver: boolean
  now: Date
  refused: Refused | null
}

const plain = { href: null, small: null, action: null }
const STEP_WORDS: Record<OpinionStep['act'], string> = {
  ...OPINION_ACT_WORDS, enter: '收到', publish: '审定公开', unpublish: '撤下公开', mark: '评优报送', rate: '提出人评价', giveCode: '给出查询码', edit: '修改',
}

export function opinionShowPage(one: StoredOpinion, around: OpinionAround): OpinionShowPage {
  const { actor, departments, merged, alike, now, refused } = around
  const today = dayOf(now)
  const year = one.campaign
  const mayMerge = mayEver(actor, 'opinion.merge')
  return {
    errors: errorSummaryOf(refused?.errors ?? {}),
    title: { clauses: clausesOf(one.title), note: `${one.no}，${opinionTag(one.state).text}`, actions: buttonsOf(one, around) },
    facts: factsOf(one, around, today),
    text: one.text, proposal: one.proposal,
    answer: one.answer && {
      text: one.answer.text, by: `${departments.get(one.answer.department)?.name ?? ''}，${one.answer.byName} ${dateTimeText(one.answer.at, today)}，${one.answer.adoption}`,
    },
    published: one.published && { text: one.published.text, answer: one.published.answer, by: `${one.published.byName} ${dateTimeText(one.published.at, today)} 审定` },
    acts: actsOf(one, around, today),
    merged: merged.map(({ no, title, text }) => ({
      no, title, text, href: opinionsPath(year, no), split: mayMerge ? postButton('拆开', `${opinionsPath(year, no)}/split`) : null,
    })),
    alike: alike.map(({ no, title, likeness }) => ({ no, title, href: opinionsPath(year, no), likeness: `${Math.round(likeness * 100)}% 相近` })),
    rows: one.history.toReversed().map(({ at, byName, act, text }): TimelineRow => ({
      time: dateTimeText(at, today), iso: at.toISOString(), symbol: null, tag: null, small: null, quote: null, details: null,
      text: [`${byName} ${STEP_WORDS[act]}`.trim(), act === 'mark' ? MARKS[text as MarkName] : text].filter(Boolean).join('：'),
    })),
  }
}

function buttonsOf(one: StoredOpinion, { actor }: OpinionAround): Button[] {
  const path = opinionsPath(one.campaign)
  const buttons: Button[] = []
  if (one.state === 'valid' && can(actor, 'opinion.dispatch', one)) buttons.push(linkButton('分办', `${path}/dispatch?no=${one.no}`, 'primary'))
  if (one.issueNo !== null && can(actor, 'opinion.answer', one) && mayStep(one.state, 'answer')) {
    buttons.push(linkButton(one.state === 'answered' ? '重新答复' : '答复', `${path}/answer?issue=${one.issueNo}`, one.state === 'answered' ? 'second' : 'primary'))
  }
  if (mayEver(actor, 'rectification.create')) buttons.push(linkButton('转为整改', `/campaigns/${one.campaign}/rectifications/new?opinion=${one.no}`))
  return buttons
}

function factsOf(one: StoredOpinion, { actor, departments, categories, rectifications }: OpinionAround, today: CivilDay): Fact[] {
  const fact = (term: string, text: string | null | undefined, more: Partial<Fact> = {}): Fact[] => (text ? [{ ...plain, term, text, ...more }] : [])
  const { author } = one
  const seesAuthor = mayEver(actor, 'opinion.readAuthor')
  const who = !author.named ? '匿名' : !seesAuthor ? '实名（姓名只有办公室看得到）'
    : one.erasedAt !== null ? '实名（已去标识）' : [author.name, author.unit, author.phone].filter(Boolean).join('，')
  return [
    ...fact('来源', [OPINION_SOURCES[one.source], one.session, one.sheetNo].filter(Boolean).join('，')),
    ...fact('提出人', who, { small: seesAuthor && author.mayCall ? '愿意接受电话回访' : null }),
    ...fact('收到', dateTimeText(one.createdAt, today), { small: one.createdByName === '' ? null : `${one.createdByName}登记` }),
    ...fact('关于', departments.get(one.department ?? '')?.name),
    ...fact('类别', categories.get(one.category ?? '')?.name),
    ...fact('合并到', one.mergedInto, { href: opinionsPath(one.campaign, one.mergedInto ?? '') }),
    ...fact('审核', one.validity && (one.validity.valid ? '有效' : '无效'), { small: [one.validity?.reason, one.validity?.byName].filter(Boolean).join('，') || null }),
    ...fact('承办单位', departments.get(one.leadDepartment ?? '')?.name),
    ...fact('诉求', one.issueNo, { href: `/issues/${one.issueNo ?? ''}`, small: one.manner && `${MANNERS[one.manner]}答复` }),
    ...fact('提出人评价', one.rating?.word, { small: one.rating?.text || null }),
    ...MARK_NAMES.flatMap((name) => fact(MARKS[name], one.marks[name] && dayText(one.marks[name].onDay, today), { small: one.marks[name]?.note || null })),
    ...fact('整改', rectifications.map(({ no }) => no).join('、'), { href: `/campaigns/${one.campaign}/rectifications/${rectifications[0]?.no ?? ''}` }),
  ]
}

function actsOf(one: StoredOpinion, { actor, merged, issueOver, refused }: OpinionAround, today: CivilDay): ActForm[] {
  const at = (act: string) => `${opinionsPath(one.campaign, one.no)}/${act}`
  const hidden = { version: String(one.__v) }
  const field = (act: string) => fieldsOf(...sentTo(refused, act))
  const open = (act: string, usual = false) => ({ hidden, open: refused === null ? usual : refused.act === act })
  const isValid = ['valid', 'dispatched', 'answered'].includes(one.state)
  const forms: ActForm[] = []
  if (can(actor, 'opinion.judge', one) && (mayStep(one.state, 'accept') || mayStep(one.state, 'dismiss'))) {
    const f = field('validity')
    const choices = [
      ...(mayStep(one.state, 'accept') ? [{ value: 'yes', text: '有效' }] : []),
      ...(mayStep(one.state, 'dismiss') && merged.length === 0 ? [{ value: 'no', text: '无效' }] : []),
    ]
    forms.push(actForm('审核：有效还是无效', at('validity'), '定下来', [
      f.segments('valid', '有效还是无效', choices, { value: choices[0]?.value ?? '' }),
      f.select('why', '无效的原因', INVALID_REASONS.map((value) => ({ value, text: value })), { optional: true }),
      f.text('reason', '说明', { optional: true, maxLength: OPINION_MAX.reason, hint: '无效的，提出人凭查询码看得到原因' }),
    ], open('validity', one.state === 'received')))
  }
  if (can(actor, 'opinion.merge', one) && mayStep(one.state, 'merge')) {
    forms.push(actForm('合并到另一条', at('merger'), '合并', [
      field('merger').text('head', '合并到哪一条', { maxLength: 20, hint: '写编号。这条的原文留着，以后可以拆开' }),
    ], open('merger')))
  }
  if (can(actor, 'opinion.merge', one) && mayStep(one.state, 'split')) forms.push(actForm('拆开', at('split'), `从 ${one.mergedInto ?? ''} 拆开`, [], open('split')))
  if (can(actor, 'opinion.dispatch', one) && one.state === 'dispatched' && issueOver) {
    forms.push(actForm('收回分办', at('recall'), '收回', [field('recall').text('reason', '为什么收回', { maxLength: OPINION_MAX.reason })],
      { ...open('recall'), note: '那件诉求没有办下去。收回以后可以重新分办。' }))
  }
  if (can(actor, 'opinion.publish', one) && isValid) {
    const f = field('publication')
    forms.push(actForm(one.published ? '改公开的文字' : '审定公开的文字', at('publication'), '公开', [
      f.textarea('text', '公开的意见', { value: one.published?.text ?? '', maxLength: OPINION_MAX.text, rows: 5, hint: '另拟，不带姓名、电话和能认出人的细节' }),
      f.textarea('answer', '公开的答复', { value: one.published?.answer ?? one.answer?.text ?? '', optional: true, maxLength: OPINION_MAX.answer, rows: 5 }),
    ], open('publication')))
    if (one.published) forms.push(actForm('撤下公开', at('unpublication'), '撤下', [field('unpublication').text('reason', '为什么撤下', { maxLength: OPINION_MAX.reason })], open('unpublication')))
  }
  if (can(actor, 'opinion.mark', one) && isValid) {
    const f = field('marks')
    forms.push(actForm('评优、报送、采纳、表彰', at('marks'), '记下', [
      f.segments('mark', '哪一项', MARK_NAMES.map((value) => ({ value, text: MARKS[value] }))),
      f.date('onDay', '日期', { value: today, optional: true }),
      f.text('note', '说明', { optional: true, maxLength: 200, hint: '报给哪位领导、写入什么文件、什么奖' }),
      f.checkbox('remove', '取消这一项'),
    ], open('marks')))
  }
  if (can(actor, 'opinion.giveCode', one)) {
    forms.push(actForm('给出查询码', at('code'), '显示查询码', [], {
      ...open('code'), note: '核实是本人后读给提出人。凭编号和查询码可以看答复、评价，所以不要给别人；给过几次都有记录。',
    }))
  }
  return forms
}
