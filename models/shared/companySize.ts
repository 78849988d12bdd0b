import { compare, fraction, parseRational, type Rational } from './rational.ts'
import { industryOf } from './industries.ts'

export type CompanySize = '大型' | '中型' | '小型' | '微型'
/** `industryTooCoarse`: more digits decide; `notCovered`: outside the 办法; `missing`: a figure is not known. */
export type NoSizeReason = 'badIndustry' | 'industryTooCoarse' | 'notCovered' | 'missing'

export const NO_SIZE_WORDS: Record<NoSizeReason, string> = {
  badIndustry: '行业代码不存在', industryTooCoarse: '行业要填到大类或中类才能划型', notCovered: '该行业不在划型办法范围内',
  missing: '缺少从业人员、营业收入或资产总额',
}

export interface CompanyFigures {
  /** letter of GB/T 4754 with 0 to 4 digits */
  industry: string
  staff: number | null
  /** 万元, decimal text */
  revenue: string | null
  /** 万元, decimal text */
  assets: string | null
}

type Indicator = 'staff' | 'revenue' | 'assets'
/** lower bounds of large, medium, small */
type Bounds = readonly [number, number, number]
type Rule = Partial<Record<Indicator, Bounds>> | 'notCovered'

const STAFF_ONLY: Rule = { staff: [300, 100, 10] }
const INDUSTRIAL: Rule = { staff: [1000, 300, 20], revenue: [40000, 2000, 300] }
const TRANSPORT: Rule = { staff: [1000, 300, 20], revenue: [30000, 3000, 200] }
const STORAGE: Rule = { staff: [200, 100, 20], revenue: [30000, 1000, 100] }
const HOSPITALITY: Rule = { staff: [300, 100, 10], revenue: [10000, 2000, 100] }
const TRANSMISSION: Rule = { staff: [2000, 100, 10], revenue: [100000, 1000, 100] }

/** Codes by prefix and what counts for them. @source domain.md §5 规模 (统计上大中小微型企业划分办法 2017) */
const RULES: readonly (readonly [string, Rule])[] = [
  ['A', { revenue: [20000, 500, 50] }],
  ['B', INDUSTRIAL], ['C', INDUSTRIAL], ['D', INDUSTRIAL],
  ['E', { revenue: [80000, 6000, 300], assets: [80000, 5000, 300] }],
  ['F51', { staff: [200, 20, 5], revenue: [40000, 5000, 1000] }],
  ['F52', { staff: [300, 50, 10], revenue: [20000, 500, 100] }],
  ['G53', 'notCovered'],
  ['G54', TRANSPORT], ['G55', TRANSPORT], ['G56', TRANSPORT], ['G57', TRANSPORT], ['G58', TRANSPORT],
  ['G591', TRANSPORT],
  ['G592', STORAGE], ['G593', STORAGE], ['G594', STORAGE], ['G595', STORAGE], ['G596', STORAGE], ['G599', STORAGE],
  ['G60', { staff: [1000, 300, 20], revenue: [30000, 2000, 100] }],
  ['H', HOSPITALITY],
  ['I63', TRANSMISSION], ['I64', TRANSMISSION],
  ['I65', { staff: [300, 100, 10], revenue: [10000, 1000, 50] }],
  ['J', 'notCovered'],
  ['K701', { revenue: [200000, 1000, 100], assets: [10000, 5000, 2000] }],
  ['K702', { staff: [1000, 300, 100], revenue: [5000, 1000, 500] }],
  ['K703', STAFF_ONLY], ['K704', 'notCovered'], ['K709', STAFF_ONLY],
  ['L', { staff: [300, 100, 10], assets: [120000, 8000, 100] }],
  ['M', STAFF_ONLY], ['N', STAFF_ONLY], ['O', STAFF_ONLY],
  ['P', 'notCovered'],
  ['Q84', 'notCovered'], ['Q85', STAFF_ONLY],
  ['R', STAFF_ONLY],
  ['S', 'notCovered'], ['T', 'notCovered'],
]

const SIZES: readonly CompanySize[] = ['微型', '小型', '中型', '大型']

/**
 * 大中小微 of a firm. All lower bounds are needed for large, medium and small; one indicator at micro is enough, even when
 * another is not known. Where the industry or a figure does not suffice, `size` is null with the reason.
 */
export function companySize(figures: CompanyFigures): { size: CompanySize | null; reason: NoSizeReason | null } {
  const rule = ruleFor(figures.industry)
  if (typeof rule === 'string') return { size: null, reason: rule }
  const levels = Object.entries(rule).map(([indicator, bounds]) => levelOf(figures, indicator as Indicator, bounds))
  const known = levels.filter((level) => level !== null)
  const lowest = Math.min(...known)
  if (known.length < levels.length && lowest !== 0) return { size: null, reason: 'missing' }
  return { size: SIZES[lowest] ?? null, reason: null }
}

function ruleFor(industry: string): Exclude<Rule, 'notCovered'> | NoSizeReason {
  if (!exists(industry)) return 'badIndustry'
  const own = RULES.find(([prefix]) => industry.startsWith(prefix))
  const matching = own ? [own] : RULES.filter(([prefix]) => prefix.startsWith(industry))
  const candidates = new Set(matching.map(([, rule]) => rule))
  if (candidates.size > 1) return 'industryTooCoarse'
  const [rule] = candidates
  return rule ?? 'badIndustry'
}

function exists(code: string): boolean {
  const [, section = '', digits = ''] = /^([A-T])(\d{0,4})$/.exec(code) ?? []
  const industry = industryOf(section)
  if (!industry) return false
  const [from, to] = industry.divisions
  if (digits.length === 0) return true
  const first = Number(digits.slice(0, 2).padEnd(2, '0'))
  const last = Number(digits.slice(0, 2).padEnd(2, '9'))
  return first <= to && from <= last
}

function levelOf(figures: CompanyFigures, indicator: Indicator, bounds: Bounds): number | null {
  const value = exact(figures[indicator])
  return value === null ? null : bounds.filter((bound) => compare(value, fraction(bound)) >= 0).length
}

const exact = (value: number | string | null): Rational | null => (value === null ? null : parseRational(String(value)))
