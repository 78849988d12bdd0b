import { findEnterprises } from '../enterprise/queries.ts'
import { MEMBER_KINDS } from '../member/index.ts'
import { findMembers } from '../member/queries.ts'
import { beginsWith } from '../shared/prefix.ts'
import { nameKeys, searchText } from '../shared/names.ts'
import { UserModel, type User } from '../user/index.ts'

/** One suggestion: the text to be put into the box, the record it stands for, and what tells it from its namesakes. */
export interface Option {
  text: string
  id: string
  note: string
}

export const OPTION_KINDS = ['subject', 'enterprise', 'member', 'user'] as const
export type OptionKind = (typeof OPTION_KINDS)[number]
const MOST = 8

/** Suggestions for what is being typed, firms before people, each in the order of the directory; namesakes bear their note. */
export async function optionsFor(kind: OptionKind, typed: string): Promise<Option[]> {
  const [firms, members, users] = await Promise.all([
    kind === 'subject' || kind === 'enterprise' ? findEnterprises(typed, MOST) : [],
    kind === 'subject' || kind === 'member' ? findMembers(typed, MOST) : [],
    kind === 'user' ? findUsers(typed) : [],
  ])
  const options = [
    ...firms.map(({ _id, name, shortName }) => ({ text: name, id: String(_id), note: shortName === name ? '' : shortName })),
    ...members.map((member) => ({ text: member.name, id: String(member._id), note: [MEMBER_KINDS[member.kind], member.unitAndTitle].filter(Boolean).join('，') })),
    ...users.map(({ _id, name, title }) => ({ text: name, id: String(_id), note: title })),
  ].slice(0, MOST)
  const isShared = (text: string) => options.filter((option) => option.text === text).length > 1
  return options.map((option) => (isShared(option.text) && option.note ? { ...option, text: `${option.text}（${option.note}）` } : option))
}

function findUsers(typed: string): Promise<Pick<User, '_id' | 'name' | 'title'>[]> {
  const text = searchText(typed)
  if (text === '') return Promise.resolve([])
  const begins = beginsWith(text)
  const byName = { sortKey: beginsWith(nameKeys(typed, 'person').sortKey) }
  const filter = { $or: [{ pinyin: begins }, { initials: begins }, { account: begins }, byName], disabledAt: null }
  return UserModel.find(filter, { name: 1, title: 1 }).limit(MOST).lean<Pick<User, '_id' | 'name' | 'title'>[]>()
}
