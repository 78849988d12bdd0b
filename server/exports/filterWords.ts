import { ORDER_TABS } from '../../models/card/orderList.ts'
import type { ExportKind } from '../../models/exportRecord/index.ts'
import { INVITATION_TABS } from '../../models/invitation/queries.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { TABS } from '../../models/issue/tabs.ts'
import { RAISER_KINDS, STATES } from '../../models/issue/words.ts'
import { MEMBER_KINDS } from '../../models/member/index.ts'
import { SUBJECT_TYPES } from '../../models/visit/subject.ts'
import type { Words } from './names.ts'

const LABELS: Record<string, string> = {
  tab: '页签', due: '时限', part: '身份', department: '部门', state: '状态', kind: '类别', type: '对象', category: '类别', district: '区市', grade: '等级',
  rung: '预警', result: '结果', age: '交办已满（天）', q: '含', term: '届次', industry: '行业', size: '规模', leader: '联系市领导', steward: '服务专员',
  mode: '方式', from: '从', to: '到', preset: '版式', archived: '已归档', handler: '承办人',
}

const VALUES: Record<string, string> = {
  ...TABS, ...STATES, ...RAISER_KINDS, ...MEMBER_KINDS, ...SUBJECT_TYPES, ...RUNG_WORDS, mine: '我的', department: '本部门', planned: '计划',
  unconfirmed: '待确认', meeting: '会议用表', full: '全套', lead: '牵头', co: '协办', verifying: '核验', visiting: '走访', any: '不限',
}

/** Tabs that are called otherwise on one list than on the others. */
const TAB_WORDS: Partial<Record<ExportKind, Record<string, string>>> = { orders: ORDER_TABS, invitations: INVITATION_TABS }

/**
 * The filter of a list in words, for the register: `页签：超期；部门：自然资源和规划局`. 全部 where nothing was
 * narrowed.
 */
export function filterWords(kind: ExportKind, query: Readonly<Record<string, string>>, words: Words): string {
  const tabs = TAB_WORDS[kind] ?? VALUES
  const codes: Record<string, (code: string) => string> = { department: words.department, district: words.district, category: words.category }
  const parts = Object.entries(query).flatMap(([name, value]) => {
    const label = LABELS[name]
    if (!label || value === '') return []
    return [`${label}：${codes[name]?.(value) ?? (name === 'handler' ? '指定的人' : (name === 'tab' ? tabs : VALUES)[value] ?? value)}`]
  })
  return parts.length === 0 ? '全部' : parts.join('；').slice(0, 500)
}
