import { categoriesByCode } from '../../models/category/queries.ts'
import { readPeople } from '../../models/card/people.ts'
import { dueIssueIds, sweptIssues } from '../../models/card/queries.ts'
import { passDaysBefore, raise, type Raising } from '../../models/card/raising.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { wordOf } from './cards.ts'

/** One thing that would go out, in words. */
export interface Rehearsed {
  kind: Raising['kind']
  rung: Raising['rung']
  word: string
  issueNo: string
  issueTitle: string
  category: string
  department: string
  dueOn: string | null
  urgent: boolean
  to: { name: string, post: string }[]
}

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
  const rows = issues.flatMap((issue) => {
    if (isComing) passDaysBefore(issue, dayOf(at), when)
    return raise(issue, when, people).map((raising): Rehearsed => ({
      kind: raising.kind, rung: raising.rung, word: wordOf(raising), issueNo: issue.no, issueTitle: issue.title,
      category: categories.get(issue.category)?.name ?? '', department: issue.leadDepartment ?? '', dueOn: issue.dueOn,
      urgent: issue.grade === '重大', to: raising.to.map(({ name, post }) => ({ name, post })),
    }))
  })
  return rows.sort((a, b) => (b.rung ?? '').localeCompare(a.rung ?? '') || a.issueNo.localeCompare(b.issueNo))
}
