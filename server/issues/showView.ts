import { dayOf, timeOf } from '../../models/shared/calendarDay.ts'
import { remainingAt } from '../../models/shared/workingCalendar.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import type { Attachment } from '../../models/attachment/index.ts'
import type { Card } from '../../models/card/index.ts'
import type { Instruction } from '../../models/instruction/index.ts'
import type { Category } from '../../models/category/index.ts'
import type { Department } from '../../models/department/index.ts'
import { clockAt } from '../../models/issue/clock.ts'
import { LIMITS, limitClassOf, redoClassOf, spanWords } from '../../models/issue/deadline.ts'
import { DUE_KINDS } from '../../models/issue/dueVersion.ts'
import { RAISER_KINDS, RESULT_CLASS_WORDS, SOURCES, wordForRaised } from '../../models/issue/words.ts'
import { isRunning } from '../../models/issue/state.ts'
import type { Issue } from '../../models/issue/record.ts'
import type { RelatedFacts } from '../../models/issue/queries.ts'
import { presentVersion, type Moment } from '../../models/issue/step.ts'
import { clausesOf, dateTimeText, dayText, maskPhone, restText, restTone, shortDayText } from '../lib/format.ts'
import { clockBar } from '../lib/clockBar.ts'
import { link } from '../lib/cells.ts'
import type {
  AttachedFile,
  Button,
  ClockBar,
  Fact,
  Link,
  NextStep,
  RungTag,
  StatusTag,
  TimelineRow,
} from '../lib/parts.ts'
import { attachedFile } from '../attachments/view.ts'
import { actButtons } from './buttons.ts'
import { clockFactsOf, dueDayText, stoppedText } from './dueWords.ts'
import { cardKind, rungTag, stateTag } from './tags.ts'
import { timelineOf } from './timeline.ts'
import { endWords, turnOf } from './turn.ts'

export interface RelatedCase { title: string; href: string; status: StatusTag; note: string }

/** The page of a case. */
export interface IssuePage {
  no: string
  clauses: string[]
  status: StatusTag
  rung: RungTag | null
  tags: string[]
  raiser: Link | null
  raiserName: string
  raiserNote: string
  next: NextStep | null
  more: Button[]
  ended: string | null
  clock: ClockBar | null
  clockNote: string
  clockHref: string
  word: string
  text: string
  files: AttachedFile[]
  answer: { head: string; text: string; files: AttachedFile[]; promise: string | null } | null
  draft: boolean
  timeline: TimelineRow[]
  older: TimelineRow[]
  timelineLink: Link
  facts: Fact[]
  same: RelatedCase[]
  alike: RelatedCase[]
  sameTitle: string
  queue: { text: string; href: string } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'issues/show': IssuePage }
}

/** Everything that the page is made from. */
export interface IssueShown {
  issue: Issue
  cards: readonly Card[]
  instructions: readonly Instruction[]
  files: readonly Attachment[]
  same: readonly RelatedFacts[]
  alike: readonly RelatedFacts[]
  departments: ReadonlyMap<string, Department>
  categories: ReadonlyMap<string, Category>
  districts: ReadonlyMap<string, { name: string }>
  enterprise: { size: string; linkedLeader: { name: string } } | null
  queue: { tab: string; text: string } | null
  /** only answers and rulings of the timeline */
  rulingsOnly: boolean
}

/** So many rows of the timeline stand open. */
const OPEN_ROWS = 15

