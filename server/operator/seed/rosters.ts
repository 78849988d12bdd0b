import { Types } from 'mongoose'
import type { Category } from '../../../models/category/index.ts'
import type { Department } from '../../../models/department/index.ts'
import type { District } from '../../../models/district/index.ts'
import { enterpriseKeys } from '../../../models/enterprise/keys.ts'
import type { Enterprise } from '../../../models/enterprise/index.ts'
import type { Member } from '../../../models/member/index.ts'
import { memberKeys } from '../../../models/member/keys.ts'
import { DEPARTMENTS, DISTRICTS, GROUPS } from './departments.ts'
import { DUTIES, TARGETS } from './duties.ts'
import type { SeedEnterprise } from './enterprises.ts'
import type { SeedMember } from './members.ts'
import type { People } from './people.ts'
import type { Random } from './random.ts'

/** Departments as stored, each with a contact and a phone: the office's papers always name one. */
export const departmentRows = ({ officersOf, users }: People): Department[] =>
  DEPARTMENTS.map((department, index) => {
    const contact =
      users.find(({ _id }) => _id === officersOf(department.code)[0]?.id) ??
      users.find((user) => user.department === department.code)
    return {
      _id: department.code,
      name: department.name,
      shortName: department.shortName,
      kind: department.kind,
      group: department.group === null ? null : GROUPS.findIndex((group) => group === department.group) + 1,
      district: department.districtCode,
      order: index + 1,
      phone: contact?.phone ?? '',
      contactName: contact?.name ?? '',
      duties: DUTIES[department.code] ?? '',
      targets: department.kind === 'bureau' ? [...TARGETS] : [],
      address: '',
      aliases: [],
      archivedAt: null,
    }
  })

export const districtRows = (): District[] =>
  DISTRICTS.map(({ code, name }, index) => ({
    _id: code,
    name,
    kind: '行政区',
    order: index + 1,
    validFrom: null,
    validTo: null,
  }))

/** Category: code, name, proposed lead, who verifies, usual grade, words that mean it. @source domain.md §2.2 */
const CATEGORIES: readonly (readonly [string, string, string | null, string | null, Category['grade'], string])[] = [
  ['zcdx', '政策兑现', 'caizheng', null, '一般', '补贴 奖励 兑付'],
  ['spbs', '审批办事', 'shenpi', null, '一般', '许可 证照 窗口'],
  ['ysbz', '要素保障', 'fagai', null, '一般', '水 电 气 热 路'],
  ['ydgh', '用地规划', 'ziran', 'shenpi', '复杂', '土地 规划 不动产'],
  ['rz', '融资', 'jinrong', null, '一般', '贷款 抽贷 担保'],
  ['ygrc', '用工人才', 'renshe', null, '一般', '招工 社保 人才'],
  ['sf', '税费', 'caizheng', null, '一般', '收费 退税'],
  ['sckt', '市场开拓', 'shangwu', null, '一般', '招标 订单 展会'],
  ['tqzk', '拖欠账款', 'guozi', 'shenji', '复杂', '欠款 工程款 尾款'],
  ['zfjg', '执法监管', 'sifa', null, '一般', '检查 处罚'],
  ['cxly', '诚信履约', 'shangwu', null, '复杂', '承诺 招商协议'],
  ['qt', '其他', null, null, '一般', '民生'],
]

export const categoryRows = (): Category[] =>
  CATEGORIES.map(([code, name, leadDepartment, verifyingDepartment, grade, synonyms], index) => ({
    _id: code,
    name,
    order: index + 1,
    leadDepartment,
    verifyingDepartment,
    grade,
    synonyms: synonyms.split(' '),
    archivedAt: null,
  }))

/** Code, verifier and usual grade of a category by its name. */
export function categoryOf(name: string): { code: string; verifying: string; grade: Category['grade'] } {
  const found = CATEGORIES.find(([, each]) => each === name)
  if (!found) throw new RangeError(`no category ${name}`)
  return { code: found[0], verifying: found[3] ?? 'lianban', grade: found[4] }
}

