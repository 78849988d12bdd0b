import { CallSampleModel, DisciplineCaseModel, InspectionModel, type CallSample, type CaseState, type DisciplineCase, type Inspection } from './index.ts'
import { lostAwards, type AwardEligibility } from './eligibility.ts'

export type StoredCase = DisciplineCase & { __v: number }

/** What a list shows: neither the reporter nor the reporter's words. */
export type CaseRow = Pick<DisciplineCase, '_id' | 'no' | 'campaign' | 'origin' | 'department' | 'venue' | 'happenedOn' | 'state' | 'decision' | 'createdAt'>
const ROW = { no: 1, campaign: 1, origin: 1, department: 1, venue: 1, happenedOn: 1, state: 1, decision: 1, createdAt: 1 } as const

/** The cases of a year, the newest first; with states, those in one of them. */
export const caseRows = (year: number, states?: readonly CaseState[]): Promise<CaseRow[]> =>
  DisciplineCaseModel.find({ campaign: year, ...(states ? { state: { $in: states } } : {}) }, ROW).sort({ createdAt: -1 }).limit(500)
    .lean<CaseRow[]>().exec()

export const caseByNo = (no: string): Promise<StoredCase | null> => DisciplineCaseModel.findOne({ no }).lean<StoredCase>().exec()

export const inspectionsOf = (year: number): Promise<Inspection[]> =>
  InspectionModel.find({ campaign: year }).sort({ onDay: -1, no: -1 }).limit(200).lean<Inspection[]>().exec()

export const inspectionByNo = (no: string): Promise<Inspection | null> => InspectionModel.findOne({ no }).lean<Inspection>().exec()

export const samplesOf = (year: number): Promise<CallSample[]> =>
  CallSampleModel.find({ campaign: year }).sort({ no: 1 }).limit(20).lean<CallSample[]>().exec()

/**
 * Which departments may still be honoured in a year: those that are not in the map are eligible.
 * @returns department → `{ eligible: false, caseNo }` for each with a confirmed breach
 * @source domain.md §0: 一经查实，取消年度考核评优资格
 */
export async function awardEligibility(year: number): Promise<Map<string, AwardEligibility>> {
  const cases = await DisciplineCaseModel.find({ campaign: year, state: 'confirmed' }, { no: 1, department: 1, state: 1 })
    .lean<Pick<DisciplineCase, 'no' | 'department' | 'state'>[]>()
  return lostAwards(cases)
}