export function issueShowPage(actor: Actor, shown: IssueShown, when: Moment): IssuePage {
  const { issue, cards, departments, queue } = shown
  const nameOf = (code: string | null) => (code === null ? '未定' : departments.get(code)?.name ?? code)
  const phoneOf = (code: string | null) => (code === null ? '' : departments.get(code)?.phone ?? '')
  const turn = turnOf(issue, nameOf, phoneOf, when)
  const buttons = actButtons(actor, issue, cards, when, queue?.tab ?? null)
  const rows = timelineOf(issue, shown, nameOf, when.now, shown.rulingsOnly)
  const answer = issue.answers.at(-1) ?? null
  const fileOwner = (ids: readonly unknown[]) =>
    shown.files.filter(({ _id }) => ids.some((id) => String(id) === String(_id)))
  const answerIds = issue.answers.flatMap(({ evidence }) => evidence)
  return {
    no: issue.no,
    clauses: clausesOf(issue.title),
    status: stateTag(issue.state),
    rung: isRunning(issue.state) && issue.rung !== null ? rungTag(issue.rung) : null,
    tags: [gradeWords(issue), shown.categories.get(issue.category)?.name ?? issue.category],
    raiser: raiserLink(issue),
    raiserName: issue.raiser.name,
    raiserNote: raiserNote(shown),
    next: turn && { ...turn, buttons: buttons.first, note: noteFor(buttons, turn.who.text) },
    more: buttons.more,
    ended: turn ? null : endWords(issue),
    clock: clockOf(issue, cards, when),
    clockNote: clockNote(issue, when),
    clockHref: `/issues/${issue.no}/clock`,
    word: wordForRaised(issue.raiser.kind),
    text: issue.text,
    files: shown.files.filter((file) => !fileOwner(answerIds).includes(file)).map(attachedFile),
    answer: answer && {
      head: answerHead(answer, when.now), text: answer.text, files: fileOwner(answer.evidence).map(attachedFile),
      promise: answer.promise ? `承诺 ${dayText(answer.promise.dueOn, dayOf(when.now))}前：${answer.promise.text}` : null,
    },
    draft: answer !== null && answer.releasedAt === null,
    timelineLink: shown.rulingsOnly
      ? link('看全部过程', `/issues/${issue.no}`)
      : link('只看答复和裁定', `/issues/${issue.no}?only=rulings`),
    timeline: rows.slice(0, OPEN_ROWS),
    older: rows.slice(OPEN_ROWS),
    facts: factsOf(actor, shown, nameOf, when),
    same: shown.same.map((other) => relatedCase(other, nameOf, when)),
    alike: shown.alike.map((other) => relatedCase(other, nameOf, when, true)),
    sameTitle: issue.raiser.kind === 'enterprise' ? '同一企业的诉求' : '同一提出人的意见建议',
    queue: queue && { text: queue.text, href: `/issues/next?queue=${queue.tab}&skip=${issue.no}` },
  }
}

/** A list of buttons with nothing but 备注 says whose turn it is. */
function noteFor({ first }: { first: Button[] }, who: string): string | null {
  return first.some(({ kind }) => kind === 'primary') ? null : `现在不用您办，轮到${who}。`
}

const gradeWords = (issue: Issue): string => `${issue.grade}${wordForRaised(issue.raiser.kind)}`

function raiserLink({ raiser }: Issue): Link | null {
  if (raiser.id === null) return null
  if (raiser.kind === 'enterprise') return link(raiser.name, `/enterprises/${String(raiser.id)}`)
  return raiser.kind === 'npc' || raiser.kind === 'cppcc' ? link(raiser.name, `/members/${String(raiser.id)}`) : null
}

function raiserNote({ issue, districts, enterprise }: IssueShown): string {
  const leader = enterprise?.linkedLeader.name
  const place = [
    issue.raiser.kind === 'enterprise' ? '' : RAISER_KINDS[issue.raiser.kind],
    issue.district ? (districts.get(issue.district)?.name ?? '') : '',
    enterprise?.size ?? '',
    leader ? `联系市领导 ${leader}` : '',
  ]
    .filter(Boolean)
    .join('，')
  const on = shortDayText(dayOf(issue.createdAt), dayOf(issue.createdAt))
  const by = [issue.raiser.personTitle, issue.raiser.person].filter(Boolean).join(' ')
  const how = issue.source === 'visit' ? '走访时' : `经${SOURCES[issue.source]}`
  return [place, `${on}${how}${by ? `由${by}` : ''}提出`].filter(Boolean).join('。')
}

/** `复杂诉求 30 个工作日，暂停 7 个工作日`. */
function clockNote(issue: Issue, { now, calendar }: Moment): string {
  const version = presentVersion(issue)
  const facts = clockFactsOf(issue)
  if (version === null || facts === null) return ''
  if (version.kind === 'promise') return '挂账跟踪，按承诺的日期'
  const length =
    version.workingDays !== null
      ? `${version.workingDays} 个工作日`
      : version.months !== null
        ? `${version.months} 个月`
        : ''
  const name =
    version.kind === 'redo' ? '重办' : version.kind === 'extension' ? `${gradeWords(issue)}，延期后` : gradeWords(issue)
  const { pausedDays } = clockAt(facts, now, calendar)
  return `${name} ${length}${pausedDays > 0 ? `，暂停 ${pausedDays} 个工作日` : ''}`
}

