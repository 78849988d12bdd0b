import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { Department } from '../../models/department/index.ts'
import { OBJECTION_STATES, type StoredObjection } from '../../models/objection/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { displayText, parseRational } from '../../models/shared/rational.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { actForm, sentTo, type ActForm, type Refused } from '../lib/actForm.ts'
import { fieldsOf } from '../lib/fields.ts'
import { dateTimeText, dayText } from '../lib/format.ts'
import type { Empty, PageTitle, Tabs } from '../lib/parts.ts'

export interface ObjectionsPage {
  title: PageTitle
  tabs: Tabs
  lead: string
  acts: ActForm[]
  rows: { no: string, department: string, href: string, about: string, text: string, state: string, raised: string, decision: string | null, effect: string, acts: ActForm[] }[]
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'objections/index': ObjectionsPage }
}

export const objectionsPath = (year: number, segment = ''): string => campaignPath(year, `objections${segment === '' ? '' : `/${segment}`}`)
export const ABOUT = ['评议得分 B', '日常得分 R', '响应、解决、满意', '按时办复、提出人满意', '走访覆盖', '红牌、通报、约谈', '其他'] as const

const shown = (exact: string | null): string => (exact === null ? '—' : displayText(parseRational(exact)))

interface Context {
  campaign: StoredCampaign
  objections: readonly StoredObjection[]
  departments: ReadonlyMap<string, Department>
  actor: Actor
  now: Date
  refused: Refused | null
}

/** The window for objections, the objections and what became of each figure. */
export function objectionsPage({ campaign, objections, departments, actor, now, refused }: Context): ObjectionsPage {
  const { year, objectionUntilOn } = campaign
  const today = dayOf(now)
  const open = objectionUntilOn !== null && today <= objectionUntilOn
  return {
    title: { clauses: [`${year}年得分异议`], note: null, actions: [] },
    tabs: campaignTabs(year, 'objections', actor),
    lead: objectionUntilOn === null ? '得分还没有向各部门开放。开放以后，各部门能看到自己的得分和推导，在期限内提出异议。'
      : open ? `受理到${dayText(objectionUntilOn, today)}。请先看自己的得分是怎么来的，再写明哪一项不对、凭什么。` : `受理已在${dayText(objectionUntilOn, today)}结束。`,
    acts: [
      ...(mayEver(actor, 'objection.decide') && campaign.publishedAt === null ? [windowForm(year, objectionUntilOn, refused)] : []),
      ...(open && mayEver(actor, 'objection.raise') ? [raiseForm(year, refused)] : []),
    ],
    rows: objections.map((one) => ({
      no: one.no, department: departments.get(one.department)?.name ?? one.department, href: `/campaigns/${year}/scores/${one.department}?n=${one.scoreN}`,
      about: one.about, text: one.text, state: OBJECTION_STATES[one.state], raised: `${dateTimeText(one.raisedAt, today)}，${one.raisedByName}`,
      decision: one.decision === null ? null : `${one.decision.text}（${dateTimeText(one.decision.at, today)}，${one.decision.byName}）`,
      effect: effectOf(one), acts: one.state === 'open' && mayEver(actor, 'objection.decide') ? [decisionForm(year, one, refused)] : [],
    })),
    empty: { what: '没有异议。', next: open ? '受理期内提出的异议会列在这里。' : null, link: null },
  }
}

/** `社会评价由 85.30 变为 85.40（第 2 次计算）` */
function effectOf({ before, after, state }: StoredObjection): string {
  if (state === 'open') return `提出时社会评价 ${shown(before)}`
  if (after === null) return `社会评价 ${shown(before)}，没有变化`
  return `社会评价由 ${shown(before)} 变为 ${shown(after.E)}（第 ${after.n} 次计算）`
}

function windowForm(year: number, untilOn: string | null, refused: Refused | null): ActForm {
  const field = fieldsOf(...sentTo(refused, 'window'))
  return actForm(untilOn === null ? '向各部门开放得分' : '改受理期限', objectionsPath(year, 'window'), '保存期限', [
    field.date('untilOn', '受理到', { value: untilOn ?? '', hint: '开放以后，各部门能看到自己的评议得分和名次' }),
  ], { open: untilOn === null || refused?.act === 'window' })
}

function raiseForm(year: number, refused: Refused | null): ActForm {
  const field = fieldsOf(...sentTo(refused, 'raise'))
  return actForm('提出异议', objectionsPath(year), '提出异议', [
    field.select('about', '哪一项', ABOUT.map((value) => ({ value, text: value }))),
    field.textarea('text', '哪里不对，凭什么', { maxLength: 2000, hint: '写明诉求编号、走访编号或日期，办公室才能核对' }),
  ], { open: true })
}

function decisionForm(year: number, { no, __v }: StoredObjection, refused: Refused | null): ActForm {
  const field = fieldsOf(...sentTo(refused, no))
  return actForm('处理', objectionsPath(year, `${no}/decision`), '记下决定并重新计算', [
    field.radios('upheld', '决定', [{ value: 'yes', text: '异议成立' }, { value: 'no', text: '异议不成立' }]),
    field.textarea('text', '理由', { maxLength: 2000, hint: '异议成立的，请先改正记录（撤销红牌、更正办理情况等），再记下决定：得分由记录重新计算，不能直接改分' }),
  ], { hidden: { version: String(__v) }, open: refused?.act === no })
}
