/** Fewer answers than this are never told of on their own. @source domain.md §4 */
export const THRESHOLD = 5

/** One attribute at a time; no other cut exists. @source DESIGN.md §7 Questionnaire */
export const CUTS = { district: '区市', industry: '行业', size: '规模' } as const
export type Cut = keyof typeof CUTS

/** A figure as published: its exact text (`785/9`), '' where nobody scored, null where it is hidden. */
export type Shown = string | null

/** Who answered, from the roll. `answered` null = hidden. */
export interface MakeUp {
  cut: Cut
  rows: { value: string, invited: number, answered: number | null }[]
}

/** Levels (counted from 0 in the order of LEVELS) that are printed as one number. */
export interface LevelClass { levels: number[], count: number }

/** What is printed of the answers to one item on the five levels. */
export interface PrintedLevels {
  classes: LevelClass[]
  valid: number | null
  unknown: number | null
  mean: Shown
  broad: Shown
  narrow: Shown
}

interface OfItem { key: string, number: number, text: string }
export interface LevelResult extends OfItem, PrintedLevels {
  kind: 'level'
  /** '' = of no dimension */
  dimension: string
  /** the scored options with their points: only equal ones are compared */
  scale: string
}
export interface ChoiceResult extends OfItem {
  kind: 'choice'
  several: boolean
  n: number | null
  options: { text: string, count: number | null }[]
}
export interface ScaleResult extends OfItem {
  kind: 'scale'
  n: number | null
  promoters: number | null
  passives: number | null
  detractors: number | null
  nps: Shown
}
export interface NumberResult extends OfItem { kind: 'number', n: number | null, mean: Shown }
/** texts and days: only how many there are */
export interface CountResult extends OfItem { kind: 'text' | 'date', n: number | null }
export type ItemResult = LevelResult | ChoiceResult | ScaleResult | NumberResult | CountResult

export interface DimensionResult { name: string, mean: Shown, items: string[] }

/** The index weighted by the invited firms of each size, with what it is made of. @source domain.md §7 */
export interface IndexResult {
  /** the item it is made of; '' = all items on the five levels together */
  key: string
  /** `n` = answers of that size, scored or not */
  strata: { value: string, population: number, n: number | null, mean: Shown }[]
  index: Shown
  unweighted: Shown
  /** a stratum had no scored answer, and the rest was renormalised */
  partial: boolean
}

export interface GroupColumn { kind: 'dimension' | 'item' | 'nps', name: string }

/** One of the fixed tables: the groups of one attribute, each with its answers and figures. */
export interface GroupTable {
  cut: Cut
  columns: GroupColumn[]
  rows: { value: string, n: number | null, cells: Shown[] }[]
}

/** Size × district, only where dense. */
export interface CrossTable {
  name: string
  districts: string[]
  sizes: string[]
  n: (number | null)[][]
  means: Shown[][]
}

/** Everything that is published of a questionnaire: computed once, suppressed together, stored. */
export interface Figures {
  invited: number
  answers: number
  makeUp: MakeUp[]
  items: ItemResult[]
  dimensions: DimensionResult[]
  /** mean of the dimensions */
  overall: Shown
  index: IndexResult | null
  tables: GroupTable[]
  cross: CrossTable | null
}
