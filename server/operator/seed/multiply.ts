import { Types } from 'mongoose'
import type { Attachment } from '../../../models/attachment/index.ts'
import type { Card } from '../../../models/card/index.ts'
import { issueKey } from '../../../models/card/raising.ts'
import type { Enterprise } from '../../../models/enterprise/index.ts'
import type { Issue } from '../../../models/issue/record.ts'
import type { Member } from '../../../models/member/index.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import type { Visit } from '../../../models/visit/index.ts'
import { issueTexts } from './issueTexts.ts'
import { countVisits, numbered } from './numbers.ts'
import { randomSource, type Random } from './random.ts'
import { SITUATIONS } from './situations/index.ts'
import { countTasks, numberVisits } from './visitFigures.ts'
import type { City } from './wholeCity.ts'

/** Dataset L at scale 1. @source security.md §0 */
const ISSUES = 20_000
const VISITS = 30_000

type Row = Enterprise | Member

/**
 * Grows a city to the size of the load figures. What was played once is told again of other firms and people, with
 * texts, ids and
 * numbers of its own; days, departments and steps stay, so every copy is as consistent as its model.
 * @param scale 1 = 20,000 issues and 30,000 visits
 */
export function multiplied(made: City, scale: number): City {
  const random = randomSource('copies')
  const bundles = bundlesOf(made)
  const copies: Copy[] = []
  let [issues, visits] = [made.issues.length, made.visits.length]
  for (let n = 0; issues < ISSUES * scale || visits < VISITS * scale; n += 1) {
    const model = bundles[n % bundles.length]
    if (!model) break
    const wanted = issues < ISSUES * scale
    if (model.issues.length > 0 && !wanted) continue
    if (model.visit === null && model.issues.length === 0) continue
    const copy = copyOf(model, made, random)
    issues += copy.issues.length
    visits += copy.visit === null ? 0 : 1
    copies.push(copy)
  }
  return joined(made, copies)
}

interface Bundle {
  visit: Visit | null
  issues: readonly Issue[]
}
interface Copy {
  visit: Visit | null
  issues: Issue[]
  cards: Card[]
  attachments: Attachment[]
}

/** Each visit with what it raised, and each issue that came another way. */
function bundlesOf({ visits, issues }: City): Bundle[] {
  const byVisit = new Map<string, Issue[]>()
  for (const issue of issues) {
    const key = String(issue.visit)
    byVisit.set(key, [...(byVisit.get(key) ?? []), issue])
  }
  return [
    ...visits
      .filter(({ state }) => state === 'done')
      .map((visit) => ({ visit, issues: byVisit.get(String(visit._id)) ?? [] })),
    ...(byVisit.get('null') ?? []).map((issue) => ({ visit: null, issues: [issue] })),
  ]
}

const cardsOf = new WeakMap<City, Map<string, Card[]>>()
const filesOf = new WeakMap<City, Map<string, Attachment>>()

function copyOf({ visit, issues }: Bundle, made: City, random: Random): Copy {
  const cards = indexed(cardsOf, made, () => grouped(made.cards, ({ issue }) => String(issue)))
  const files = indexed(filesOf, made, () => new Map(made.attachments.map((file) => [String(file._id), file])))
  const kind = issues[0]?.raiser.kind ?? visit?.subjects[0]?.type
  const row: Row =
    kind === 'enterprise'
      ? random.pick(made.enterprises)
      : random.pick(made.members.filter((member) => member.kind === kind))
  const visitId = visit === null ? null : new Types.ObjectId()
  const copy: Copy = { visit: null, issues: [], cards: [], attachments: [] }
  for (const issue of issues) {
    const _id = new Types.ObjectId()
    const own = ownIssue(issue, _id, row, visitId, random)
    copy.issues.push(own)
    copy.attachments.push(...withOwnEvidence(own, files))
    copy.cards.push(
      ...(cards.get(String(issue._id)) ?? []).map((card) => ({
        ...card,
        _id: new Types.ObjectId(),
        usedIn: null,
        issue: _id,
        key: issueKey({ _id }, card.rung, card.dueVersion),
      })),
    )
  }
  if (visit !== null && visitId !== null) {
    copy.visit = {
      ...visit,
      _id: visitId,
      task: null,
      subjects: [
        { type: 'kind' in row ? row.kind : 'enterprise', id: row._id, name: row.name, district: row.district },
      ],
      hostPersons: [],
      issues: copy.issues.map(({ _id }) => ({ issue: _id, no: '', raiser: 0, again: false })),
    }
  }
  return copy
}

