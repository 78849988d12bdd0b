import type { Questionnaire } from '../../models/questionnaire/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { invitationsPath, pathOf } from './find.ts'

type Named = Pick<Questionnaire, 'no' | 'title'>
interface Crumb { text: string, href: string | null }

/** The way back from a page of inviting; stewards come from their own list, not from the office's questionnaires. */
export function crumbsOf(actor: Actor, questionnaire: Named, ...rest: Crumb[]): Crumb[] {
  const office = mayEver(actor, 'questionnaire.read')
  const invitations = { text: '邀请', href: rest.length === 0 ? null : invitationsPath(questionnaire) }
  return office
    ? [{ text: '问卷', href: '/questionnaires' }, { text: questionnaire.no, href: pathOf(questionnaire) }, invitations, ...rest]
    : [{ text: '问卷邀请', href: '/invitations' }, ...rest]
}
