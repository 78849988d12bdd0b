import type { Types } from 'mongoose'
import { QuestionnaireModel, type Questionnaire } from '../questionnaire/index.ts'
import { InvitationModel, type Invitation, type InvitationState } from './index.ts'

/** What a steward has to do about the own firms. */
export const STEWARD_TABS = { waiting: '待发送', open: '未答', answered: '已答' } as const
export type StewardTab = keyof typeof STEWARD_TABS
const STATES: Record<StewardTab, readonly InvitationState[]> = {
  waiting: ['made', 'bounced'], open: ['sent', 'delivered', 'begun'], answered: ['answered'],
}

export type StewardRow = Pick<Invitation,
  '_id' | 'questionnaire' | 'enterpriseName' | 'state' | 'mailing' | 'sentAt' | 'remindersSent' | 'answeredOn' | 'extendedUntil'>
export type Running = Pick<Questionnaire, '_id' | 'no' | 'title' | 'closesAt'>

const ROW = {
  questionnaire: 1, enterpriseName: 1, state: 1, mailing: 1, sentAt: 1, remindersSent: 1, answeredOn: 1, extendedUntil: 1,
} as const
/** A steward has some tens of firms; more than this are not one person's. */
const MOST = 500

/** Questionnaires that can be answered now. */
export const runningQuestionnaires = (now: Date): Promise<Running[]> =>
  QuestionnaireModel.find(
    { state: 'published', $or: [{ closesAt: null }, { closesAt: { $gt: now } }] }, { no: 1, title: 1, closesAt: 1 },
  ).sort({ closesAt: 1, no: 1 }).lean<Running[]>()

/** A steward's firms in the running questionnaires; what the outbox has just now is nobody's work. */
const ownFilter = (steward: Types.ObjectId, running: readonly Running[], tab: StewardTab) => ({
  steward, questionnaire: { $in: running.map(({ _id }) => _id) }, state: { $in: [...STATES[tab]] },
  ...(tab === 'waiting' ? { mailing: null } : {}),
})

export const stewardRows = (steward: Types.ObjectId, running: readonly Running[], tab: StewardTab): Promise<StewardRow[]> =>
  InvitationModel.find(ownFilter(steward, running, tab), ROW).sort({ sortKey: 1, _id: 1 }).limit(MOST).lean<StewardRow[]>()

/** How many of a steward's firms stand in each tab. */
export async function stewardCounts(steward: Types.ObjectId, running: readonly Running[]): Promise<Record<StewardTab, number>> {
  const [waiting, open, answered] = await Promise.all((['waiting', 'open', 'answered'] as const).map((tab) =>
    InvitationModel.countDocuments(ownFilter(steward, running, tab))))
  return { waiting: waiting ?? 0, open: open ?? 0, answered: answered ?? 0 }
}

/** How many of a steward's firms wait for their link. */
export async function waitingToHandOn(steward: Types.ObjectId, now: Date): Promise<number> {
  const running = await runningQuestionnaires(now)
  return running.length === 0 ? 0 : InvitationModel.countDocuments(ownFilter(steward, running, 'waiting'))
}
