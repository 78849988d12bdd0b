import type { Card } from '../../../models/card/index.ts'
import type { Issue } from '../../../models/issue/record.ts'
import { DISTRICTS } from './departments.ts'
import { PLACES } from './places.ts'
import type { Rosters } from './visit.ts'

const MOST_SIGNS = 30
const districtName = (code: string | null): string => DISTRICTS.find((each) => each.code === code)?.name ?? ''

/**
 * What several firms raise with the same words is told apart by where they are, as an office writes it down: of the
 * cases of one department the newest keeps the plain title, the others begin with the park, the district or a road.
 */
export function tellApart(issues: readonly Issue[], cards: readonly Card[], rosters: Rosters): void {
  const parks = new Map(rosters.enterprises.map((firm) => [String(firm._id), rosters.parkOf(firm)]))
  const taken = new Set<string>()
  const byAge = [...issues].sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
  for (const issue of byAge) {
    const department = issue.leadDepartment ?? issue.proposedDepartment ?? ''
    const roads = PLACES[issue.district ?? '']?.roads ?? []
    const places = ['', parks.get(String(issue.raiser.id)) ?? '', districtName(issue.district), ...roads]
    const title = places
      .map((place) => `${place}${issue.title}`)
      .find((each) => [...each].length <= MOST_SIGNS && !taken.has(`${department} ${each}`))
    if (title !== undefined) issue.title = title
    taken.add(`${department} ${issue.title}`)
  }
  const titles = new Map(issues.map(({ _id, title }) => [String(_id), title]))
  for (const card of cards) card.issueTitle = titles.get(String(card.issue)) ?? card.issueTitle
}
