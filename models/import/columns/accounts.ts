import type { Column } from './column.ts'

/** Columns of a list of users. Passwords never stand in a workbook: new accounts get one-time passwords. */
export const USER_COLUMNS: readonly Column[] = [
  {
    field: 'account',
    label: '账号',
    reading: 'account',
    required: 'missing-account',
    names: ['账号', '帐号', '登录名', '用户名', '登录账号'],
  },
  {
    field: 'name', label: '姓名', reading: 'personName', required: 'missing-name', length: 40,
    names: ['姓名', '人员姓名', '用户姓名'],
  },
  { field: 'department', label: '单位', reading: 'department', required: 'missing-department',
    names: ['单位', '部门', '所在单位', '工作单位', '所属单位', '单位名称'] },
  { field: 'title', label: '职务', reading: 'text', length: 60, names: ['职务', '岗位', '职位'] },
  { field: 'roles', label: '角色', reading: 'roles', required: 'missing-role', names: ['角色', '权限', '用户角色', '系统角色'] },
  { field: 'phone', label: '手机', reading: 'phone', masked: true, names: ['手机', '手机号', '手机号码', '联系电话', '电话'] },
  { field: 'mail', label: '邮箱', reading: 'email', length: 120, masked: true, names: ['邮箱', '电子邮箱', '电子邮件'] },
]

/** Columns of a list of posts with their present holders. */
export const POST_COLUMNS: readonly Column[] = [
  { field: 'department', label: '单位', reading: 'department', required: 'missing-department',
    names: ['单位', '部门', '所在单位', '单位名称'] },
  {
    field: 'title', label: '岗位', reading: 'text', required: 'missing-title', length: 40,
    names: ['岗位', '职务', '岗位名称', '职位'],
  },
  { field: 'kind', label: '岗位类别', reading: 'postKind', required: 'unknown-kind', names: ['岗位类别', '类别', '岗位类型'] },
  { field: 'holder', label: '任职人账号', reading: 'account', names: ['任职人账号', '账号', '现任账号', '帐号'] },
  { field: 'fromOn', label: '任职日期', reading: 'day', names: ['任职日期', '任职时间', '到任日期', '起始日期'] },
  { field: 'departments', label: '分管部门', reading: 'departments', names: ['分管部门', '联系部门', '分管单位'] },
]
