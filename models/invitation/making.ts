import { Types, type ClientSession } from 'mongoose'
import { makeBlanks } from '../answer/blanks.ts'
import type { Enterprise } from '../enterprise/index.ts'
import type { Questionnaire } from '../questionnaire/index.ts'
import { RuleBroken } from '../shared/errors.ts'
import { InvitationModel, type Invitation } from './index.ts'

/** What an invitation takes from the roster and keeps. */
export type FirmToInvite = Pick<Enterprise, '_id' | 'name' | 'sortKey' | 'district' | 'industry' | 'size' | 'steward'>

/** The invitation of one firm, not sent yet. */
export const invitationOf = (questionnaire: Types.ObjectId, firm: FirmToInvite, createdAt: Date): Invitation => ({
  _id: new Types.ObjectId(), questionnaire, enterprise: firm._id, enterpriseName: firm.name, sortKey: firm.sortKey,
  district: firm.district, industry: firm.industry, size: firm.size, steward: firm.steward.user, version: null,
  state: 'made', channel: '', sentAt: null, deliveredAt: null, begunAt: null, answeredOn: null, receipt: null,
  extendedUntil: null, extensionReason: '', mailing: null, remindersSent: 0, remindedAt: null, forwardedTo: null,
  problem: '', createdAt,
})

/**
 * Whether more firms may be invited now. Whom an anonymous answer could be is fixed with the first invitation that
 * leaves: a later guest would change the classes under answers that were already given.
 * @throws RuleBroken
 * @source DESIGN.md §7 Questionnaire
 */
export async function checkMayInvite(
  { _id, state, confidentiality }: Pick<Questionnaire, '_id' | 'state' | 'confidentiality'>, session?: ClientSession,
): Promise<void> {
  if (state === 'draft') throw new RuleBroken('invitation.unpublished', '问卷还没有发布，发布以后才能邀请企业。')
  if (state === 'closed') throw new RuleBroken('invitation.closed', '问卷已经截止，不能再邀请企业。')
  if (confidentiality !== 'anonymous') return
  const left = await InvitationModel.exists({ questionnaire: _id, state: { $ne: 'made' } }).session(session ?? null)
  if (left) throw new RuleBroken('invitation.fixed', '匿名问卷的邀请已经发出，名单不能再增加，否则有的答卷会被认出来。')
}

/**
 * Writes the invitations of these firms, and as many blank answers where the questionnaire is anonymous. To be called
 * in the transaction that makes their links. Firms must not have been invited before.
 */
export async function makeInvitations(
  session: ClientSession, questionnaire: Pick<Questionnaire, '_id' | 'confidentiality'>,
  firms: readonly FirmToInvite[], now: Date,
): Promise<Invitation[]> {
  if (firms.length === 0) return []
  const made = firms.map((firm) => invitationOf(questionnaire._id, firm, now))
  // whole rows of our own making: nothing to cast or to fill in
  await InvitationModel.insertMany(made.map((each) => ({ ...each, __v: 0 })), { session, lean: true })
  if (questionnaire.confidentiality === 'anonymous') await makeBlanks(session, questionnaire._id, made.length)
  return made
}
