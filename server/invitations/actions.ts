import type { ClientSession } from 'mongoose'
import { AnswerDraftModel } from '../../models/answer/index.ts'
import { maskedForAudit } from '../../models/audit/entry.ts'
import { enterpriseFilter, type EnterpriseSearch } from '../../models/enterprise/queries.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { checkMayInvite, makeInvitations, type FirmToInvite } from '../../models/invitation/making.ts'
import { afterReissue, forwardTo } from '../../models/invitation/verbs.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import type { Act } from '../../models/user/permissions.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { makeLinks, reissueLink } from '../links/actions.ts'

type Asked = Pick<Questionnaire, '_id' | 'no' | 'state' | 'confidentiality'>

/**
 * Invites firms in the caller's transaction: their rows, one derived link each, and for an anonymous questionnaire the
 * blank answers. A thousand at once are three writes. Firms must not have been invited before.
 * @throws RuleBroken when the questionnaire takes no more
 */
export async function inviteFirms(
  deps: Deps, session: ClientSession, questionnaire: Pick<Asked, '_id' | 'state' | 'confidentiality'>,
  firms: readonly FirmToInvite[], now: Date,
): Promise<Invitation[]> {
  await checkMayInvite(questionnaire, session)
  const made = await makeInvitations(session, questionnaire, firms, now)
  await makeLinks(deps, session, made.map(({ _id }) => ({ purpose: 'questionnaire', subject: String(_id), expiresAt: null })))
  return made
}

const FIRM = { name: 1, sortKey: 1, district: 1, industry: 1, size: 1, steward: 1 } as const

/**
 * Invites all firms of the roster that the search finds and that were not invited yet.
 * @returns how many
 */
export async function inviteFound(deps: Deps, tx: Tx, questionnaire: Asked, search: EnterpriseSearch): Promise<number> {
  const invited = await InvitationModel.distinct('enterprise', { questionnaire: questionnaire._id }).session(tx.session)
  const known = new Set(invited.map(String))
  const firms = (await EnterpriseModel.find(enterpriseFilter(search), FIRM).session(tx.session).lean<FirmToInvite[]>())
    .filter(({ _id }) => !known.has(String(_id)))
  await inviteFirms(deps, tx.session, questionnaire, firms, tx.now)
  tx.audit({
    record: { type: 'questionnaire', id: questionnaire._id, no: questionnaire.no },
    changes: { 邀请: `${firms.length} 户` },
  })
  return firms.length
}

/** What an act on one invitation leaves in the trail. */
export interface Changed { changes?: Record<string, string>, reason?: string }

/**
 * Runs one act on an invitation: `work` changes the document.
 * @param version as the form was drawn; '' where the act does not depend on what was seen
 * @throws Conflict when somebody changed it since
 */
export async function changeInvitation(
  deps: Deps, actor: Actor, name: Act, of: { questionnaire: Pick<Asked, 'no'>, invitation: Pick<Invitation, '_id'> },
  version: string, work: (invitation: Invitation, tx: Tx) => Promise<Changed> | Changed,
): Promise<void> {
  const { questionnaire: { no }, invitation: { _id } } = of
  await act(deps, actor, name, async (tx) => {
    const stored = await InvitationModel.findById(_id).session(tx.session)
    if (!stored) throw new NotFound()
    if (version !== '' && version !== String(stored.__v)) {
      throw new Conflict('您打开这一页之后，这份邀请有了变化（对方可能刚开始填），这次没有办。请看最新的再办。', {
        text: '看最新的', href: `/questionnaires/${no}/invitations/${String(_id)}`,
      })
    }
    const changed = await work(stored, tx)
    stored.increment()
    await stored.save({ session: tx.session })
    tx.audit({ record: { type: 'invitation', id: _id, no }, ...changed })
  })
}

/** A new link in place of the old one, which dies at once. */
export async function reissue(deps: Deps, invitation: Invitation, tx: Tx): Promise<Changed> {
  const link = await reissueLink(deps, tx.session, 'questionnaire', String(invitation._id))
  if (!link) throw new NotFound()
  afterReissue(invitation)
  return { changes: { 链接: `第 ${link.version} 版` } }
}

/** "Wrong person, forward to": a named contact, a new link, and nothing of what the wrong one had begun. */
export async function forward(
  deps: Deps, invitation: Invitation, person: NonNullable<Invitation['forwardedTo']>, tx: Tx,
): Promise<Changed> {
  forwardTo(invitation, person)
  await reissueLink(deps, tx.session, 'questionnaire', String(invitation._id))
  await AnswerDraftModel.deleteOne({ _id: invitation._id }, { session: tx.session })
  const masked = (value: string) => (value === '' ? '无' : maskedForAudit(value, deps.keys.mask))
  return { changes: { 转给: masked(person.name), 手机: masked(person.phone), 邮箱: masked(person.email) } }
}
