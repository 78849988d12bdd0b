import { SIZES, type EnterpriseContact } from '../../models/enterprise/index.ts'
import type { EnterpriseFacts } from '../../models/enterprise/fields.ts'
import { checkCreditCode, creditCodeComplaint } from '../../models/shared/creditCode.ts'
import { INDUSTRIES } from '../../models/shared/industries.ts'
import { choice, day, optionalChoice, readForm, text, textOf, tick, type Body, type Field, type FormResult } from '../lib/form.ts'
import { phones } from '../rosters/phoneField.ts'

export const CONTACT_ROWS = 4
export const ENTERPRISE_FORM_FIELDS = [
  'name', 'shortName', 'uscc', 'codeReason', 'district', 'address', 'industry', 'industryText', 'size', 'staff', 'revenue', 'assets',
  'legalPerson', 'foundedOn', 'linkedLeader', 'steward', 'stewardId', 'visitDepartment', 'remark', 'contact-*',
] as const

/** A filled form: the facts it may change, and why a code with a wrong check is taken all the same. */
export interface EnterpriseForm {
  facts: Omit<EnterpriseFacts, 'linkedLeader' | 'steward'> & { linkedLeader: string, steward: string }
  codeReason: string
}

/** What of the city and the record the form is read against. */
export interface EnterpriseFormFacts {
  districts: readonly string[]
  departments: readonly string[]
  /** numbers are not shown, so an empty box keeps these */
  contacts: readonly EnterpriseContact[]
  mayOverride: boolean
  /** a code that stands already needs no second reason */
  knownCode: string | null
}

/** Reads the form of a firm; every message says what to do. Fields outside the user's right are read too and judged later. */
export function readEnterprise(body: Body, facts: EnterpriseFormFacts): FormResult<EnterpriseForm> {
  const read = readForm(body, {
    name: text('企业名称', 120, { required: true }), shortName: text('简称', 60), uscc: creditCode(textOf(body['codeReason']), facts),
    codeReason: text('采用代码的理由', 200), district: choice('所属区市', facts.districts), address: text('详细地址', 200),
    industry: optionalChoice('行业门类', INDUSTRIES.map(({ section }) => section)), industryText: text('行业说明', 60), size: choice('规模', SIZES),
    staff: count('从业人员'), revenue: amount('营业收入'), assets: amount('资产总额'), legalPerson: text('法定代表人', 60),
    foundedOn: day('成立日期'), linkedLeader: text('联系市领导', 40), steward: text('服务专员', 40),
    visitDepartment: optionalChoice('走访部门', facts.departments), remark: text('备注', 500),
  })
  const contacts = readContacts(body, facts.contacts)
  const contactErrors = contacts.ok ? {} : contacts.errors
  if (!read.ok || !contacts.ok) return { ok: false, errors: { ...(read.ok ? {} : read.errors), ...contactErrors }, values: body }
  const { codeReason, industry, ...rest } = read.value
  return { ok: true, value: { facts: { ...rest, industry: industry ?? '', contacts: contacts.value }, codeReason } }
}

/** A wrong format is refused; a wrong check needs the office and a reason. @source domain.md §5 */
const creditCode = (reason: string, { mayOverride, knownCode }: EnterpriseFormFacts): Field<string> => (raw) => {
  const found = checkCreditCode(textOf(raw))
  const complaint = creditCodeComplaint(found)
  if (complaint === null || found.tidied === knownCode) return { value: found.tidied }
  if (complaint.blocking) return { error: complaint.text }
  if (!mayOverride) return { error: `${complaint.text}。确认原件无误的，请联席会议办公室登记` }
  return reason.trim() === '' ? { error: `${complaint.text}。确认原件无误的，请在下面写明理由再保存` } : { value: found.tidied }
}

const count = (label: string): Field<number | null> => (raw) => {
  const given = textOf(raw).normalize('NFKC').replaceAll(/[,，\s]/g, '')
  if (given === '') return { value: null }
  return /^\d{1,8}$/.test(given) ? { value: Number(given) } : { error: `${label}应为人数，现在是“${given.slice(0, 20)}”` }
}

const amount = (label: string): Field<string | null> => (raw) => {
  const given = textOf(raw).normalize('NFKC').replaceAll(/[,，\s]/g, '')
  if (given === '') return { value: null }
  return /^\d{1,12}(\.\d{1,2})?$/.test(given) ? { value: given } : { error: `${label}应为万元数，最多两位小数，现在是“${given.slice(0, 20)}”` }
}

type ContactsRead = { ok: true, value: EnterpriseContact[] } | { ok: false, errors: Record<string, string> }

/** The contacts, a block each: an empty number keeps the one on record, a ticked box takes the contact out. */
function readContacts(body: Body, known: readonly EnterpriseContact[]): ContactsRead {
  const errors: Record<string, string> = {}
  const contacts: EnterpriseContact[] = []
  for (let at = 0; at < CONTACT_ROWS; at += 1) {
    const own = (part: string) => `contact-${at}-${part}`
    const read = readForm(body, {
      [own('name')]: text('联系人', 60), [own('title')]: text('职务', 60), [own('phones')]: phones, [own('email')]: email, [own('remove')]: tick(),
    })
    if (!read.ok) Object.assign(errors, read.errors)
    else {
      const [name, title, given, mail, removed] = ['name', 'title', 'phones', 'email', 'remove'].map((part) => read.value[own(part)]) as [string, string, string[], string, boolean]
      const before = known[at]
      const numbers = given.length > 0 ? given : before?.phones ?? []
      if (removed || (name === '' && given.length === 0 && mail === '')) continue
      contacts.push({ name, title, phones: [...numbers], email: mail || before?.email || '' })
    }
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value: contacts }
}

const email: Field<string> = (raw) => {
  const given = textOf(raw).trim()
  return given === '' || (/^[^\s@]{1,64}@[^\s@]{1,55}$/.test(given)) ? { value: given } : { error: '邮箱应有 @，如 name@example.cn' }
}