function clockOf(issue: Issue, cards: readonly Card[], { now, calendar }: Moment): ClockBar | null {
  const facts = clockFactsOf(issue)
  if (facts === null || issue.dueOn === null || issue.dueAt === null) return null
  const today = dayOf(now)
  const clock = clockAt(facts, now, calendar)
  const running = isRunning(issue.state)
  const rest = { workingDays: clock.left, passed: running && issue.dueAt < now }
  const tone = restTone(rest)
  const ended = issue.closedAt !== null || issue.settledAt !== null
  const restWords = ended
    ? issue.settledInTime === null
      ? ''
      : issue.settledInTime
        ? '按时办结'
        : '超期办结'
    : running
      ? restText(rest)
      : stoppedText(clock.left)
  const dueText = running || ended ? dueDayText(issue.dueOn, issue.dueAt, today) : '时钟已停'
  const shown = cards.filter(
    ({ dueVersion, state }) => dueVersion === issue.dueVersion && state !== 'void' && state !== 'revoked',
  )
  return clockBar({
    card: running && issue.rung ? cardKind(issue.rung) : null,
    dueText, restText: restWords, tone: running && tone !== 'calm' ? tone : '',
    provisional: issue.provisional ? `${issue.dueOn.slice(0, 4)} 年节假日还没有载入` : null,
    whyHref: `/issues/${issue.no}/clock`,
    label: `${dueText}，${restWords}。已用 ${clock.used} 个工作日，共 ${clock.total} 个`,
    days: clock.cells.map(({ kind }) => kind),
    cards: shown.flatMap((card) => {
      const day = clock.cells.findIndex(({ on }) => on >= (card.issuedOn ?? card.raisedOn))
      return day === -1 ? [] : [{ day, kind: cardKind(card.rung) }]
    }),
    marks: marksOf(issue, clock.overdue && running, today),
    withLegend: true,
  })
}

function marksOf(issue: Issue, overdue: boolean, today: string): ClockBar['marks'] {
  const version = presentVersion(issue)
  if (version === null || issue.dueOn === null) return []
  const at = (day: string) => shortDayText(day, today)
  const stops =
    version.kind === 'promise'
      ? []
      : issue.pauses
          .filter(({ fromAt }) => fromAt >= version.fromAt)
          .flatMap(({ fromAt, toAt, why }) => [
            { text: `${at(dayOf(fromAt))} ${why.startsWith('退办') ? '退办' : '答复'}，暂停`, tone: '' as const },
            ...(toAt ? [{ text: `${at(dayOf(toAt))} 继续`, tone: '' as const }] : []),
          ])
  return [
    { text: `${at(version.startOn)} ${DUE_KINDS[version.kind]}`, tone: '' },
    ...stops,
    { text: `${at(issue.dueOn)} 到期`, tone: '' },
    ...(overdue ? [{ text: '今天', tone: 'over' as const }] : []),
  ]
}

function answerHead(answer: Issue['answers'][number], now: Date): string {
  const words = `${answer.class} 类：${RESULT_CLASS_WORDS[answer.class]}`
  return answer.releasedAt === null
    ? `${words}，${dateTimeText(answer.draftedAt, dayOf(now))} 拟`
    : `${words}，${dateTimeText(answer.releasedAt, dayOf(now))} 答复`
}