function ownIssue(issue: Issue, _id: Types.ObjectId, row: Row, visit: Types.ObjectId | null, random: Random): Issue {
  const situation = SITUATIONS.find(({ title }) => issue.title.endsWith(title))
  const firm = 'kind' in row ? null : row
  const raiser = {
    kind: firm ? ('enterprise' as const) : ('member' as const),
    districtCode: row.district ?? '370202',
    park: null,
    staff: firm?.staff ?? null,
  }
  const contact = firm?.contacts[0]
  return {
    ...issue,
    _id,
    visit,
    district: row.district,
    text: situation ? issueTexts(situation, raiser, dayOf(issue.createdAt), random).text : issue.text,
    raiser: {
      ...issue.raiser,
      id: row._id,
      name: row.name,
      person: contact?.name ?? row.name,
      personTitle: contact?.title ?? '',
      phone: contact?.phones[0] ?? '',
    },
    answers: issue.answers.map((answer) => ({ ...answer })),
  }
}

function withOwnEvidence(issue: Issue, files: ReadonlyMap<string, Attachment>): Attachment[] {
  return issue.answers.flatMap((answer) => {
    const own = answer.evidence.flatMap((id) => {
      const file = files.get(String(id))
      return file ? [{ ...file, _id: new Types.ObjectId(), owner: { type: 'issue' as const, id: issue._id } }] : []
    })
    answer.evidence = own.map(({ _id }) => _id)
    return own
  })
}

function joined(made: City, copies: readonly Copy[]): City {
  const issues = [...made.issues, ...copies.flatMap((copy) => copy.issues)]
  const cards = [...made.cards, ...copies.flatMap((copy) => copy.cards)]
  const visits = [...made.visits, ...copies.flatMap(({ visit }) => visit ?? [])]
  const counters = new Map([...made.counters].filter(([key]) => !key.startsWith('visit-')))
  numberVisits(visits)
  countVisits(visits, counters)
  for (const [key, last] of numbered(issues, cards)) counters.set(key, last)
  tellNumbers(issues, visits, made)
  countTasks(made.tasks, visits)
  return {
    ...made,
    issues,
    cards,
    visits,
    attachments: [...made.attachments, ...copies.flatMap((copy) => copy.attachments)],
    counters,
  }
}

/** All numbers were given anew: what refers to them by number learns the new one. */
function tellNumbers(issues: readonly Issue[], visits: readonly Visit[], { instructions }: City): void {
  const numbers = new Map(issues.map(({ _id, no }) => [String(_id), no]))
  const visitNumbers = new Map(visits.map(({ _id, no }) => [String(_id), no]))
  for (const visit of visits)
    visit.issues = visit.issues.map((raised) => ({ ...raised, no: numbers.get(String(raised.issue)) ?? raised.no }))
  for (const issue of issues)
    issue.visitNo = issue.visit === null ? null : (visitNumbers.get(String(issue.visit)) ?? null)
  for (const instruction of instructions)
    instruction.issueNo = numbers.get(String(instruction.issue)) ?? instruction.issueNo
}

function indexed<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const found = known.get(key) ?? make()
  known.set(key, found)
  return found
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const own = groups.get(keyOf(row))
    if (own) own.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
