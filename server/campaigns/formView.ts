import type { Campaign } from '../../models/campaign/index.ts'
import { VENUE_KIND_WORDS } from '../../models/campaign/index.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { POOL_CATEGORIES } from '../../models/representative/categories.ts'
import { seatsOf, SMALLEST_STRATUM, type CompositionLine } from '../../models/scoringPlan/composition.ts'
import { dayOf, timeOf } from '../../models/shared/calendarDay.ts'
import type { Body } from '../http/body.ts'
import { errorSummaryOf, fieldsOf, type Choice, type FieldView } from '../lib/fields.ts'
import type { ErrorSummary, PageTitle } from '../lib/parts.ts'
import { MEMBER_PARTS, NEW_GROUP } from './form.ts'
import { campaignPath } from './tabs.ts'

/** Any form of a campaign: sections of fields and one button. */
export interface CampaignFormPage {
  errors: ErrorSummary | null
  title: PageTitle
  action: string
  version: string
  sections: { head: string, hint: string | null, fields: FieldView[] }[]
  button: string
  back: string
}

declare module '../lib/templates.ts' {
  interface Views { 'campaigns/form': CampaignFormPage }
}

const formOf = (
  campaign: StoredCampaign, segment: string, title: string, errors: Record<string, string>, sections: CampaignFormPage['sections'], back = '',
): CampaignFormPage => ({
  errors: errorSummaryOf(errors), title: { clauses: [title], note: campaign.title, actions: [] }, action: `${campaignPath(campaign.year)}/${segment}`,
  version: String(campaign.__v), sections, button: '保存', back: campaignPath(campaign.year, back),
})

export function daysForm(campaign: StoredCampaign, values: Body, errors: Record<string, string>): CampaignFormPage {
  const field = fieldsOf(values, errors)
  const { window } = campaign
  const clock = (name: string, label: string, at: Date | undefined) =>
    field.text(name, label, { type: 'time', narrow: true, optional: true, value: at ? timeOf(at) : '' })
  return formOf(campaign, 'dates', '改日期', errors, [
    ...campaign.phases.map(({ key, name, fromOn, toOn }) => ({
      head: name, hint: null, fields: [field.date(`from-${key}`, `${name}起`, { value: fromOn }), field.date(`to-${key}`, `${name}止`, { value: toOn })],
    })),
    {
      head: '投票', hint: '到时自动开始和截止', fields: [
        field.date('opensOn', '开始的日期', { optional: true, value: window ? dayOf(window.opensAt) : '' }), clock('opensAt', '开始的时间', window?.opensAt),
        field.date('closesOn', '结束的日期', { optional: true, value: window ? dayOf(window.closesAt) : '' }), clock('closesAt', '结束的时间', window?.closesAt),
      ],
    },
  ])
}

export function groupsForm(campaign: StoredCampaign, departments: readonly Choice[], values: Body, errors: Record<string, string>): CampaignFormPage {
  const field = fieldsOf(values, errors)
  const choices = [{ value: '', text: '不参加评议' }, ...campaign.groups.map(({ no, name }) => ({ value: String(no), text: `第${no}组 ${name}` })), { value: NEW_GROUP, text: '新的一组' }]
  const groupOf = (code: string) => campaign.groups.find((group) => group.departments.includes(code))?.no
  return formOf(campaign, 'groups', '改分组', errors, [
    {
      head: '组名', hint: '要去掉一组，先把它的部门改到别的组，再清空组名', fields: [
        ...campaign.groups.map(({ no, name }) => field.text(`name-${no}`, `第${no}组`, { value: name, maxLength: 30, optional: true })),
        field.text(`name-${NEW_GROUP}`, '新的一组', { value: '', maxLength: 30, optional: true }),
      ],
    },
    {
      head: '部门', hint: '一个部门只在一个组', fields: departments.map(({ value, text }) =>
        field.select(`group-${value}`, text, groupOf(value) === undefined ? choices.slice(1) : choices, {
          optional: true, placeholder: '不参加评议', value: String(groupOf(value) ?? ''),
        })),
    },
  ], 'groups')
}

