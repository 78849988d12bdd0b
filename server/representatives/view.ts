import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { VETTING_STATES } from '../../models/representative/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Body } from '../http/body.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { dateTimeText, maskPhone } from '../lib/format.ts'
import type { ErrorSummary, Fact, PageTitle } from '../lib/parts.ts'
import type { StoredRepresentative } from './find.ts'
import { representativePath, stateTag, venueName } from './listView.ts'

/** A form on the record: where it is posted, its fields, its button. */
export interface RecordForm { head: string, action: string, note: string | null, fields: FieldView[], button: string }

export interface RepresentativePage { errors: ErrorSummary | null, title: PageTitle, facts: Fact[], forms: RecordForm[] }

declare module '../lib/templates.ts' {
  interface Views { 'representatives/show': RepresentativePage }
}

export interface RecordSurroundings {
  campaign: StoredCampaign
  now: Date
  names: { district: string, department(code: string): string }
  rights: { vet: boolean, replace: boolean, reveal: boolean }
  isFrozen: boolean
  values: Body
  errors: Record<string, string>
}

export function representativePage(one: StoredRepresentative, around: RecordSurroundings): RepresentativePage {
  const { errors } = around
  return {
    errors: errorSummaryOf(errors),
    title: { clauses: [one.name], note: [one.code, stateTag(one).text].filter(Boolean).join('，'), actions: [] },
    facts: factsOf(one, around),
    forms: [...vettingForm(one, around), ...leavingForm(one, around)],
  }
}

function factsOf(one: StoredRepresentative, { campaign, now, names, rights }: RecordSurroundings): Fact[] {
  const today = dayOf(now)
  const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact => ({ term, text: text || '—', href: null, small: null, action: null, ...more })
  const group = campaign.groups.find(({ no }) => no === one.group)
  const moment = (at: Date | null, none: string) => (at === null ? none : dateTimeText(at, today))
  const reveal = rights.reveal && one.phones.length > 0 ? { text: '查看号码', href: `${representativePath(campaign.year, one._id)}/phones` } : null
  return [
    fact('类别', one.category, { small: one.origin === 'signedUp' ? '本人报名' : `推荐单位：${one.recommendedBy || '没有写'}` }),
    fact('区市', names.district), fact('性别和出生年月', [one.gender, one.birth].filter(Boolean).join('，')),
    fact('联系电话', one.phones.map(maskPhone).join('，'), { action: reveal }),
    fact('相关部门', one.tags.map(({ name, department }) => (department === null ? `${name}（不在部门表里）` : name)).join('，')),
    fact('回避', one.recusals.map(names.department).join('，'), { small: one.recusalNote || null }),
    fact('知情同意', moment(one.consentAt, '还没有')),
    fact('审核', VETTING_STATES[one.vetting.state], {
      small: one.vetting.at === null ? null : [`${moment(one.vetting.at, '')} ${one.vetting.byName}`, one.vetting.reason].filter(Boolean).join('，'),
    }),
    ...(group ? [
      fact('组', `第${group.no}组 ${group.name}`), fact('会场', venueName(campaign, one.venue) ?? '', { small: `计入“${one.planCategory ?? ''}”` }),
      fact('抽取', `${one.stratum ?? ''} 第 ${one.order ?? 0} 位`, {
        small: [moment(one.drawnAt, ''), one.replaces === null ? '' : `递补 ${one.replaces}`].filter(Boolean).join('，'),
      }),
      fact('培训材料', moment(one.trainingReadAt, '还没有点“已读”')), fact('述职报告', moment(one.reportsReadAt, '还没有点“已读”')),
    ] : []),
    ...(one.leftAt === null ? [] : [fact('退出', moment(one.leftAt, ''), { small: one.leftReason })]),
  ]
}

function vettingForm(one: StoredRepresentative, { campaign, rights, isFrozen, values, errors }: RecordSurroundings): RecordForm[] {
  if (!rights.vet || isFrozen || one.state !== 'candidate') return []
  const field = fieldsOf(values, errors)
  return [{
    head: '审核', action: `${representativePath(campaign.year, one._id)}/vetting`, button: '记下审核结果',
    note: '年满 18 周岁，在本市居住满一年，能全程参加，名单经公安机关核对。',
    fields: [
      field.radios('decision', '结果', [{ value: 'passed', text: '审核通过' }, { value: 'refused', text: '审核不通过' }]),
      field.text('vettingReason', '不通过的原因', { optional: true, maxLength: 200 }),
      ...(one.consentAt === null ? [field.checkbox('consented', '登记表已由本人签名')] : []),
    ],
  }]
}

function leavingForm(one: StoredRepresentative, { campaign, rights, values, errors }: RecordSurroundings): RecordForm[] {
  const field = fieldsOf(values, errors)
  const path = representativePath(campaign.year, one._id)
  const reason = field.text('leavingReason', '原因', { maxLength: 200, hint: '如：本人生病，不能参加' })
  if (one.state === 'drawn' && rights.replace) {
    return [{
      head: '退出并递补', action: `${path}/replacement`, button: '退出，由下一位递补', fields: [reason],
      note: '同一层里按抽取顺序的下一位递补。双方的编号和原因在抽取公示页公布。已经领取的投票链接要同时作废。',
    }]
  }
  if (one.state === 'candidate' && rights.vet) {
    return [{ head: '退出推荐库', action: `${path}/withdrawal`, button: '退出推荐库', fields: [reason], note: null }]
  }
  return []
}
