import { categoriesByCode } from '../../models/category/queries.ts'
import { readPeople } from '../../models/card/people.ts'
import { dueIssueIds, sweptIssues } from '../../models/card/queries.ts'
import { passDaysBefore, raise } from '../../models/card/raising.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { wordOf } from './cards.ts'
import type { Rehearsed } from './rehearsed.ts'
import { rehearsedPapers, type RehearsedPart } from './rehearsedPapers.ts'

/** More than a day can bring; a page that showed all of 200,000 would help nobody. */
const MOST = 2_000

/**
 * What the sweep would raise at a moment, by the sweep's own rules, on cases as they stand now. For a coming day the
 * days before it are taken as done, and nobody is taken to have answered meanwhile. Nothing is stored.
 */
export async function rehearse(at: Date, now: Date): Promise<Rehearsed[]> {
  const isComing = dayOf(at) > dayOf(now)
  const [when, people, categories] = await Promise.all([momentAt(at), readPeople(), categoriesByCode()])
  const issues = await sweptIssues(await dueIssueIds(at, MOST))
  const redCards: RehearsedPart[] = []
  const rows = issues.flatMap((issue) => {
    const red = (on: string): RehearsedPart => ({ department: issue.leadDepartment ?? '', issuedOn: on, issueNo: issue.no })
    const passed = isComing ? passDaysBefore(issue, dayOf(at), when) : []
    const raisings = raise(issue, when, people)
    redCards.push(...passed.filter(({ step }) => step === 'L2').map(({ on }) => red(on)))
    redCards.push(...raisings.filter(({ step }) => step === 'L2').map(() => red(dayOf(at))))
    return raisings.map((raising): Rehearsed => ({
      kind: raising.kind, rung: raising.rung, word: wordOf(raising), issueNo: issue.no, issueTitle: issue.title,
      category: categories.get(issue.category)?.name ?? '', department: issue.leadDepartment ?? '', dueOn: issue.dueOn,
      urgent: issue.grade === '重大', to: raising.to.map(({ name, post }) => ({ name, post })),
    }))
  })
  const papers = await rehearsedPapers(redCards, dayOf(now), dayOf(at), people)
  return [...rows, ...papers].sort((a, b) => (b.rung ?? '').localeCompare(a.rung ?? '') || a.issueNo.localeCompare(b.issueNo))
}
