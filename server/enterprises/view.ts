import type { Enterprise } from '../../models/enterprise/index.ts'
import { companySize, NO_SIZE_WORDS } from '../../models/shared/companySize.ts'
import { checkCreditCode, creditCodeComplaint } from '../../models/shared/creditCode.ts'
import { industryOf } from '../../models/shared/industries.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { clausesOf, maskPhone, shortDayText } from '../lib/format.ts'
import { linkButton } from '../lib/buttons.ts'
import { link } from '../lib/cells.ts'
import type { Fact, PageTitle } from '../lib/parts.ts'
import type { HistoryView } from '../rosters/historyView.ts'

export interface EnterprisePage {
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
  interface Views { 'enterprises/show': EnterprisePage }
}

export interface EnterpriseRights { edit: boolean, archive: boolean, reveal: boolean, visit: boolean, link: boolean }
export interface EnterpriseNames { district: string, department: string }

export const enterprisePath = ({ _id }: Pick<Enterprise, '_id'>): string => `/enterprises/${String(_id)}`

/** The record page: what the firm is, whom to ring, what it raised, who came. */
export function enterprisePage(firm: Enterprise, names: EnterpriseNames, rights: EnterpriseRights, history: HistoryView, today: CivilDay): EnterprisePage {
  const path = enterprisePath(firm)
  const archived = firm.archivedAt !== null
  const visitHref = rights.visit && !archived ? `/visits/new?subject=${String(firm._id)}` : null
  return {
    title: {
      clauses: clausesOf(firm.name), note: [firm.shortName, names.district, firm.size].filter(Boolean).join('，'),
      actions: [
        ...(visitHref ? [linkButton('记一次走访', visitHref, 'primary')] : []),
        ...(rights.edit ? [linkButton('修改', `${path}/edit`)] : []),
        ...(rights.link ? [linkButton('专页链接', `${path}/link`)] : []),
        ...(rights.archive && !archived ? [linkButton('合并', `${path}/merge`)] : []),
        ...(rights.archive ? [linkButton(archived ? '恢复' : '归档', `${path}/${archived ? 'restoration' : 'archiving'}`)] : []),
      ],
    },
    notice: archived && firm.archivedAt ? `已归档（${shortDayText(dayOf(firm.archivedAt), today)}）：${firm.archivedWhy || '没有写原因'}。不再列入走访和统计，记录都在。` : null,
    facts: factsOf(firm, names, today),
    contacts: contactFacts(firm, rights.reveal),
    raised: '诉求', visitHref, history,
  }
}

function factsOf(firm: Enterprise, names: EnterpriseNames, today: CivilDay): Fact[] {
  const industry = industryOf(firm.industry)
  const facts: Fact[] = [
    fact('信用代码', firm.uscc, codeNote(firm, today)),
    fact('所属区市', names.district), fact('详细地址', firm.address),
    fact('行业', firm.industryText || (industry?.name ?? ''), firm.industryText && industry ? industry.name : null),
    fact('规模', firm.size, sizeNote(firm)),
    fact('从业人员', firm.staff === null ? '' : `${firm.staff} 人`), fact('营业收入', firm.revenue === null ? '' : `${firm.revenue} 万元`),
    fact('资产总额', firm.assets === null ? '' : `${firm.assets} 万元`), fact('法定代表人', firm.legalPerson),
    fact('成立日期', firm.foundedOn === null ? '' : shortDayText(firm.foundedOn, today)), fact('联系市领导', firm.linkedLeader.name),
    fact('服务专员', firm.steward.name), fact('走访部门', names.department), fact('备注', firm.remark),
  ]
  return facts.filter(({ text }) => text !== '')
}

const fact = (term: string, text: string, small: string | null = null): Fact => ({ term, text, href: null, small, action: null })

/** A code that does not pass its check says so, and by whom it was taken in. */
function codeNote(firm: Enterprise, today: CivilDay): string | null {
  const complaint = creditCodeComplaint(checkCreditCode(firm.uscc))
  if (complaint === null) return null
  if (firm.codeOverride === null) return complaint.text
  return `校验不符，${shortDayText(dayOf(firm.codeOverride.at), today)}核对原件后采用：${firm.codeOverride.reason}`
}

/** What the figures say about the size, where it differs from the roster or cannot be told. */
function sizeNote(firm: Enterprise): string | null {
  if (firm.industry === '') return null
  const { size, reason } = companySize({ industry: firm.industry, staff: firm.staff, revenue: firm.revenue, assets: firm.assets })
  if (size !== null) return size === firm.size ? null : `按统计划型办法应为${size}`
  return reason === 'notCovered' ? NO_SIZE_WORDS[reason] : null
}

function contactFacts(firm: Enterprise, mayReveal: boolean): Fact[] {
  const path = enterprisePath(firm)
  return firm.contacts.map((contact, at) => ({
    term: contact.name || '联系人', text: [contact.title, contact.phones.map(maskPhone).join('、')].filter(Boolean).join('，') || '没有登记电话',
    href: null, small: contact.email ? maskEmail(contact.email) : null,
    action: mayReveal && at === 0 && firm.contacts.some(({ phones }) => phones.length > 0) ? link('查看号码', `${path}/phones`) : null,
  }))
}

/** `z***@example.cn` @source domain.md §6 Masking */
const maskEmail = (email: string): string => email.replace(/^(.)[^@]*/, '$1***')
