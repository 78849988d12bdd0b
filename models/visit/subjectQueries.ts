import { Types, type ClientSession } from 'mongoose'
import { EnterpriseModel, type Enterprise } from '../enterprise/index.ts'
import { findEnterprises } from '../enterprise/queries.ts'
import { MemberModel, type Member } from '../member/index.ts'
import { findMembers } from '../member/queries.ts'
import type { SubjectType } from './subject.ts'

/** A firm or member as the form of a visit shows it. */
export interface SubjectCard {
  type: SubjectType
  id: Types.ObjectId
  name: string
  district: string | null
  /** `大型`, or a member's post; '' when unknown */
  note: string
  linkedLeader: string
  /** whom one usually meets there */
  contacts: { name: string, title: string }[]
  /** department that is to visit */
  department: string | null
}

const FIRM = { name: 1, district: 1, size: 1, linkedLeader: 1, contacts: 1, visitDepartment: 1 } as const
const MEMBER = { kind: 1, name: 1, district: 1, unitAndTitle: 1, liaisonDepartment: 1 } as const

const cardOfFirm = (firm: Enterprise): SubjectCard => ({
  type: 'enterprise', id: firm._id, name: firm.name, district: firm.district,
  note: firm.size === '未划型' ? '' : firm.size, linkedLeader: firm.linkedLeader.name,
  contacts: firm.contacts.map(({ name, title }) => ({ name, title })),
  department: firm.visitDepartment,
})
const cardOfMember = (member: Member): SubjectCard => ({
  type: member.kind, id: member._id, name: member.name, district: member.district, note: member.unitAndTitle,
  linkedLeader: '', contacts: [], department: member.liaisonDepartment,
})

/** The subjects with these ids, in their order; ids that are neither firm nor member are left out. */
export async function subjectCards(
  ids: readonly string[], session: ClientSession | null = null,
): Promise<SubjectCard[]> {
  const wanted = ids.filter(id => Types.ObjectId.isValid(id)).map(id => new Types.ObjectId(id))
  if (wanted.length === 0) return []
  const firms = await EnterpriseModel.find({ _id: { $in: wanted } }, FIRM).session(session).lean<Enterprise[]>()
  const members = await MemberModel.find({ _id: { $in: wanted } }, MEMBER).session(session).lean<Member[]>()
  const cards = new Map([...firms.map(cardOfFirm), ...members.map(cardOfMember)].map(card => [String(card.id), card]))
  return ids.flatMap(id => cards.get(id) ?? [])
}

/**
 * Firms and members whose name, short name, pinyin, initials or credit code is or begins with what was typed, exact
 * names first. Archived ones are left out.
 */
export async function findSubjects(typed: string, limit = 8): Promise<SubjectCard[]> {
  const [firms, members] = await Promise.all([findEnterprises(typed, limit), findMembers(typed, limit)])
  const cards = await subjectCards([...firms, ...members].map(({ _id }) => String(_id)))
  const isExact = ({ name }: SubjectCard) => Number(name === typed.trim())
  return cards.toSorted((a, b) => isExact(b) - isExact(a)).slice(0, limit)
}
