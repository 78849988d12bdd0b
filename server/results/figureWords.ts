import type { Questionnaire } from '../../models/questionnaire/index.ts'
import { CUTS, type Cut, type Figures, type Shown } from '../../models/result/shape.ts'
import type { Trend } from '../../models/result/trend.ts'
import { OTHER } from '../../models/answer/attributes.ts'
import { industryOf } from '../../models/shared/industries.ts'
import { displayText, parseRational } from '../../models/shared/rational.ts'
import { countText } from '../lib/format.ts'

export const HIDDEN = '隐去'
/** Said wherever a table hides something. */
export const HIDDEN_NOTE = '“隐去”：少于 5 份答卷的数不公布；为了不让人用合计减出来，另有相邻的数一并隐去。'
export const MERGED_NOTE = '有的等级少于 5 份，已和相邻的等级合并公布。'

/** A published figure in words: two decimals, — where nobody scored. */
export const shownText = (value: Shown, decimals = 2): string =>
  (value === null ? HIDDEN : value === '' ? '—' : displayText(parseRational(value), decimals))
export const shownCount = (count: number | null): string => (count === null ? HIDDEN : countText(count))
export const percentText = (value: Shown): string => (value === null || value === '' ? shownText(value) : `${shownText(value, 1)}%`)

/** `+1.24`, `-0.30`, `0.00`; the reason where there is nothing to compare. */
export function changeText({ change, why }: Trend): string {
  if (change === null) return why ?? '—'
  const words = displayText(change)
  return change.num > 0n ? `+${words}` : words
}

/** How far a bar reaches of 100, for drawing. */
export const share = (value: Shown): number =>
  (value === null || value === '' ? 0 : Math.max(0, Math.min(100, Number(displayText(parseRational(value))))))

export type GroupNames = (cut: Cut, value: string) => string

/** What the groups are called. */
export function groupNames(
  { confidentiality, attributes }: Pick<Questionnaire, 'confidentiality' | 'attributes'>,
  districts: ReadonlyMap<string, string>,
): GroupNames {
  const plain: Record<Cut, (value: string) => string> = {
    district: (value) => districts.get(value) ?? value,
    industry: (value) => industryOf(value)?.shortName ?? value,
    size: (value) => value,
  }
  return (cut, value) => {
    if (value === '') return '未填'
    if (value === OTHER) return OTHER
    const classes = confidentiality === 'anonymous' ? attributes.find(({ name }) => name === cut)?.classes : undefined
    return classes?.find((each) => each.value === value)?.text ?? plain[cut](value)
  }
}

export const cutWord = (cut: Cut): string => CUTS[cut]

/** Whether anything is hidden in the fixed tables or the make-up. */
export const hidesSomething = ({ makeUp, tables, cross }: Figures): boolean =>
  makeUp.some(({ rows }) => rows.some(({ answered }) => answered === null))
  || tables.some(({ rows }) => rows.some(({ n, cells }) => n === null || cells.includes(null)))
  || (cross?.n.flat().includes(null) ?? false)
