import type { ClientSession } from 'mongoose'
import { AnswerModel } from '../answer/index.ts'
import { ContactRequestModel, type ContactRequest } from '../contactRequest/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../questionnaire/index.ts'
import { TriageItemModel, TriageRoundModel, type TextKind, type TriageItem, type TriageState } from './index.ts'

export const PAGE_SIZE = 50
/** Pagers count no further. @source DESIGN.md §7 Counts */
export const COUNT_LIMIT = 1000

/** The inbox's parts: those who asked to be rung, then texts by the question they stand under. */
export const TRIAGE_TABS = ['contact', 'wish', 'department', 'other'] as const
export type TriageTab = 'contact' | TextKind

/** Something to decide, wherever it is kept: a text without source, or a firm that asked to be rung. */
export interface Entry {
  id: string
  tab: TriageTab
  questionnaireNo: string
  questionnaireTitle: string
  question: string
  text: string
  /** 匿名答卷, 保密答卷 or 企业请求联系 */
  from: string
  /** the firm that asked to be rung; null for everything else */
  firm: Pick<ContactRequest, 'enterprise' | 'enterpriseName' | 'contact' | 'answer' | 'key'> | null
  state: TriageState
  issueNo: string | null
  reason: string
  decidedByName: string
  decidedAt: Date | null
}

export interface TriageFilter {
  tab: TriageTab
  state: TriageState
  /** id of a questionnaire, '' for all */
  questionnaire: string
  q: string
}

type Asked = Pick<Questionnaire, '_id' | 'no' | 'title'>

/** Questionnaires that the inbox can be narrowed to, the newest first. */
export const triagedQuestionnaires = (): Promise<Asked[]> =>
  QuestionnaireModel.find({ state: { $ne: 'draft' } }, { no: 1, title: 1 }).sort({ publishedAt: -1 }).limit(30).lean<Asked[]>()

const contains = (q: string) => ({ text: { $regex: q.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), $options: 'i' } })

function filterOf({ tab, state, questionnaire, q }: TriageFilter): Record<string, unknown> {
  return {
    state, kind: tab === 'contact' ? 'answer' : tab,
    ...(questionnaire === '' ? {} : { questionnaire }), ...(q === '' ? {} : contains(q)),
  }
}

/** One page of the inbox and how many there are, counted to one more than the pager says. */
export async function triagePage(asked: TriageFilter, page: number): Promise<{ rows: Entry[], total: number }> {
  const filter = filterOf(asked)
  const skip = (page - 1) * PAGE_SIZE
  if (asked.tab !== 'contact') {
    const [items, total] = await Promise.all([
      // random ids: the order of the list says nothing about the order of the answers
      TriageItemModel.find(filter).sort({ _id: 1 }).skip(skip).limit(PAGE_SIZE).lean<TriageItem[]>(),
      TriageItemModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 }),
    ])
    return { rows: items.map(entryOfItem), total }
  }
  const [requests, total, known] = await Promise.all([
    ContactRequestModel.find(filter).sort({ receivedOn: 1, _id: 1 }).skip(skip).limit(PAGE_SIZE).lean<ContactRequest[]>(),
    ContactRequestModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 }), triagedQuestionnaires(),
  ])
  const byId = new Map(known.map((each) => [String(each._id), each]))
  return { rows: requests.map((one) => entryOfRequest(one, byId.get(String(one.questionnaire)))), total }
}

/** What waits, by part of the inbox. */
export async function waitingCounts(): Promise<Record<TriageTab, number>> {
  const [texts, contact] = await Promise.all([
    TriageItemModel.aggregate<{ _id: TextKind, n: number }>([
      { $match: { state: 'waiting' } }, { $group: { _id: '$kind', n: { $sum: 1 } } },
    ]),
    ContactRequestModel.countDocuments({ kind: 'answer', state: 'waiting' }),
  ])
  return { contact, wish: 0, department: 0, other: 0, ...Object.fromEntries(texts.map(({ _id, n }) => [_id, n])) }
}

/** The entry of this id, or null. */
export async function entryById(id: string, session: ClientSession | null = null): Promise<Entry | null> {
  const item = await TriageItemModel.findById(id).session(session).lean<TriageItem | null>()
  if (item) return entryOfItem(item)
  const request = await ContactRequestModel.findOne({ _id: id, kind: 'answer' }).session(session).lean<ContactRequest | null>()
  if (!request) return null
  const asked = await QuestionnaireModel.findById(request.questionnaire, { no: 1, title: 1 }).session(session).lean<Asked>()
  return entryOfRequest(request, asked ?? undefined)
}

/** The entry that comes next in the same part of the inbox; null when nothing waits there. */
export async function nextEntry(tab: TriageTab, after: string): Promise<string | null> {
  const find = (more: object) => tab === 'contact'
    ? ContactRequestModel.findOne({ kind: 'answer', state: 'waiting', ...more }, { _id: 1 }).sort({ receivedOn: 1, _id: 1 }).lean()
    : TriageItemModel.findOne({ kind: tab, state: 'waiting', ...more }, { _id: 1 }).sort({ _id: 1 }).lean()
  const next = (tab === 'contact' ? null : await find({ _id: { $gt: after } })) ?? (await find({}))
  return next?._id ?? null
}

/** The texts of one answer that came into the inbox. */
export const entriesOfAnswer = async (answer: string): Promise<Entry[]> =>
  (await TriageItemModel.find({ answer }).sort({ key: 1 }).lean<TriageItem[]>()).map(entryOfItem)

/** Those of these answers that have texts in the inbox. */
export const answersInTriage = async (answers: readonly string[]): Promise<Set<string>> =>
  new Set(await TriageItemModel.distinct('answer', { answer: { $in: answers } }))

/** Whether there is such an answer, of a questionnaire whose texts have not come into the inbox yet. */
export async function waitsForCollecting(answer: string): Promise<boolean> {
  const found = await AnswerModel.findOne({ _id: answer, filled: true }, { questionnaire: 1 }).lean()
  return found !== null && (await TriageRoundModel.exists({ _id: found.questionnaire })) === null
}

const entryOfItem = (item: TriageItem): Entry => ({
  id: item._id, tab: item.kind, questionnaireNo: item.questionnaireNo, questionnaireTitle: item.questionnaireTitle,
  question: item.question, text: item.text, from: item.confidentiality === 'anonymous' ? '匿名答卷' : '保密答卷', firm: null,
  state: item.state, issueNo: item.issueNo, reason: item.reason, decidedByName: item.decidedByName,
  decidedAt: item.decidedAt,
})

const entryOfRequest = (request: ContactRequest, asked: Asked | undefined): Entry => ({
  id: request._id, tab: 'contact', questionnaireNo: asked?.no ?? '', questionnaireTitle: asked?.title ?? '',
  question: request.question, text: request.text, from: '企业请求联系', firm: request,
  state: request.state === 'settled' ? 'dismissed' : request.state, issueNo: request.issueNo, reason: request.note,
  decidedByName: request.decidedByName, decidedAt: request.decidedAt,
})
