import type { ClientSession, Types } from 'mongoose'
import { EnterpriseModel } from '../enterprise/index.ts'
import { searchFilter } from '../shared/prefix.ts'
import { InvitationModel, type Invitation, type InvitationState } from './index.ts'
import { responseFrom, type ResponseFigures, type RollCount } from './response.ts'

export const PAGE_SIZE = 50

/** Saved filters of the list; each invitation stands in exactly one but `all`. */
export const INVITATION_TABS = {
  all: '全部', made: '待发送', sent: '已发出', begun: '已开始', answered: '已提交', bounced: '退回', declined: '不参加',
} as const
export type InvitationTab = keyof typeof INVITATION_TABS
const TAB_OF: Record<InvitationState, InvitationTab> = {
  made: 'made', sent: 'sent', delivered: 'sent', begun: 'begun', answered: 'answered', bounced: 'bounced',
  declined: 'declined',
}
const statesOf = (tab: InvitationTab): InvitationState[] =>
  (Object.keys(TAB_OF) as InvitationState[]).filter((state) => TAB_OF[state] === tab)

/** What a list of invitations can be narrowed by, as it stands in the address. */
export interface InvitationSearch { q: string, district: string, industry: string, size: string }

/** The search in the database's words; names are looked for in the roster, as on its own page. */
export async function invitationFilter(search: InvitationSearch): Promise<Record<string, unknown>> {
  const { district, industry, size } = search
  const equal = Object.entries({ district, industry, size }).filter(([, value]) => value !== '')
  const named = searchFilter(search.q, { codes: true })
  const found = named && await EnterpriseModel.distinct('_id', named)
  return { ...Object.fromEntries(equal), ...(found ? { enterprise: { $in: found } } : {}) }
}

/** The condition of a tab, beside the list's own. */
export const tabFilter = (tab: InvitationTab): Record<string, unknown> =>
  (tab === 'all' ? {} : { state: { $in: statesOf(tab) } })

/** How many invitations stand in each tab; all but `all` add up to it. */
export async function invitationCounts(filter: Record<string, unknown>): Promise<Record<InvitationTab, number>> {
  const groups = await InvitationModel.aggregate<{ _id: InvitationState, count: number }>([
    { $match: filter }, { $group: { _id: '$state', count: { $sum: 1 } } },
  ])
  const counts = Object.fromEntries(Object.keys(INVITATION_TABS).map((tab) => [tab, 0])) as Record<InvitationTab, number>
  for (const { _id, count } of groups) {
    counts[TAB_OF[_id]] += count
    counts.all += count
  }
  return counts
}

/** One page of invitations in the order of the directory. */
export const invitationRows = (filter: Record<string, unknown>, page: number, size = PAGE_SIZE): Promise<Invitation[]> =>
  InvitationModel.find(filter).sort({ sortKey: 1, _id: 1 }).skip((page - 1) * size).limit(size).lean<Invitation[]>()

/** The invitation within a scope; null also for an id that is none. */
export const invitationById = (id: string, scope: Record<string, unknown>): Promise<Invitation | null> =>
  (/^[0-9a-f]{24}$/.test(id)
    ? InvitationModel.findOne({ $and: [{ _id: id }, scope] }).lean<Invitation>() : Promise.resolve(null))

/**
 * How far the invited firms of a questionnaire came, in all and by district, industry and size.
 * @param scope a part of the roll, such as the firms of one steward
 */
export async function responseOf(
  questionnaire: Types.ObjectId, scope: Record<string, unknown> = {}, session?: ClientSession,
): Promise<ResponseFigures> {
  const counts = await InvitationModel.aggregate<RollCount>([
    { $match: { $and: [{ questionnaire }, scope] } },
    {
      $group: {
        _id: {
          district: '$district', industry: '$industry', size: '$size', state: '$state',
          left: { $ne: [{ $ifNull: ['$sentAt', null] }, null] },
        },
        count: { $sum: 1 },
      },
    },
    { $replaceWith: { $mergeObjects: ['$_id', { count: '$count' }] } },
  ]).session(session ?? null)
  return responseFrom(counts)
}