/** Bureaus that look after firms, by weight; the others keep contact with deputies and members alone. */
const STEWARDS: Readonly<Record<string, number>> = {
  gongxin: 12,
  fagai: 7,
  keji: 6,
  shangwu: 9,
  nongye: 5,
  haiyang: 5,
  wenlv: 4,
  jinrong: 4,
  minying: 7,
  ziran: 5,
  huanjing: 4,
  zhujian: 6,
  jiaotong: 5,
  shijian: 5,
  shenpi: 4,
  renshe: 4,
  caizheng: 3,
  guozi: 4,
  dashuju: 3,
  chengguan: 3,
  shuiwu: 3,
  yingji: 3,
}

export function enterpriseRows(
  firms: readonly SeedEnterprise[],
  { leaders, officersOf, posts }: People,
  createdAt: Date,
  random: Random,
): Enterprise[] {
  return firms.map((firm, index): Enterprise => {
    // 秦若川's bureau keeps the firm of the mockups
    const visitDepartment = index === 0 ? 'ziran' : random.weighted(STEWARDS)
    const steward = random.pick(officersOf(visitDepartment))
    const leader = leaders[firm.leader]
    return {
      _id: new Types.ObjectId(),
      uscc: firm.creditCode,
      name: firm.name,
      shortName: firm.shortName,
      ...enterpriseKeys(firm.name, firm.shortName),
      district: firm.districtCode,
      address: firm.address,
      industry: firm.industrySection,
      industryText: firm.industryName,
      size: firm.size,
      staff: firm.staff,
      revenue: String(firm.revenueWan),
      assets: String(firm.assetsWan),
      legalPerson: firm.contacts[0]?.name ?? '',
      foundedOn: [random.int(1998, 2021), random.int(11, 12), random.int(10, 28)].join('-'),
      contacts: firm.contacts.map(({ name, title, phone }) => ({ name, title, phones: [phone], email: '' })),
      linkedLeader:
        firm.archived || !leader
          ? { name: '', post: null, user: null }
          : {
              name: leader.name,
              post: posts.find(({ holders }) => holders[0]?.user === leader._id)?._id ?? null,
              user: leader._id,
            },
      steward: { name: steward.name, user: steward.id },
      visitDepartment,
      codeOverride: null,
      remark: '',
      archivedAt: firm.archived ? createdAt : null,
      archivedWhy: firm.archived ? '已迁出本市' : '',
      createdAt,
      updatedAt: createdAt,
    }
  })
}

const TERM_WORDS: Readonly<Record<number, string>> = { 13: '第十三届', 14: '第十四届', 16: '第十六届', 17: '第十七届' }

export function memberRows(members: readonly SeedMember[], createdAt: Date, random: Random): Member[] {
  const bureaus = DEPARTMENTS.filter(({ kind }) => kind === 'bureau').map(({ code }) => code)
  return members.map((member): Member => ({
    _id: new Types.ObjectId(),
    kind: member.kind,
    name: member.name,
    ...memberKeys(member.name),
    gender: random.chance(0.36) ? '女' : '男',
    ethnicity: '汉族',
    birth: `${random.int(1958, 1990)}-${String(random.int(1, 12)).padStart(2, '0')}`,
    terms: member.terms.map(({ term, from, to }) => ({
      term: TERM_WORDS[term] ?? String(term),
      fromOn: from,
      toOn: to,
    })),
    delegation: member.kind === 'npc' ? member.constituency : '',
    sector: member.kind === 'cppcc' ? member.constituency : '',
    unitAndTitle: `${member.organisation}${member.title}`,
    phones: [member.phone],
    district: member.districtCode,
    liaisonDepartment: random.pick(bureaus),
    remark: '',
    archivedAt: null,
    archivedWhy: '',
    createdAt,
    updatedAt: createdAt,
  }))
}
