import type { Enterprise } from '../../models/enterprise/index.ts'
import { STATES_OUTSIDE } from '../../models/issue/outsideWords.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { clausesOf, dateTimeText, dayText, shortDayText } from '../lib/format.ts'
import type { FieldView } from '../lib/fields.ts'
import type { ErrorSummary, Link } from '../lib/parts.ts'
import type { FirmFacts, FirmIssue, FirmVisit } from './find.ts'

interface Row { href: string | null, clauses: string[], word: string, tone: 'wait' | 'good' | '', small: string }

/** A firm's own page. */
export interface FirmPage {
  line: string
  firm: string
  /** what waits for the firm, first of all */
  waiting: Row[]
  questionnaires: { text: string, note: string, href: string }[]
  issues: Row[]
  promises: { text: string, when: string, who: string, href: string }[]
  coming: Row[]
  been: Row[]
  ways: Link[]
  protection: string
}

/** The form that only asks to be rung: no code, since it changes nothing. */
export interface CallPage {
  line: string
  action: string
  mark: string
  id: string
  errors: ErrorSummary | null
  field: FieldView
  back: Link
}

declare module '../lib/templates.ts' {
  interface Views { 'enterprisePage/show': FirmPage, 'enterprisePage/call': CallPage }
}

export const LINE = '政府走访联系 企业专页'

type NameOf = (code: string | null) => string

export function firmPage(
  firm: Enterprise, facts: FirmFacts, { base, nameOf, today, addressOf }: {
    base: string, nameOf: NameOf, today: CivilDay, addressOf: (link: FirmFacts['questionnaires'][number]['link']) => string
  },
): FirmPage {
  const issueRow = (issue: FirmIssue): Row => ({
    href: `${base}/issues/${issue.no}`, clauses: clausesOf(issue.title), word: STATES_OUTSIDE[issue.state],
    tone: issue.state === 'callBack' ? 'wait' : issue.state === 'closed' ? 'good' : '',
    small: [`${shortDayText(dayOf(issue.createdAt), today)}提出`, nameOf(issue.leadDepartment)].filter(Boolean).join('，'),
  })
  const visitRow = (visit: FirmVisit): Row => {
    const asked = mayConfirm(visit)
    return {
      href: asked ? `${base}/visits/${visit.no}` : null, clauses: [[visit.department, ...visit.alsoDepartments].map(nameOf).join('、')],
      word: visit.state === 'planned' ? '要来访' : visit.confirmation ? '已确认' : asked ? '请确认' : '已来过', tone: asked ? 'wait' : '',
      small: [`${dayText(visit.onDay, today)} ${visit.fromTime}`.trim(), visit.mode, visit.visitors.map(({ name }) => name).join('、')].filter(Boolean).join('，'),
    }
  }
  const planned = facts.visits.filter(({ state, onDay }) => state === 'planned' && onDay >= today)
  const been = facts.visits.filter(({ state, outcome }) => state === 'done' && outcome !== '失联')
  return {
    line: LINE, firm: firm.name,
    waiting: facts.issues.filter(({ state }) => state === 'callBack').map(issueRow),
    questionnaires: facts.questionnaires.map(({ title, minutes, until, begun, link }) => ({
      text: title, href: addressOf(link),
      note: [`约 ${minutes} 分钟`, until ? `${dateTimeText(until, today)} 截止` : '', begun ? '已开始填，可以接着填' : ''].filter(Boolean).join('，'),
    })),
    issues: facts.issues.filter(({ state }) => state !== 'callBack').map(issueRow),
    promises: facts.issues.filter(({ state, promise }) => state === 'pledged' && promise !== null).map((issue) => ({
      text: issue.promise?.text || issue.title, when: issue.promise ? `最迟 ${dayText(issue.promise.dueOn, today)}` : '',
      who: nameOf(issue.leadDepartment), href: `${base}/issues/${issue.no}`,
    })),
    coming: planned.toReversed().map(visitRow),
    been: been.slice(0, 10).map(visitRow),
    ways: [{ text: '请改为电话联系', href: `${base}/call` }, { text: '联系人有误或者换了人', href: `${base}/contact` }],
    protection: '这一页只给贵单位看，请不要转发到群里。办理结果、走访和联系人的更改，都要用登记手机的验证码，或者由办公室打电话核实。',
  }
}

/** Whether the firm can say that the visit took place. */
export const mayConfirm = ({ state, outcome, confirmation }: Pick<FirmVisit, 'state' | 'outcome' | 'confirmation'>): boolean =>
  state === 'done' && outcome !== '失联' && confirmation === null
