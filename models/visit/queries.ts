import type { ClientSession, Types } from 'mongoose'
import { VisitModel, type Subject, type Visit } from './index.ts'

const ROW = {
  no: 1, department: 1, createdByName: 1, subjects: 1, onDay: 1, fromTime: 1, mode: 1,
  'visitors.name': 1, 'issues.no': 1, confirmation: 1, state: 1, outcome: 1, createdAt: 1,
} as const

/** A visit as a list shows it. */
export type VisitRow = Pick<Visit,
  | '_id' | 'no' | 'department' | 'createdByName' | 'subjects' | 'onDay' | 'fromTime' | 'mode' | 'confirmation'
  | 'state' | 'outcome' | 'createdAt'> & { visitors: { name: string }[], issues: { no: string }[] }

export const PAGE_SIZE = 50
/** Pagers count no further. @source DESIGN.md §7 Counts */
export const COUNT_LIMIT = 1000

export type VisitFilter = Record<string, unknown>

/** One page of visits, newest day first unless `oldestFirst`. */
export const visitRows = (filter: VisitFilter, page: number, oldestFirst = false): Promise<VisitRow[]> =>
  VisitModel.find(filter, ROW).sort(oldestFirst ? { onDay: 1, _id: 1 } : { onDay: -1, _id: -1 })
    .skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE).lean<VisitRow[]>()

/** How many there are, counted to one more than the pager says. */
export const countVisits = (filter: VisitFilter): Promise<number> =>
  VisitModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 })

/** The one with this number among those that may be seen. */
export const visitByNo = (no: string, scope: VisitFilter): Promise<Visit | null> =>
  VisitModel.findOne({ $and: [{ no }, scope] }).lean<Visit>()

/** Visits of a subject, made and planned, newest first: who else has been there, who is going. */
export const visitsOfSubject = (subject: Types.ObjectId, fromOn: string, limit = 20): Promise<VisitRow[]> =>
  VisitModel.find({ 'subjects.id': subject, onDay: { $gte: fromOn }, state: { $ne: 'void' } }, ROW)
    .sort({ onDay: -1, _id: -1 }).limit(limit).lean<VisitRow[]>()

/** Each subject's last visit that took place; subjects never visited are missing. */
export async function lastVisits(subjects: readonly Types.ObjectId[]): Promise<ReadonlyMap<string, VisitRow>> {
  const found = await Promise.all(subjects.map(id =>
    VisitModel.findOne({ 'subjects.id': id, state: 'done' }, ROW).sort({ onDay: -1, _id: -1 }).lean<VisitRow>()))
  return new Map(found.flatMap((row, at) => (row ? [[String(subjects[at]), row] as const] : [])))
}

/** Whom this user visited lately, each once, the latest first. */
export async function recentSubjects(user: Types.ObjectId, limit = 5): Promise<Subject[]> {
  const rows = await VisitModel.find({ 'visitors.user': user }, { subjects: 1 })
    .sort({ onDay: -1, _id: -1 }).limit(30).lean()
  const subjects = new Map<string, Subject>()
  for (const subject of rows.flatMap(row => row.subjects)) {
    const key = String(subject.id)
    if (subject.id !== null && !subjects.has(key)) subjects.set(key, subject)
  }
  return [...subjects.values()].slice(0, limit)
}

/** What was noted about production on the last visit there, '' when nothing was. Prefills the next one. */
export async function lastOpsSummary(subject: Types.ObjectId): Promise<string> {
  const filter = { 'subjects.id': subject, state: 'done', opsSummary: { $ne: '' } } as const
  const last = await VisitModel.findOne(filter, { opsSummary: 1 })
    .sort({ onDay: -1, _id: -1 }).lean()
  return last?.opsSummary ?? ''
}

/** The plan of that number as a document, to be carried out; null when it is gone. */
export const plannedVisit = (no: string, scope: VisitFilter, session: ClientSession) =>
  VisitModel.findOne({ $and: [{ no, state: 'planned' }, scope] }).session(session)
