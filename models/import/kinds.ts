import { POST_COLUMNS, USER_COLUMNS } from './columns/accounts.ts'
import type { Column } from './columns/column.ts'
import { ENTERPRISE_COLUMNS } from './columns/enterprises.ts'
import { OPINION_COLUMNS } from './columns/opinions.ts'
import { CPPCC_COLUMNS, NPC_COLUMNS, REPRESENTATIVE_COLUMNS } from './columns/members.ts'

/** A kind of roster: its words, its columns, and which fields make two rows the same record. */
export interface ImportKind {
  /** 重点企业 … */
  label: string
  /** 家, 人, 个 */
  counter: string
  columns: readonly Column[]
  /** `code`: by uscc; `person`: name with phone or unit; `pool`: name with phone; `key`: the fields of `key` */
  identity: 'code' | 'person' | 'pool' | 'key'
  key: readonly string[]
  /** the fields that name a row on the page */
  shown: readonly [string, string]
}

export const IMPORT_KINDS = {
  enterprises: {
    label: '重点企业', counter: '家', columns: ENTERPRISE_COLUMNS, identity: 'code', key: ['uscc'], shown: ['name', 'uscc'],
  },
  npc: {
    label: '人大代表', counter: '人', columns: NPC_COLUMNS, identity: 'person', key: ['name'],
    shown: ['name', 'unitAndTitle'],
  },
  cppcc: {
    label: '政协委员', counter: '人', columns: CPPCC_COLUMNS, identity: 'person', key: ['name'],
    shown: ['name', 'unitAndTitle'],
  },
  representatives: {
    label: '市民代表推荐库', counter: '人', columns: REPRESENTATIVE_COLUMNS, identity: 'pool', key: ['name'],
    shown: ['name', 'category'],
  },
  opinions: {
    label: '会场意见表', counter: '条', columns: OPINION_COLUMNS, identity: 'key', key: ['session', 'sheetNo', 'text'],
    shown: ['text', 'department'],
  },
  users: {
    label: '用户', counter: '人', columns: USER_COLUMNS, identity: 'key', key: ['account'], shown: ['name', 'account'],
  },
  posts: {
    label: '岗位', counter: '个', columns: POST_COLUMNS, identity: 'key', key: ['department', 'title'],
    shown: ['title', 'department'],
  },
} as const satisfies Record<string, ImportKind>

export type ImportKindName = keyof typeof IMPORT_KINDS

/** The kind by its name, typed for any of them. */
export function importKind(name: ImportKindName): ImportKind {
  return IMPORT_KINDS[name]
}
