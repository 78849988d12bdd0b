import type { Act } from '../user/permissions.ts'
import type { Enterprise } from './index.ts'

/** What a form may change of a firm, in the form's order. */
export type EnterpriseFacts = Pick<Enterprise,
  | 'name' | 'shortName' | 'uscc' | 'district' | 'address' | 'industry' | 'industryText' | 'size' | 'staff' | 'revenue' | 'assets'
  | 'legalPerson' | 'foundedOn' | 'contacts' | 'linkedLeader' | 'steward' | 'visitDepartment' | 'remark'>
export type EnterpriseField = keyof EnterpriseFacts

/**
 * Each field's word and the act that may change it: what identifies a firm and who answers for it is the office's, the rest
 * also of those who visit. @source DESIGN.md §7 Rights
 */
export const ENTERPRISE_FIELDS: Record<EnterpriseField, { word: string, act: Act }> = {
  name: { word: '企业名称', act: 'enterprise.create' },
  shortName: { word: '简称', act: 'enterprise.edit' },
  uscc: { word: '统一社会信用代码', act: 'enterprise.create' },
  district: { word: '所属区市', act: 'enterprise.create' },
  address: { word: '详细地址', act: 'enterprise.edit' },
  industry: { word: '行业门类', act: 'enterprise.edit' },
  industryText: { word: '行业说明', act: 'enterprise.edit' },
  size: { word: '规模', act: 'enterprise.edit' },
  staff: { word: '从业人员', act: 'enterprise.edit' },
  revenue: { word: '营业收入', act: 'enterprise.edit' },
  assets: { word: '资产总额', act: 'enterprise.edit' },
  legalPerson: { word: '法定代表人', act: 'enterprise.edit' },
  foundedOn: { word: '成立日期', act: 'enterprise.edit' },
  contacts: { word: '联系人', act: 'enterprise.edit' },
  linkedLeader: { word: '联系市领导', act: 'enterprise.create' },
  steward: { word: '服务专员', act: 'enterprise.create' },
  visitDepartment: { word: '走访部门', act: 'enterprise.create' },
  remark: { word: '备注', act: 'enterprise.edit' },
}
export const ENTERPRISE_FIELD_NAMES = Object.keys(ENTERPRISE_FIELDS) as EnterpriseField[]
