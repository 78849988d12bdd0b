import type { CaseState } from './state.ts'

/** What a discipline case costs: the award of the year, never points. @source domain.md §0, §1.3 */
export interface AwardEligibility {
  eligible: boolean
  /** the confirmed case, the first by number where there are several; null while eligible */
  caseNo: string | null
}

/** Departments with a confirmed breach; every other one is eligible. */
export function lostAwards(cases: readonly { no: string, department: string | null, state: CaseState }[]): Map<string, AwardEligibility> {
  const lost = new Map<string, AwardEligibility>()
  for (const { no, department, state } of [...cases].sort((a, b) => (a.no < b.no ? -1 : 1))) {
    if (state === 'confirmed' && department !== null && !lost.has(department)) lost.set(department, { eligible: false, caseNo: no })
  }
  return lost
}
