import type { Types } from 'mongoose'
import { InvitationModel } from '../invitation/index.ts'
import { QuestionnaireModel, type Questionnaire, type QuestionnaireState } from './index.ts'

export type QuestionnaireRow = Pick<
  Questionnaire,
  '_id' | 'no' | 'title' | 'year' | 'state' | 'confidentiality' | 'opensAt' | 'closesAt' | 'closedAt'
>
const ROW_FIELDS = {
  no: 1, title: 1, year: 1, state: 1, confidentiality: 1, opensAt: 1, closesAt: 1, closedAt: 1,
} as const
const MOST = 200

/** All questionnaires, the newest first. An office makes a handful a year, so there are no further pages. */
export const questionnaireRows = (state: QuestionnaireState | null): Promise<QuestionnaireRow[]> =>
  QuestionnaireModel.find(state === null ? {} : { state }, ROW_FIELDS)
    .sort({ year: -1, createdAt: -1 })
    .limit(MOST)
    .lean<QuestionnaireRow[]>()

export interface Response {
  invited: number
  begun: number
  answered: number
}
const NOBODY: Response = { invited: 0, begun: 0, answered: 0 }

/** How many were invited, have begun and have answered, by questionnaire. */
export async function responsesTo(ids: readonly Types.ObjectId[]): Promise<(id: Types.ObjectId) => Response> {
  const counts = await InvitationModel.aggregate<{ _id: Types.ObjectId } & Response>([
    { $match: { questionnaire: { $in: [...ids] } } },
    {
      $group: {
        _id: '$questionnaire',
        invited: { $sum: 1 },
        begun: { $sum: { $cond: [{ $eq: ['$state', 'begun'] }, 1, 0] } },
        answered: { $sum: { $cond: [{ $eq: ['$state', 'answered'] }, 1, 0] } },
      },
    },
  ])
  const byId = new Map(counts.map((each) => [String(each._id), each]))
  return (id) => byId.get(String(id)) ?? NOBODY
}
