/** The kinds of items. Branching and other kinds can join without touching the stored ones. */
export const ITEM_KINDS = { single: '单选', multiple: '多选', matrix: '五级矩阵', scale: '0–10 分', number: '数字', date: '日期', short: '短文本', long: '长文本' } as const
export type ItemKind = keyof typeof ITEM_KINDS

/** The five levels and 未接触, which is not scored. @source domain.md §4, §7 (scale G5) */
export const LEVELS = [
  { value: '5', text: '很满意', points: 100 },
  { value: '4', text: '满意', points: 80 },
  { value: '3', text: '基本满意', points: 60 },
  { value: '2', text: '不太满意', points: 30 },
  { value: '1', text: '不满意', points: 0 },
  { value: '0', text: '未接触', points: null },
] as const

export interface Item {
  /** unique in the version; answers are kept under it */
  key: string
  /** running number as printed */
  number: number
  kind: ItemKind
  text: string
  help: string
  required: boolean
  options: { value: string, text: string }[]
  /** rows of a matrix, each answered by a level */
  rows: { key: string, number: number, text: string, help: string }[]
  maxLength: number
  /** a text whose answer may become an issue when 请联系我 is ticked */
  contactable: boolean
}

export interface Section {
  key: string
  title: string
  /** the dimension whose index its matrix rows make, '' when none */
  dimension: string
  intro: string
  items: Item[]
}

/** What was answered, by item key (`m1.3` for row 3 of matrix m1). A list where several may be ticked. */
export type Values = Record<string, string | string[]>
