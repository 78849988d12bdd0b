import type { ClientSession, Types } from 'mongoose'
import { AnswerModel } from '../answer/index.ts'
import { InvitationModel } from '../invitation/index.ts'
import type { Counted } from './counting.ts'
import type { RollGroup } from './cuts.ts'
import { ResultModel, type Result } from './index.ts'

/** The invited firms, alike ones together. */
export const rollOf = (questionnaire: Types.ObjectId, session?: ClientSession): Promise<RollGroup[]> =>
  InvitationModel.aggregate<RollGroup>([
    { $match: { questionnaire } },
    {
      $group: {
        _id: { district: '$district', industry: '$industry', size: '$size' }, count: { $sum: 1 },
        answered: { $sum: { $cond: [{ $eq: ['$state', 'answered'] }, 1, 0] } },
      },
    },
    { $sort: { _id: 1 } },
    { $replaceWith: { $mergeObjects: ['$_id', { count: '$count', answered: '$answered' }] } },
  ]).session(session ?? null)

/** All answers that were sent, without whose they are. */
export const answersOf = (questionnaire: Types.ObjectId, session?: ClientSession): Promise<Counted[]> =>
  AnswerModel.find({ questionnaire, filled: true }, { _id: 0, version: 1, values: 1, attributes: 1 })
    .session(session ?? null).lean<Counted[]>()

/** The latest day that a single recipient who has not answered was given. */
export async function latestExtension(questionnaire: Types.ObjectId): Promise<Date | null> {
  const [last] = await InvitationModel.find(
    { questionnaire, state: { $ne: 'answered' }, extendedUntil: { $ne: null } }, { extendedUntil: 1 },
  ).sort({ extendedUntil: -1 }).limit(1).lean<{ extendedUntil: Date }[]>()
  return last?.extendedUntil ?? null
}

export const resultOf = (questionnaire: Types.ObjectId): Promise<Result | null> =>
  ResultModel.findById(questionnaire).lean<Result | null>()
