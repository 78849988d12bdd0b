import { addMonths, dayOf, type CivilDay } from '../shared/calendarDay.ts'
import type { Campaign } from './index.ts'

const MONTHS = 6

/** The day from which nothing that names a person may be left of a campaign: six months after its results, or its last phase. */
export function eraseDueOn({ publishedAt, phases, year }: Pick<Campaign, 'publishedAt' | 'phases' | 'year'>): CivilDay {
  const last = phases.map(({ toOn }) => toOn).sort().at(-1) ?? `${year}-12-31`
  return addMonths(publishedAt === null ? last : dayOf(publishedAt), MONTHS)
}
