import { EnterpriseModel, type Enterprise } from '../../models/enterprise/index.ts'
import { enterpriseKeys } from '../../models/enterprise/keys.ts'
import { MemberModel, type Member } from '../../models/member/index.ts'
import { memberKeys } from '../../models/member/keys.ts'

const CREATED = new Date('2026-01-05T09:00:00+08:00')
let count = 0

/** A firm with valid facts; a test names only what matters. */
export async function anEnterprise(values: Partial<Enterprise> = {}): Promise<Enterprise> {
  const number = ++count
  const name = values.name ?? `测试企业${number}有限公司`
  const document = await EnterpriseModel.create({
    uscc: `TEST${String(number).padStart(14, '0')}`, name, ...enterpriseKeys(name, values.shortName ?? ''), district: '370212',
    contacts: [{ name: '贺临洲', title: '总经理', phones: ['13800005678'], email: '' }],
    linkedLeader: { name: '顾行止', post: null, user: null }, steward: { name: '何闻溪', user: null }, visitDepartment: 'zrzy',
    createdAt: CREATED, updatedAt: CREATED, ...values,
  })
  return document.toObject()
}

/** A deputy, or a CPPCC member by `kind`. */
export async function aMember(values: Partial<Member> = {}): Promise<Member> {
  const name = values.name ?? `代表${++count}`
  const document = await MemberModel.create({
    kind: 'npc', name, ...memberKeys(name), terms: [{ term: '第十七届', fromOn: '2022-01-01', toOn: null }], delegation: '崂山代表团',
    unitAndTitle: '某公司董事长', phones: ['13900001234'], district: '370212', liaisonDepartment: 'zrzy', createdAt: CREATED,
    updatedAt: CREATED, ...values,
  })
  return document.toObject()
}
