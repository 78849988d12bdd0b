import type { Attachment } from '../../models/attachment/index.ts'
import { STATES, type Issue } from '../../models/issue/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import { CONFIRMATIONS, whyNotConfirm } from '../../models/visit/confirmation.ts'
import { isBackdated } from '../../models/visit/day.ts'
import { VISIT_ACTS, type Visit } from '../../models/visit/index.ts'
import { INTEGRITY_DECLARATION } from '../../models/visit/integrity.ts'
import { SUBJECT_TYPES, wordForRaised } from '../../models/visit/subject.ts'
import { photoTile, type PhotoTile } from '../attachments/view.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { clausesOf, dateTimeText, dayText, maskPhone, shortDayText } from '../lib/format.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import type {
  Button, Fact, NextStep, PageTitle, SectionHead, StatusTag, StepFact, TableView, TimelineRow,
} from '../lib/parts.ts'
import { subjectsText, timeSpan, visitStatus } from './words.ts'

export interface VisitPage {
  title: PageTitle
  status: StatusTag
  next: NextStep
  /** forms that confirm the visit; null where this user cannot */
  sheet: { action: string, version: string, file: FieldView } | null
  call: { action: string, version: string, note: FieldView } | null
  byLink: { action: string, version: string, error: string | null } | null
  cancel: { action: string, version: string, reason: FieldView } | null
  heard: string
  issuesHead: SectionHead
  issues: TableView | null
  noIssues: string
  photos: PhotoTile[]
  sheets: PhotoTile[]
  facts: Fact[]
  texts: { term: string, text: string }[]
  timeline: TimelineRow[]
}

/** Issues of a visit as its page shows them. */
export type VisitIssue = Pick<Issue,
  | '_id' | 'no' | 'title' | 'state' | 'leadDepartment' | 'proposedDepartment' | 'dueOn' | 'provisional'
  | 'turnDueAt' | 'coDepartments' | 'verifyingDepartment' | 'visitDepartment' | 'createdBy' | 'handler'>

export interface RecordFacts {
  actor: Actor
  today: string
  issues: readonly VisitIssue[]
  photos: readonly Attachment[]
  sheets: readonly Attachment[]
  departments: ReadonlyMap<string, { name: string }>
  districts: ReadonlyMap<string, string>
  /** errors of a confirmation that was sent, by field */
  errors: Record<string, string>
}

declare module '../lib/templates.ts' {
  interface Views { 'visits/show': VisitPage }
}

const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact[] =>
  text === '' ? [] : [{ term, text, href: null, small: null, action: null, ...more }]

/** The page of one visit for this user. */
export function visitPage(visit: Visit, facts: RecordFacts): VisitPage {
  const { actor, today, errors } = facts
  const address = `/visits/${visit.no}`
  const version = String((visit as Visit & { __v: number }).__v)
  const field = fieldsOf({}, errors)
  const mayConfirm = can(actor, 'visit.confirm', visit)
  const fits = (how: 'signedSheet' | 'call') => mayConfirm && whyNot(visit, how, actor) === null
  const mayEdit = can(actor, 'visit.edit', visit)
  const issueCount = facts.issues.length
  const word = wordForRaised(visit.subjects[0]?.type ?? 'enterprise')
  return {
    title: {
      clauses: clausesOf(`${visit.state === 'planned' ? '计划走访' : '走访'}${subjectsText(visit.subjects)}`),
      note: [dayText(visit.onDay, today), timeSpan(visit), visit.mode].filter(part => part !== '').join(' '),
      actions: actionsOf(visit, mayEdit),
    },
    status: visitStatus(visit),
    next: nextStep(visit, facts, { mayEdit, mayConfirm }),
    sheet: fits('signedSheet') ? {
      action: `${address}/confirmation`, version,
      file: field.file('sheet', '对方签字的登记表照片', { accept: 'image/*', hint: '拍清签名和日期' }),
    } : null,
    call: fits('call') ? {
      action: `${address}/confirmation`, version,
      note: field.textarea('note', '电话里怎么说的', { maxLength: 500, rows: 2, hint: '接电话的人、时间、是否确有这次走访', counted: false }),
    } : null,
    byLink: mayConfirm && whyNotByLink(visit) === null
      ? { action: `${address}/confirmation`, version, error: errors['byLink'] ?? null } : null,
    cancel: visit.state === 'planned' && mayEdit ? {
      action: `${address}/cancellation`, version, reason: field.text('reason', '为什么不去了', { maxLength: 200 }),
    } : null,
    heard: visit.heard,
    issuesHead: { title: `提出的${word}`, note: issueCount === 0 ? null : `${issueCount} 件`, link: null },
    issues: facts.issues.length === 0 ? null : issueTable(visit, facts),
    noIssues: visit.state === 'planned' ? '还没有去，还没有诉求。' : `这次没有提出${word}。`,
    photos: facts.photos.map(photoTile),
    sheets: facts.sheets.map(photoTile),
    facts: factsOf(visit, facts),
    texts: textsOf(visit),
    timeline: timelineOf(visit, today),
  }
}

