import type { Reason } from '../reasons.ts'

/** How the cells of a column are read; the parsers are in ../parsers.ts. */
export type Reading =
  | 'firmName' | 'personName' | 'person' | 'text' | 'remark' | 'code' | 'district' | 'industry' | 'size' | 'count'
  | 'money' | 'phones' | 'phone' | 'email' | 'day' | 'month' | 'terms' | 'gender' | 'ethnicity' | 'category' | 'tags'
  | 'account' | 'roles' | 'postKind' | 'department' | 'departments'

/** One field of a kind of roster: how its column is found and how its cells are read. */
export interface Column {
  field: string
  /** our word for it, as the page shows it */
  label: string
  reading: Reading
  /** headers that certainly mean this field, without white space and parentheses; the first is printed on templates */
  names: readonly string[]
  /** in a two-row header: names above, under which `leaves` mean this field */
  under?: readonly string[]
  leaves?: readonly string[]
  /** why a row without it is refused */
  required?: Reason
  /** longest text kept */
  length?: number
  /** personal data that the preview masks unless the reader may see it */
  masked?: true
}
