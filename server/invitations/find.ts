import type { Request } from 'express'
import type { Invitation } from '../../models/invitation/index.ts'
import { INVITATION_TABS, invitationById, invitationFilter, tabFilter, type InvitationTab } from '../../models/invitation/queries.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, scopeFilter, type Act } from '../../models/user/permissions.ts'
import { Forbidden, NotFound } from '../http/errors.ts'
import type { ListQuery } from '../lib/listAddress.ts'
import { listQuery } from '../rosters/query.ts'

/** A questionnaire without its questions: what inviting needs. */
export type Asking = Omit<Questionnaire, 'draft' | 'versions' | 'results'>
/** An invitation with the version that its forms carry. */
export type Stored = Invitation & { __v: number }

export const pathOf = ({ no }: Pick<Questionnaire, 'no'>): string => `/questionnaires/${no}`
export const invitationsPath = (questionnaire: Pick<Questionnaire, 'no'>): string => `${pathOf(questionnaire)}/invitations`
export const invitationPath = (questionnaire: Pick<Questionnaire, 'no'>, { _id }: Pick<Invitation, '_id'>): string =>
  `${invitationsPath(questionnaire)}/${String(_id)}`

/** The questionnaire of the address, by number or id. @throws NotFound */
export async function questionnaireIn(req: Request): Promise<Asking> {
  const key = String(req.params['id'])
  const found = await QuestionnaireModel.findOne(/^[0-9a-f]{24}$/.test(key) ? { _id: key } : { no: key })
    .select('-draft -versions -results').lean<Asking | null>()
  if (!found) throw new NotFound()
  return found
}

/** The invitation of the address, within what the user may see. @throws NotFound; Forbidden when the act is not theirs */
export async function invitationIn(
  req: Request, actor: Actor, act: Act = 'invitation.read',
): Promise<{ questionnaire: Asking, invitation: Stored }> {
  const questionnaire = await questionnaireIn(req)
  const scope = { $and: [{ questionnaire: questionnaire._id }, scopeFilter(actor, 'invitation.read')] }
  const invitation = await invitationById(String(req.params['invitation']), scope)
  if (!invitation) throw new NotFound()
  if (!can(actor, act, invitation)) throw new Forbidden('这份邀请由联席会议办公室和企业的服务专员办理。')
  return { questionnaire, invitation: invitation as Stored }
}

const FILTERS = ['q', 'district', 'industry', 'size']

/** The list's address as it was asked for: what narrows it, and the tab. */
export interface AskedList { query: ListQuery, tab: InvitationTab, filter: Record<string, unknown> }

/** Reads the filters of a list of invitations; `filter` leaves the tab out, so that all tabs can be counted by it. */
export async function askedList(req: Request, questionnaire: Asking, actor: Actor): Promise<AskedList> {
  const query = listQuery(req, [...FILTERS, 'tab', 'page'])
  return askedBy(query, questionnaire, actor)
}

/** The same for an address that is known already, such as that of an ordered file. */
export async function askedBy(query: ListQuery, { _id }: Pick<Asking, '_id'>, actor: Actor): Promise<AskedList> {
  const tab = (Object.keys(INVITATION_TABS) as InvitationTab[]).find((each) => each === query['tab']) ?? 'all'
  const search = await invitationFilter({
    q: query['q'] ?? '', district: query['district'] ?? '', industry: query['industry'] ?? '', size: query['size'] ?? '',
  })
  return { query, tab, filter: { $and: [{ questionnaire: _id }, search, scopeFilter(actor, 'invitation.read')] } }
}

export const withTab = ({ filter, tab }: AskedList): Record<string, unknown> => ({ $and: [filter, tabFilter(tab)] })
