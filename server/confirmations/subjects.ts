import type { Types } from 'mongoose'
import { departmentsByCode } from '../../models/department/queries.ts'
import { EnterpriseModel, type Enterprise } from '../../models/enterprise/index.ts'
import type { Issue } from '../../models/issue/index.ts'
import { MemberModel } from '../../models/member/index.ts'
import type { OneTimeCode } from '../../models/oneTimeCode/index.ts'
import type { Visit } from '../../models/visit/index.ts'
import type { Asking } from '../contactRequests/actions.ts'

/** Somebody outside who is asked: who gets a code, and whom the office rings. */
export interface Party { owner: OneTimeCode['owner'], asking: Asking }

/** The raiser of a case, as the roster knows them now; who is on no roster gets no code. */
export async function raiserOf({ raiser }: Pick<Issue, 'raiser'>): Promise<Party> {
  const { kind, id, name, person, phone } = raiser
  if (kind === 'enterprise' && id) return firmParty(id, name)
  if ((kind === 'npc' || kind === 'cppcc') && id) return memberParty(id, name)
  return { owner: NOBODY, asking: { enterprise: null, name, steward: null, contact: { name: person || name, phone } } }
}

/** The visited party: the first subject of the visit. */
export async function visitedOf({ subjects }: Pick<Visit, 'subjects'>): Promise<Party> {
  const first = subjects.find(({ id }) => id !== null)
  const name = subjects.map((each) => each.name).join('、')
  if (!first?.id) return { owner: NOBODY, asking: { enterprise: null, name, steward: null, contact: { name, phone: '' } } }
  return first.type === 'enterprise' ? firmParty(first.id, first.name) : memberParty(first.id, first.name)
}

const NOBODY: OneTimeCode['owner'] = { kind: 'enterprise', id: '' }

async function firmParty(id: Types.ObjectId, name: string): Promise<Party> {
  const firm = await EnterpriseModel.findById(id, { name: 1, contacts: 1, steward: 1 }).lean<Enterprise | null>()
  return { owner: { kind: 'enterprise', id: String(id) }, asking: askingOf(id, name, firm) }
}

/** A firm as somebody who asks the office to ring. */
export const askingOf = (
  id: Types.ObjectId, name: string, firm: Pick<Enterprise, 'contacts' | 'steward'> | null,
): Asking => ({
  enterprise: id, name, steward: firm?.steward.user ?? null,
  contact: { name: firm?.contacts[0]?.name ?? '', phone: firm?.contacts[0]?.phones[0] ?? '' },
})

async function memberParty(id: Types.ObjectId, name: string): Promise<Party> {
  const member = await MemberModel.findById(id, { name: 1, phones: 1 }).lean()
  const contact = { name: member?.name ?? name, phone: member?.phones[0] ?? '' }
  return { owner: { kind: 'member', id: String(id) }, asking: { enterprise: null, name, steward: null, contact } }
}

/** Department names for pages of people without account. */
export async function departmentNames(): Promise<(code: string | null) => string> {
  const known = await departmentsByCode()
  return (code) => (code === null ? '' : known.get(code)?.name ?? '')
}