const whyNot = (visit: Visit, how: 'signedSheet' | 'call', actor: Actor): string | null =>
  whyNotConfirm({
    state: visit.state, outcome: visit.outcome, createdBy: String(visit.createdBy),
    visitors: visit.visitors.map(({ user }) => String(user)), confirmed: visit.confirmation !== null,
  }, how, String(actor.id), true)

/** Why the visited party cannot be asked by a link, or null: whoever holds it is neither visitor nor writer. */
export const whyNotByLink = (visit: Visit): string | null => whyNotConfirm({
  state: visit.state, outcome: visit.outcome, createdBy: '', visitors: [], confirmed: visit.confirmation !== null,
}, 'link', '', false)

function actionsOf(visit: Visit, mayEdit: boolean): Button[] {
  const editable = mayEdit && visit.confirmation === null && visit.state !== 'void'
  return editable && visit.state === 'done' ? [linkButton('修改记录', `/visits/${visit.no}/edit`)] : []
}

const plain = (text: string): StepFact => ({ text, small: null, tone: '' })
const nothing = (what: string, note: string | null, when = '—'): NextStep =>
  ({ who: plain('—'), what: plain(what), when: plain(when), buttons: [], note })
const UNREACHED = '三个不同的日子都联系不上，走访任务记为“联系不上”，不再计入覆盖率的分母。'

function nextStep(
  visit: Visit, { today }: RecordFacts, { mayEdit, mayConfirm }: { mayEdit: boolean, mayConfirm: boolean },
): NextStep {
  const names = visit.visitors.map(({ name }) => name).join('、')
  if (visit.state === 'planned') {
    return {
      who: plain(names), what: plain('去走访，回来记一笔'),
      when: plain(`${dayText(visit.onDay, today)} ${visit.fromTime}`.trim()),
      buttons: mayEdit ? [linkButton('记这次走访', `/visits/new?plan=${visit.no}`, 'primary')] : [],
      note: mayEdit ? null : '您现在不用做什么。',
    }
  }
  if (visit.state === 'void') return nothing('计划已取消', null)
  const { confirmation } = visit
  if (confirmation !== null) {
    const note = `${confirmation.byName}办理${confirmation.note === '' ? '' : `：${confirmation.note}`}`
    return nothing(`已确认：${CONFIRMATIONS[confirmation.how]}`, note, dateTimeText(confirmation.at, today))
  }
  if (visit.outcome === '失联') return nothing('没有联系上', UNREACHED)
  return {
    who: plain('走访人、同事或办公室'), what: plain('让对方确认'), when: plain('越早越好'),
    buttons: mayConfirm ? [linkButton('确认走访', '#confirm', 'primary')] : [],
    note: '确认以后才计入走访覆盖。',
  }
}