export function membersForm(campaign: StoredCampaign, departments: readonly Choice[], values: Body, errors: Record<string, string>): CampaignFormPage {
  const field = fieldsOf(values, errors)
  const parts = Object.entries(MEMBER_PARTS).map(([value, text]) => ({ value, text }))
  const partOf = (code: string) => campaign.members.find(({ department }) => department === code)?.part ?? ''
  return formOf(campaign, 'members', '改联席会议', errors, [{
    head: '单位', hint: '召集单位至少一个', fields: departments.map(({ value, text }) => field.select(`part-${value}`, text, partOf(value) === '' ? parts : [{ value: '', text: '不参加' }, ...parts], {
      optional: true, placeholder: '不参加', value: partOf(value),
    })),
  }], 'groups')
}

/** What a year that has not started may add and take away. */
function venueChanges({ venues }: StoredCampaign, districts: readonly Choice[], field: ReturnType<typeof fieldsOf>): CampaignFormPage['sections'] {
  const kinds = Object.entries(VENUE_KIND_WORDS).map(([value, text]) => ({ value, text }))
  return [
    {
      head: '加一个会场', hint: '不加就不用填', fields: [
        field.select('newKind', '类型', kinds, { optional: true, placeholder: '不加' }),
        field.select('newDistrict', '区市', districts, { optional: true, placeholder: '不是分会场' }),
        field.text('newName', '名称', { optional: true, maxLength: 30 }), field.text('newPlace', '地点', { optional: true, maxLength: 100 }),
      ],
    },
    { head: '去掉会场', hint: '启动以后会场不能再增减', fields: venues.map(({ code, name }) => field.checkbox(`drop-${code}`, `不设${name}`)) },
  ]
}

export function venuesForm(campaign: StoredCampaign, districts: readonly Choice[], values: Body, errors: Record<string, string>): CampaignFormPage {
  const field = fieldsOf(values, errors)
  const sessionOf = (no: number): Campaign['sessions'][number] | undefined => campaign.sessions.find(({ group }) => group === no)
  return formOf(campaign, 'venues', '改会场和场次', errors, [
    {
      head: '会场', hint: null, fields: campaign.venues.map(({ code, name, place }) => field.text(`place-${code}`, `${name}的地点`, { optional: true, value: place, maxLength: 100 })),
    },
    ...(campaign.startedAt === null ? venueChanges(campaign, districts, field) : []),
    ...campaign.groups.map(({ no, name }) => {
      const session = sessionOf(no)
      return {
        head: `第${no}组 ${name}的半天`, hint: null, fields: [
          field.date(`on-${no}`, '日期', { optional: true, value: session ? dayOf(session.startsAt) : '' }),
          field.text(`at-${no}`, '时间', { type: 'time', narrow: true, optional: true, value: session ? timeOf(session.startsAt) : '' }),
          field.text(`where-${no}`, '地点', { optional: true, value: session?.place ?? '', maxLength: 100 }),
        ],
      }
    }),
  ], 'venues')
}

export function compositionForm(campaign: StoredCampaign, lines: readonly CompositionLine[], values: Body, errors: Record<string, string>): CampaignFormPage {
  const field = fieldsOf(values, errors)
  const pools = POOL_CATEGORIES.map(({ name }) => ({ value: name, text: name }))
  return formOf(campaign, 'plan', '改市民代表构成表', errors, lines.map((line, at) => ({
    head: `${line.venue}，${line.category}`, hint: line.venue === VENUE_KIND_WORDS.branch ? '各分会场平均分，分不尽的给排在前面的' : null,
    fields: [
      field.text(`seats-${at}`, '每组人数', { narrow: true, inputMode: 'numeric', maxLength: 5, value: String(seatsOf(line)), hint: `至少 ${SMALLEST_STRATUM} 人` }),
      field.checks(`pool-${at}`, '从哪些推荐类别抽取', pools, { value: [...line.pool] }),
      field.checkbox(`related-${at}`, '只抽和本组部门有业务往来的人（相关）', { value: line.related ? 'on' : '' }),
    ],
  })), 'plan')
}

export function materialForm(campaign: StoredCampaign, values: Body, errors: Record<string, string>): CampaignFormPage {
  const field = fieldsOf(values, errors)
  return {
    ...formOf(campaign, 'materials', '加培训材料', errors, [{
      head: '材料', hint: '代表从自己的链接阅读，读完点“已读”', fields: [
        field.text('title', '标题', { maxLength: 60 }), field.textarea('text', '内容', { maxLength: 5000, rows: 12 }),
        field.text('link', '附件或者视频的链接', { optional: true, maxLength: 300, hint: '政务网上的地址' }),
      ],
    }]), button: '发布',
  }
}
