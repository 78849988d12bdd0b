import { randomBytes } from 'node:crypto'
import type { ClientSession, Types } from 'mongoose'
import { InvitationModel } from '../invitation/index.ts'
import { AnswerModel, type Answer } from './index.ts'

/** Ids of answers: random text, from which neither moment nor order can be read. @source security.md V2 */
export const answerId = (): string => randomBytes(15).toString('base64url')

/**
 * Makes so many blank answers of an anonymous questionnaire, alike but for their random ids. Where an answer lies is so
 * settled before anybody answers. To be called in the transaction that makes the invitations, with their count.
 * @source DESIGN.md §7 Questionnaire, security.md V3
 */
export async function makeBlanks(session: ClientSession, questionnaire: Types.ObjectId, count: number): Promise<void> {
  const rows = Array.from({ length: count }, () => ({ _id: answerId(), questionnaire, filled: false }))
  if (rows.length > 0) await AnswerModel.insertMany(rows, { session })
}

/**
 * Fills a random blank. Where none is left (invitations made without), as many as there are recipients without one are
 * made at once, so that a fresh blank never stands for the one who asked.
 */
export async function fillBlank(
  session: ClientSession, questionnaire: Types.ObjectId, content: Pick<Answer, 'version' | 'values' | 'attributes'>,
): Promise<void> {
  if (await fillOne(session, questionnaire, content)) return
  const invited = await InvitationModel.countDocuments({ questionnaire }).session(session)
  const present = await AnswerModel.countDocuments({ questionnaire }).session(session)
  await makeBlanks(session, questionnaire, Math.max(invited - present, FEWEST_BLANKS))
  await fillOne(session, questionnaire, content)
}

const FEWEST_BLANKS = 20

async function fillOne(
  session: ClientSession, questionnaire: Types.ObjectId, content: Pick<Answer, 'version' | 'values' | 'attributes'>,
): Promise<boolean> {
  const start = answerId()
  // ids are random, so the next one after a random place is a random blank
  for (const place of [{ $gte: start }, { $lt: start }]) {
    const filled = await AnswerModel.findOneAndUpdate(
      { questionnaire, filled: false, _id: place }, { $set: { ...content, filled: true } },
      { session, sort: { _id: 1 }, projection: { _id: 1 } },
    ).lean()
    if (filled) return true
  }
  return false
}
