import type { ClientSession } from 'mongoose'
import type { Invitation } from '../../models/invitation/index.ts'
import { checkMayInvite, makeInvitations, type FirmToInvite } from '../../models/invitation/making.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import type { Deps } from '../deps.ts'
import { makeLinks } from '../links/actions.ts'

/**
 * Invites firms in the caller's transaction: their rows, one derived link each, and for an anonymous questionnaire the
 * blank answers. A thousand at once are three writes. Firms must not have been invited before.
 * @throws RuleBroken when the questionnaire takes no more
 */
export async function inviteFirms(
  deps: Deps, session: ClientSession, questionnaire: Pick<Questionnaire, '_id' | 'state' | 'confidentiality'>,
  firms: readonly FirmToInvite[], now: Date,
): Promise<Invitation[]> {
  await checkMayInvite(questionnaire, session)
  const made = await makeInvitations(session, questionnaire, firms, now)
  await makeLinks(deps, session, made.map(({ _id }) => ({ purpose: 'questionnaire', subject: String(_id), expiresAt: null })))
  return made
}
