import type { Raising } from '../../models/card/raising.ts'

/** One thing that would go out, in words. */
export interface Rehearsed {
  /** combined: a 通报 or 约谈 from several cards of a department; it has no case of its own */
  kind: Raising['kind'] | 'combined'
  rung: Raising['rung']
  word: string
  issueNo: string
  issueTitle: string
  category: string
  department: string
  dueOn: string | null
  urgent: boolean
  to: { name: string, post: string }[]
}