function factsOf(actor: Actor, shown: IssueShown, nameOf: (code: string | null) => string, { now }: Moment): Fact[] {
  const { issue } = shown
  const today = dayOf(now)
  const fact = (term: string, text: string | null | false, more: Partial<Fact> = {}): Fact[] =>
    text ? [{ term, text, href: null, small: null, action: null, ...more }] : []
  const on = (at: Date | null, word: string) => (at === null ? null : `${shortDayText(dayOf(at), today)}${word}`)
  const version = presentVersion(issue)
  const granted = issue.extensions.filter(({ decision }) => decision === 'granted')
  const limits = LIMITS[version?.kind === 'redo' ? redoClassOf(issue) : limitClassOf(issue)]
  return [
    ...fact('提出人', [issue.raiser.person || issue.raiser.name, issue.raiser.personTitle].filter(Boolean).join('，'), {
      small: issue.raiser.phone ? maskPhone(issue.raiser.phone) : null,
      action:
        issue.raiser.phone && can(actor, 'issue.revealPhone', issue)
          ? link('查看号码', `/issues/${issue.no}/phone`)
          : null,
    }),
    ...fact(
      '来源',
      issue.visitNo ? `走访 ${issue.visitNo}` : SOURCES[issue.source],
      issue.visitNo ? { href: `/visits/${issue.visitNo}` } : {},
    ),
    ...fact('牵头部门', issue.leadDepartment && nameOf(issue.leadDepartment), {
      small: issue.handlerName ? `承办 ${issue.handlerName}` : '承办人未定',
    }),
    ...issue.coDepartments.flatMap((co) =>
      fact('协办部门', nameOf(co.department), {
        small: on(co.opinionAt, '已协办') ?? (co.dueOn ? `${shortDayText(co.dueOn, today)}前提协办意见` : null),
      }),
    ),
    ...fact('核验部门', issue.verifyingDepartment && nameOf(issue.verifyingDepartment)),
    ...fact('交办文号', issue.assignNo, { small: on(issue.assignedAt, '交办') }),
    ...fact(
      '办结时限',
      limits.close
        ? spanWords(limits.close)
        : version?.workingDays
          ? `${version.workingDays} 个工作日，市领导定`
          : null,
    ),
    ...fact('期限版本', version && `第 ${version.n} 版，${DUE_KINDS[version.kind]}`, {
      small:
        granted.length === 0
          ? '未延期'
          : `延期 ${granted.map(({ daysGranted }) => daysGranted ?? 0).reduce((sum, days) => sum + days, 0)} 个工作日`,
    }),
    ...fact(
      '重办次数',
      issue.reworkCount > 0
        ? `${issue.unsatisfiedCount} 次不满意，${Math.max(0, issue.reworkCount - issue.unsatisfiedCount)} 次核验或回头看退回`
        : null,
    ),
    ...fact(
      '承诺',
      (issue.stock === 'pledged' || issue.settledAt !== null)
        && issue.promise
        && `${dayText(issue.promise.dueOn, today)}前`,
      { small: issue.promise?.text ?? null },
    ),
    ...fact('下次进展', issue.nextProgressOn && `${dayText(issue.nextProgressOn, today)}前`, {
      small: '在办期间每月报一次',
    }),
    ...fact(
      '办结',
      issue.settledAt && `${dateTimeText(issue.settledAt, today)}，${issue.settledInTime ? '按时' : '超期'}`,
      { small: issue.resultClass && `${issue.resultClass} 类` },
    ),
    ...fact('销号', issue.closedAt && dateTimeText(issue.closedAt, today), {
      small: [issue.satisfaction, issue.closingNote].filter(Boolean).join('，') || null,
    }),
    ...fact('登记', `${issue.createdByName || '系统'}，${dateTimeText(issue.createdAt, today)}`),
  ]
}

function relatedCase(
  other: RelatedFacts,
  nameOf: (code: string | null) => string,
  { now, calendar }: Moment,
  withRaiser = false,
): RelatedCase {
  const today = dayOf(now)
  const lead = other.leadDepartment === null ? '' : nameOf(other.leadDepartment)
  const time =
    other.closedAt !== null
      ? [shortDayText(dayOf(other.closedAt), today), other.satisfaction].filter(Boolean).join('，')
      : other.dueOn !== null && isRunning(other.state)
        ? restText({
            workingDays: remainingAt(now, other.dueOn, calendar),
            passed: other.dueAt !== null && other.dueAt < now,
          })
        : ''
  return {
    title: other.title, href: `/issues/${other.no}`, status: stateTag(other.state),
    note: [withRaiser ? other.raiser.name : '', lead, time].filter(Boolean).join('，'),
  }
}

export const updatedText = (issue: Issue, now: Date): string => {
  const last = issue.history.at(-1)?.at ?? issue.createdAt
  return `最后更新 ${shortDayText(dayOf(last), dayOf(now))} ${timeOf(last)}`
}