function issueTable(visit: Visit, { issues, actor, today, departments }: RecordFacts): TableView {
  const raised = new Map(visit.issues.map(each => [each.no, each]))
  const columns = [
    column('编号', { wide: true }), column('什么事'), column('状态'), column('承办', { wide: true }), column('期限'),
  ]
  return tableOf('提出的诉求', columns, issues.map(issue => {
    const mayRead = can(actor, 'issue.read', issue)
    const department = issue.leadDepartment ?? issue.proposedDepartment
    const name = department === null ? '' : (departments.get(department)?.name ?? '')
    const again = raised.get(issue.no)?.again ?? false
    const raiser = visit.subjects.length > 1 ? (visit.subjects[raised.get(issue.no)?.raiser ?? 0]?.name ?? null) : null
    return [
      mayRead ? linkCell(issue.no, `/issues/${issue.no}`) : textCell(issue.no, { className: 'nowrap' }),
      textCell(mayRead ? issue.title : issue.no, {
        href: mayRead ? `/issues/${issue.no}` : null, tag: again ? '再次反映' : null, small: raiser,
      }),
      textCell(STATES[issue.state], { className: 'nowrap' }),
      textCell(name, { small: issue.leadDepartment === null && name !== '' ? '建议，由办公室定' : null }),
      dayCell(...dueWords(issue, today)),
    ]
  }))
}

/** When the issue is due, or by when the office takes it in. */
export function dueWords(
  issue: Pick<VisitIssue, 'dueOn' | 'turnDueAt' | 'provisional'>, today: string,
): [string, '', string | null] {
  if (issue.dueOn !== null) return [shortDayText(issue.dueOn, today), '', issue.provisional ? '暂定' : null]
  return [issue.turnDueAt === null ? '' : `${dateTimeText(issue.turnDueAt, today)} 前受理`, '', null]
}

function factsOf(visit: Visit, { today, departments, districts }: RecordFacts): Fact[] {
  const name = (code: string) => departments.get(code)?.name ?? code
  const enteredOn = dayOf(visit.createdAt)
  return [
    ...fact('编号', visit.no),
    ...visit.subjects.flatMap(({ type, id, name: subject, district }) => fact('走访对象', subject, {
      href: id === null ? null : `/${type === 'enterprise' ? 'enterprises' : 'members'}/${String(id)}`,
      small: [SUBJECT_TYPES[type], (district && districts.get(district)) ?? ''].filter(part => part !== '').join('，'),
    })),
    ...fact('走访单位', [visit.department, ...visit.alsoDepartments].map(name).join('、')),
    ...fact('走访人', visit.visitors.map(({ name: visitor }) => visitor).join('、')),
    ...fact('同行', visit.companions.join('、')),
    ...fact('带队领导', visit.lead),
    ...fact('见到的人', visit.hostPersons.map(hostText).join('；')),
    ...fact('结合工作', visit.combinedWith.join('、')),
    ...fact('特殊情况', visit.outcome),
    ...fact('下次回访', visit.nextFollowUpOn === null ? '' : dayText(visit.nextFollowUpOn, today)),
    ...fact('廉洁声明', visit.integrityDeclared ? INTEGRITY_DECLARATION : ''),
    ...fact('公开范围', visit.secrecy),
    ...fact('记录', `${visit.createdByName}，${dateTimeText(visit.createdAt, today)}`, {
      small: visit.state === 'done' && isBackdated(visit.onDay, enteredOn)
        ? `补录，办于 ${shortDayText(visit.onDay, today)}` : null,
    }),
  ]
}

const hostText = ({ name, title, phone }: Visit['hostPersons'][number]): string =>
  [name, title, phone === '' ? '' : maskPhone(phone)].filter(part => part !== '').join('，')

const textsOf = (visit: Visit): VisitPage['texts'] => [
  { term: '谈了什么', text: visit.agenda },
  { term: '生产经营情况', text: visit.opsSummary },
  { term: '宣讲政策', text: visit.policiesExplained },
  { term: '好的做法', text: visit.positives },
  { term: '意见建议', text: visit.suggestions.join('\n') },
  { term: '现场解决的事', text: visit.onSpotResolved.join('\n') },
].filter(({ text }) => text !== '')

const timelineOf = (visit: Visit, today: string): TimelineRow[] =>
  visit.history.toReversed().map(({ at, byName, act, text }) => ({
    time: dateTimeText(at, today), iso: at.toISOString(), symbol: null, text: `${byName} ${VISIT_ACTS[act]}`, tag: null,
    small: text === '' ? null : text, quote: null, details: null,
  }))
