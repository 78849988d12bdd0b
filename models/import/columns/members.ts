import type { Column } from './column.ts'

const name = (names: readonly string[]): Column => ({
  field: 'name', label: '姓名', reading: 'personName', required: 'missing-name', length: 60, names,
})
const GENDER: Column = { field: 'gender', label: '性别', reading: 'gender', names: ['性别'] }
const ETHNICITY: Column = { field: 'ethnicity', label: '民族', reading: 'ethnicity', length: 20, names: ['民族'] }
const BIRTH: Column = { field: 'birth', label: '出生年月', reading: 'month', names: ['出生年月', '出生日期', '出生时间', '出生'] }
const TERMS: Column = { field: 'terms', label: '届次', reading: 'terms', names: ['届次', '届别', '届', '任届'] }
const REST: readonly Column[] = [
  { field: 'unitAndTitle', label: '单位及职务', reading: 'text', length: 200,
    names: ['单位及职务', '工作单位及职务', '单位职务', '工作单位职务', '工作单位', '单位', '现任职务', '职务'] },
  { field: 'phones', label: '联系电话', reading: 'phones', masked: true,
    names: ['联系电话', '电话', '手机', '手机号', '手机号码', '联系方式', '移动电话', '电话号码'] },
  { field: 'district', label: '所在区市', reading: 'district', names: ['所在区市', '区市', '所属区市', '所属区', '所在区', '居住区市', '属地'] },
  { field: 'liaisonDepartment', label: '联系部门', reading: 'department',
    names: ['联系部门', '对口联系部门', '走访部门', '联系单位', '责任部门'] },
  { field: 'remark', label: '备注', reading: 'remark', length: 500, names: ['备注', '说明'] },
]

/** Columns of the list of deputies. @source forms.md §1 */
export const NPC_COLUMNS: readonly Column[] = [
  name(['姓名', '代表姓名', '人大代表', '人大代表姓名', '代表']),
  GENDER, ETHNICITY, BIRTH, TERMS,
  { field: 'delegation', label: '代表团', reading: 'text', length: 40, names: ['代表团', '所在代表团', '选举单位', '代表小组'] },
  ...REST,
]

/** Columns of the list of CPPCC members. */
export const CPPCC_COLUMNS: readonly Column[] = [
  name(['姓名', '委员姓名', '政协委员', '政协委员姓名', '委员']),
  GENDER, ETHNICITY, BIRTH, TERMS,
  { field: 'sector', label: '界别', reading: 'text', length: 40, names: ['界别', '所属界别', '界别名称'] },
  ...REST,
]

/** Columns of the pool of citizens' representatives. Name and phone are their identity. */
export const REPRESENTATIVE_COLUMNS: readonly Column[] = [
  name(['姓名', '代表姓名', '市民代表', '市民代表姓名']),
  GENDER, BIRTH,
  {
    field: 'category', label: '类别', reading: 'category', required: 'unknown-category',
    names: ['类别', '代表类别', '人员类别', '所属类别'],
  },
  { field: 'district', label: '所在区市', reading: 'district', required: 'missing-district',
    names: ['所在区市', '区市', '所属区市', '所属区', '所在区', '属地'] },
  { field: 'recommendedBy', label: '推荐单位', reading: 'text', length: 80, names: ['推荐单位', '推荐部门', '推荐渠道', '报送单位'] },
  { field: 'phones', label: '联系电话', reading: 'phones', required: 'missing-phone', masked: true,
    names: ['联系电话', '电话', '手机', '手机号', '手机号码', '联系方式'] },
  { field: 'relevance', label: '相关部门', reading: 'tags', names: ['相关部门', '关联部门', '办事部门', '熟悉部门'] },
  { field: 'remark', label: '备注', reading: 'remark', length: 500, names: ['备注', '说明'] },
]
