import { dayOf, timeOf } from '../../models/shared/calendarDay.ts'
import { remainingAt } from '../../models/shared/workingCalendar.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import type { Attachment } from '../../models/attachment/index.ts'
import type { Card } from '../../models/card/index.ts'
import type { Instruction } from '../../models/instruction/index.ts'
import type { Category } from '../../models/category/index.ts'
import type { Department } from '../../models/department/index.ts'
import { RAISER_KINDS, RESULT_CLASS_WORDS, SOURCES, wordForRaised } from '../../models/issue/words.ts'
import { isRunning } from '../../models/issue/state.ts'
import type { Issue } from '../../models/issue/record.ts'
import type { RelatedFacts } from '../../models/issue/related.ts'
import type { Moment } from '../../models/issue/step.ts'
import { clausesOf, dateTimeText, dayText, restText, shortDayText } from '../lib/format.ts'
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
import { clockNote, clockOf, gradeWords } from './caseClock.ts'
import { factsOf } from './caseFacts.ts'
import { rungTag, stateTag } from './tags.ts'
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
  /** what firms wrote in questionnaires, word for word, and where it was decided about */
  quotes: { text: string; note: string; href: string | null }[]
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
    // a case that has ended has no next step to hold the first ones
    more: turn ? buttons.more : [...buttons.first, ...buttons.more],
    ended: turn ? null : endWords(issue),
    clock: clockOf(issue, cards, when),
    clockNote: clockNote(issue, when),
    clockHref: `/issues/${issue.no}/clock`,
    word: wordForRaised(issue.raiser.kind),
    text: issue.text,
    quotes: quotesOf(actor, issue),
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
    facts: factsOf(actor, issue, nameOf, when.now),
    same: shown.same.map((other) => relatedCase(other, nameOf, when)),
    alike: shown.alike.map((other) => relatedCase(other, nameOf, when, true)),
    sameTitle: issue.raiser.kind === 'enterprise' ? '同一企业的诉求' : '同一提出人的意见建议',
    queue: queue && { text: queue.text, href: `/issues/next?queue=${queue.tab}&skip=${issue.no}` },
  }
}

const quotesOf = (actor: Actor, { quotes = [] }: Issue): IssuePage['quotes'] =>
  quotes.map(({ text, question, from, questionnaireNo, entry }) => ({
    text,
    note: `${from}，${questionnaireNo}${question ? `“${question}”` : ''}`,
    href: mayEver(actor, 'answer.triage') ? `/triage/${entry}` : null,
  }))

/** A list of buttons with nothing but 备注 says whose turn it is. */
function noteFor({ first }: { first: Button[] }, who: string): string | null {
  return first.some(({ kind }) => kind === 'primary') ? null : `现在不用您办，轮到${who}。`
}

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

function answerHead(answer: Issue['answers'][number], now: Date): string {
  const words = `${answer.class} 类：${RESULT_CLASS_WORDS[answer.class]}`
  return answer.releasedAt === null
    ? `${words}，${dateTimeText(answer.draftedAt, dayOf(now))} 拟`
    : `${words}，${dateTimeText(answer.releasedAt, dayOf(now))} 答复`
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
