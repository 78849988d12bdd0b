import { MEMBER_KINDS, type Member } from '../../models/member/index.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { linkButton } from '../lib/buttons.ts'
import { link } from '../lib/cells.ts'
import { maskPhone, shortDayText } from '../lib/format.ts'
import type { Fact, PageTitle } from '../lib/parts.ts'
import type { HistoryView } from '../rosters/historyView.ts'

export interface MemberPage {
  title: PageTitle
  /** archived, and why */
  notice: string | null
  facts: Fact[]
  contacts: Fact[]
  raised: string
  visitHref: string | null
  history: HistoryView
}

declare module '../lib/templates.ts' {
  interface Views { 'members/show': MemberPage }
}

export interface MemberRights { edit: boolean, archive: boolean, reveal: boolean, visit: boolean }

export const memberPath = ({ _id }: Pick<Member, '_id'>): string => `/members/${String(_id)}`

/** The record page of a deputy or member: who it is, how to reach them, what they raised, who came. */
export function memberPage(
  member: Member, names: { district: string, department: string }, rights: MemberRights, history: HistoryView, today: CivilDay,
): MemberPage {
  const path = memberPath(member)
  const archived = member.archivedAt !== null
  const visitHref = rights.visit && !archived ? `/visits/new?subject=${String(member._id)}` : null
  return {
    title: {
      clauses: [member.name], note: [MEMBER_KINDS[member.kind], member.unitAndTitle].filter(Boolean).join('，'),
      actions: [
        ...(visitHref ? [linkButton('记一次走访', visitHref, 'primary')] : []),
        ...(rights.edit ? [linkButton('修改', `${path}/edit`)] : []),
        ...(rights.archive && !archived ? [linkButton('合并', `${path}/merge`)] : []),
        ...(rights.archive ? [linkButton(archived ? '恢复' : '归档', `${path}/${archived ? 'restoration' : 'archiving'}`)] : []),
      ],
    },
    notice: archived && member.archivedAt
      ? `已归档（${shortDayText(dayOf(member.archivedAt), today)}）：${member.archivedWhy || '没有写原因'}。不再列入走访和统计，记录都在。` : null,
    facts: factsOf(member, names, today), contacts: contactsOf(member, rights.reveal), raised: '意见建议', visitHref, history,
  }
}

function factsOf(member: Member, names: { district: string, department: string }, today: CivilDay): Fact[] {
  const fact = (term: string, text: string): Fact => ({ term, text, href: null, small: null, action: null })
  return [
    fact('身份', MEMBER_KINDS[member.kind]), fact('届次', member.terms.map((term) => termText(term, today)).join('、')), fact('代表团', member.delegation),
    fact('界别', member.sector), fact('性别', member.gender), fact('民族', member.ethnicity), fact('所在区市', names.district),
    fact('联系部门', names.department), fact('备注', member.remark),
  ].filter(({ text }) => text !== '')
}

function termText({ term, fromOn, toOn }: Member['terms'][number], today: CivilDay): string {
  const from = fromOn === null ? '' : `${shortDayText(fromOn, today)}起`
  const to = toOn === null ? '' : `至 ${shortDayText(toOn, today)}`
  return from || to ? `${term}（${from}${to}）` : term
}

const contactsOf = (member: Member, mayReveal: boolean): Fact[] => (member.phones.length === 0 ? [] : [{
  term: '电话', text: member.phones.map(maskPhone).join('、'), href: null, small: null,
  action: mayReveal ? link('查看号码', `${memberPath(member)}/phones`) : null,
}])
