import type { Types } from 'mongoose'
import { AnswerModel, type Answer } from '../answer/index.ts'
import { InvitationModel, type Invitation } from '../invitation/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../questionnaire/index.ts'
import { ResultModel, type Result } from './index.ts'

export type AnswerFirm = Pick<Invitation, '_id' | 'enterprise' | 'enterpriseName' | 'district' | 'industry' | 'size'>
const FIRM = { enterprise: 1, enterpriseName: 1, district: 1, industry: 1, size: 1 } as const

/** Which answers: all that were sent, or those of firms whose name has the words. */
async function filterOf(questionnaire: Types.ObjectId, name: string): Promise<Record<string, unknown>> {
  if (name === '') return { questionnaire, filled: true }
  const words = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const invited = await InvitationModel.find(
    { questionnaire, state: 'answered', enterpriseName: { $regex: words } }, { _id: 1 },
  ).limit(500).lean<{ _id: Types.ObjectId }[]>()
  return { questionnaire, filled: true, invitation: { $in: invited.map(({ _id }) => _id) } }
}

/** One page of the answers in the order of their random ids, with their places among all. */
export async function answerPageOf(
  questionnaire: Types.ObjectId, { name, page, size }: { name: string, page: number, size: number },
): Promise<{ rows: Answer[], total: number }> {
  const filter = await filterOf(questionnaire, name)
  const [rows, total] = await Promise.all([
    AnswerModel.find(filter).sort({ _id: 1 }).skip((page - 1) * size).limit(size).lean<Answer[]>(),
    AnswerModel.countDocuments(filter),
  ])
  return { rows, total }
}

/** Where an answer stands among all of its questionnaire, counted from 1. */
export const placeOf = async (questionnaire: Types.ObjectId, id: string): Promise<number> =>
  1 + await AnswerModel.countDocuments({ questionnaire, filled: true, _id: { $lt: id } })

export const answerOf = (questionnaire: Types.ObjectId, id: string): Promise<Answer | null> =>
  AnswerModel.findOne({ _id: id, questionnaire, filled: true }).lean<Answer | null>()

/** The firms of confidential answers by invitation. */
export async function firmsOf(answers: readonly Pick<Answer, 'invitation'>[]): Promise<ReadonlyMap<string, AnswerFirm>> {
  const ids = answers.flatMap(({ invitation }) => invitation ?? [])
  const rows = await InvitationModel.find({ _id: { $in: ids } }, FIRM).lean<AnswerFirm[]>()
  return new Map(rows.map((row) => [String(row._id), row]))
}

/** The results that a questionnaire is compared to: those it was copied from, else the latest of an earlier year. */
export async function resultBefore(year: number, copied: Types.ObjectId | null): Promise<Result | null> {
  const own = copied === null ? null : await ResultModel.findById(copied).lean<Result | null>()
  return own ?? ResultModel.findOne({ year: { $lt: year } }).sort({ year: -1, computedAt: -1 }).lean<Result | null>()
}

/** The latest results of all, with the number of their questionnaire. */
export async function latestPublished(): Promise<{ no: string, year: number, figures: Result['figures'] } | null> {
  const latest = await ResultModel.findOne().sort({ year: -1, computedAt: -1 }).lean<Result | null>()
  const asked = latest && await QuestionnaireModel.findById(latest._id, { no: 1 }).lean<Pick<Questionnaire, 'no'> | null>()
  return latest && asked ? { no: asked.no, year: latest.year, figures: latest.figures } : null
}

const ROUNDS = 3

/** The questionnaires that a firm was last invited to, with the roll's word on it. */
export async function roundsOf(enterprise: Types.ObjectId): Promise<{ invitation: Invitation, no: string, title: string }[]> {
  const invitations = await InvitationModel.find({ enterprise }).sort({ createdAt: -1 }).limit(ROUNDS).lean<Invitation[]>()
  const ids = invitations.map(({ questionnaire }) => questionnaire)
  const asked = await QuestionnaireModel.find({ _id: { $in: ids } }, { no: 1, title: 1 }).lean<Pick<Questionnaire, '_id' | 'no' | 'title'>[]>()
  return invitations.flatMap((invitation) => {
    const own = asked.find(({ _id }) => _id.equals(invitation.questionnaire))
    return own ? [{ invitation, no: own.no, title: own.title }] : []
  })
}
