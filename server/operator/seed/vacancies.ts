import type { PostKind } from '../../../models/post/index.ts'
import type { Role } from '../../../models/user/roles.ts'
import { DEPARTMENTS, type SeedDepartment } from './departments.ts'

/** People of the mockups by department and rank, so that the demo shows what the pictures show. */
export const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'ziran/head': ['吴敬山'],
  'ziran/deputy': ['温书仪'],
  'ziran/officer': ['秦若川', '何闻溪', '段清越', '陆其安'],
  'zhujian/head': ['江砚北'],
  'jiaotong/head': ['卫南浦'],
  'huanjing/head': ['闻一诺'],
  'lianban/coordinator': ['沈砚秋'],
}
export const LEADER_NAMES = ['邵景行', '裴青野', '陶一苇', '骆清和', '祁望舒', '柏景初', '闻人瑾'] as const

export interface Vacancy {
  department: string
  rank: string
  title: string
  roles: Role[]
  isHead?: boolean
  post?: PostKind
}

const times = (n: number, vacancy: Vacancy): Vacancy[] => Array.from({ length: n }, () => vacancy)

function vacanciesOf({ code, kind, name }: SeedDepartment, officers: number): Vacancy[] {
  const chief = /委$/.test(name) ? '主任' : kind === 'bureau' && name.endsWith('局') ? '局长' : '主任'
  if (kind === 'office')
    return code === 'lianban'
      ? [
          { department: code, rank: 'head', title: '主任', roles: ['coordinator'], isHead: true, post: 'head' },
          ...times(5, {
            department: code,
            rank: 'coordinator',
            title: '协调科',
            roles: ['coordinator'],
            post: 'officer',
          }),
          ...times(3, { department: code, rank: 'evaluation', title: '评议组', roles: ['evaluation'] }),
          ...times(2, { department: code, rank: 'statistics', title: '统计组', roles: ['statistics'] }),
          ...times(2, { department: code, rank: 'discipline', title: '纪律组', roles: ['discipline'] }),
        ]
      : [
          { department: code, rank: 'head', title: '主任', roles: ['supervisor'], isHead: true, post: 'head' },
          ...times(4, {
            department: code,
            rank: 'supervisor',
            title: '督查专员',
            roles: ['supervisor'],
            post: 'officer',
          }),
        ]
  const staff: Role = kind === 'district' ? 'districtOfficer' : 'officer'
  return [
    { department: code, rank: 'head', title: chief, roles: ['lead'], isHead: true, post: 'head' },
    { department: code, rank: 'deputy', title: `副${chief}`, roles: ['lead'], post: 'deputy' },
    ...times(kind === 'district' ? 2 : officers, {
      department: code,
      rank: 'officer',
      title: '联络员',
      roles: [staff],
      post: 'officer',
    }),
  ]
}

/** Bureaus with the heaviest load have five officers, those with the lightest three, the others four. */
const HEAVY = new Set([
  'ziran',
  'zhujian',
  'gongxin',
  'jiaotong',
  'chengguan',
  'renshe',
  'fagai',
  'shijian',
  'huanjing',
  'shuiwu',
  'shenpi',
  'shangwu',
])
const LIGHT = new Set([
  'zhongcai',
  'waiban',
  'gongxiao',
  'tiyu',
  'shenji',
  'tongji',
  'tuiyi',
  'gongjijin',
  'yibao',
  'guozi',
  'sifa',
  'dashuju',
  'bangong',
  'yuanlin',
  'yingji',
])
const officersIn = (department: string): number => (HEAVY.has(department) ? 5 : LIGHT.has(department) ? 3 : 4)

export function vacancies(): Vacancy[] {
  return [
    ...LEADER_NAMES.map((_, index): Vacancy => ({
      department: 'bangong',
      rank: 'leader',
      title: index === 0 ? '市长' : '副市长',
      roles: ['leader'],
      post: index === 0 ? 'mayor' : 'viceMayor',
    })),
    ...times(LEADER_NAMES.length, { department: 'bangong', rank: 'secretary', title: '秘书', roles: ['secretary'] }),
    { department: 'dashuju', rank: 'systemAdmin', title: '系统管理员', roles: ['systemAdmin'] },
    { department: 'dashuju', rank: 'securityAdmin', title: '安全管理员', roles: ['securityAdmin'] },
    { department: 'shenji', rank: 'auditAdmin', title: '审计管理员', roles: ['auditAdmin'] },
    ...DEPARTMENTS.flatMap((department) => vacanciesOf(department, officersIn(department.code))),
  ]
}
