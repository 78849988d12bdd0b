import { SIZES, type Enterprise } from '../../models/enterprise/index.ts'
import { ENTERPRISE_FIELDS, type EnterpriseField } from '../../models/enterprise/fields.ts'
import { INDUSTRIES } from '../../models/shared/industries.ts'
import { errorSummaryOf, fieldsOf, type Choice, type FieldView } from '../lib/fields.ts'
import { textsOf, type Body } from '../lib/form.ts'
import { maskPhone } from '../lib/format.ts'
import type { ErrorSummary, Fact, PageTitle } from '../lib/parts.ts'
import { CONTACT_ROWS } from './form.ts'

export interface EnterpriseFormPage {
  title: PageTitle
  summary: ErrorSummary | null
  /** after somebody else saved first: what stands there now */
  conflict: Fact[]
  action: string
  version: string
  sections: { head: string, hint: string | null, fields: FieldView[] }[]
  contacts: { head: string, fields: FieldView[] }[]
  button: string
  cancel: string
}

declare module '../lib/templates.ts' {
  interface Views { 'enterprises/form': EnterpriseFormPage }
}

export interface FormSurroundings {
  districts: readonly Choice[]
  departments: readonly Choice[]
  leaders: readonly string[]
  stewards: readonly string[]
  /** whether the user may change the field */
  may(field: EnterpriseField): boolean
  /** shows the box for the reason why a code is taken though its check is wrong */
  askCodeReason: boolean
}

/** The values of the form for a firm as it is stored. Numbers are never put into it. */
export function enterpriseValues(firm: Enterprise | null): Record<string, string> {
  if (firm === null) return { size: '未划型' }
  const contacts = firm.contacts.flatMap((contact, at) => [
    [`contact-${at}-name`, contact.name], [`contact-${at}-title`, contact.title], [`contact-${at}-email`, ''],
  ])
  return {
    name: firm.name, shortName: firm.shortName, uscc: firm.uscc, district: firm.district, address: firm.address, industry: firm.industry,
    industryText: firm.industryText, size: firm.size, staff: String(firm.staff ?? ''), revenue: firm.revenue ?? '', assets: firm.assets ?? '',
    legalPerson: firm.legalPerson, foundedOn: firm.foundedOn ?? '', linkedLeader: firm.linkedLeader.name, steward: firm.steward.name,
    visitDepartment: firm.visitDepartment ?? '', remark: firm.remark, codeReason: firm.codeOverride?.reason ?? '', ...Object.fromEntries(contacts),
  }
}

export function enterpriseFormPage(
  firm: Enterprise | null, form: { action: string, cancel: string, version: string, button: string }, around: FormSurroundings,
  errors: Record<string, string> = {}, values: Body = {}, conflict: EnterpriseFormPage['conflict'] = [],
): EnterpriseFormPage {
  const sent = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textsOf(value)]))
  const field = fieldsOf({ ...enterpriseValues(firm), ...sent }, errors)
  const word = (name: EnterpriseField) => ENTERPRISE_FIELDS[name].word
  const closed = (name: EnterpriseField) => (around.may(name) ? {} : { disabled: true, hint: '由联席会议办公室维护' })
  const line = (name: EnterpriseField, maxLength: number, more: object = {}) => field.text(name, word(name), { maxLength, optional: true, ...closed(name), ...more })
  const suggest = (name: EnterpriseField, names: readonly string[]) =>
    field.text(name, word(name), { maxLength: 40, optional: true, ...closed(name) }, names.map((each) => ({ value: each, text: each })))
  return {
    title: { clauses: [firm === null ? '登记重点企业' : `修改${firm.name}`], note: null, actions: [] },
    summary: errorSummaryOf(errors), conflict, ...form,
    sections: [
      {
        head: '企业', hint: null,
        fields: [
          line('name', 120, { optional: false }), line('shortName', 60, { hint: '大家平时怎么叫它，用于搜索' }),
          line('uscc', 30, { optional: false, hint: around.may('uscc') ? '18 位，可带空格' : '由联席会议办公室维护' }),
          ...(around.askCodeReason ? [field.text('codeReason', '代码校验不符仍采用的理由', { optional: true, maxLength: 200, hint: '仅在核对过原件时填写，会记入审计' })] : []),
          field.select('district', word('district'), around.districts, closed('district')), line('address', 200),
        ],
      },
      {
        head: '行业和规模', hint: '营业收入和资产总额以万元计',
        fields: [
          field.select('industry', word('industry'), INDUSTRIES.map(({ section, name }) => ({ value: section, text: `${section} ${name}` })), { optional: true, ...closed('industry') }),
          line('industryText', 60), field.select('size', word('size'), SIZES.map((each) => ({ value: each, text: each })), closed('size')),
          line('staff', 10, { inputMode: 'numeric', narrow: true }), line('revenue', 16, { inputMode: 'decimal', narrow: true }),
          line('assets', 16, { inputMode: 'decimal', narrow: true }), line('legalPerson', 60),
          field.date('foundedOn', word('foundedOn'), { optional: true, ...closed('foundedOn') }),
        ],
      },
      {
        head: '谁联系、谁走访', hint: null,
        fields: [
          suggest('linkedLeader', around.leaders), suggest('steward', around.stewards),
          field.select('visitDepartment', word('visitDepartment'), around.departments, { optional: true, ...closed('visitDepartment') }),
          field.textarea('remark', word('remark'), { optional: true, maxLength: 500, rows: 3 }),
        ],
      },
    ],
    contacts: around.may('contacts') ? contactBlocks(firm, field) : [],
  }
}

function contactBlocks(firm: Enterprise | null, field: ReturnType<typeof fieldsOf>): EnterpriseFormPage['contacts'] {
  const known = firm?.contacts ?? []
  const shown = Math.min(CONTACT_ROWS, known.length + 1)
  return Array.from({ length: shown }, (_, at) => {
    const own = (part: string) => `contact-${at}-${part}`
    const before = known[at]
    const kept = before?.phones.length ? `现在是 ${before.phones.map(maskPhone).join('、')}，不改就空着` : '手机或带区号的座机，多个用逗号隔开'
    return {
      head: before ? `联系人 ${at + 1}` : '增加联系人',
      fields: [
        field.text(own('name'), '姓名', { optional: true, maxLength: 60 }), field.text(own('title'), '职务', { optional: true, maxLength: 60 }),
        field.text(own('phones'), '联系电话', { optional: true, maxLength: 200, inputMode: 'tel', hint: kept }),
        field.text(own('email'), '邮箱', { optional: true, maxLength: 120, inputMode: 'email', ...(before?.email ? { hint: '已登记，不改就空着' } : {}) }),
        ...(before ? [field.checkbox(own('remove'), '不再是联系人')] : []),
      ],
    }
  })
}
