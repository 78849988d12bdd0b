import { attributesOf, OTHER, type Traits } from '../answer/attributes.ts'
import type { AnswerAttribute, Confidentiality } from '../questionnaire/index.ts'
import { CUTS, type Cut } from './shape.ts'

/** Invited firms that are alike, with how many they are and how many of them answered. */
export interface RollGroup extends Traits { count: number, answered: number }

/** 小型 and 微型 are one stratum. @source domain.md §7 Enterprise index */
const SIZE_CLASSES: Readonly<Record<string, string>> = { 小型: '小微', 微型: '小微' }
const SIZE_ORDER = ['大型', '中型', '小微', '未划型']
const ALL_CUTS = Object.keys(CUTS) as Cut[]

export const sizeClass = (size: string): string => SIZE_CLASSES[size] ?? size
const traitOf = (traits: Partial<Traits>, cut: Cut): string =>
  (cut === 'size' ? sizeClass(traits.size ?? '') : (traits[cut] ?? ''))

/** How the answers of a questionnaire fall into groups. */
export interface Grouping {
  cuts: Cut[]
  /** the group of an invited firm */
  ofFirm(cut: Cut, firm: Traits): string
  /** the group of an answer */
  ofAnswer(cut: Cut, attributes: Record<string, string>): string
  /** all groups that firms were invited of, in a fixed order */
  values(cut: Cut): string[]
}

/**
 * A confidential answer falls into its firm's district, industry and size. An anonymous one knows at most the classes of
 * two attributes, with what is rare as 其他.
 */
export function groupingOf(
  { confidentiality, attributes }: { confidentiality: Confidentiality, attributes: readonly AnswerAttribute[] },
  roll: readonly RollGroup[],
): Grouping {
  const anonymous = confidentiality === 'anonymous'
  const used = attributes.slice(0, 2)
  const classed = anonymous
    ? new Map(roll.map((firm) => [keyOf(firm), attributesOf(used, roll, firm)]))
    : new Map<string, Record<string, string>>()
  const ofFirm = (cut: Cut, firm: Traits) =>
    (anonymous ? (classed.get(keyOf(firm))?.[cut] ?? OTHER) : traitOf(firm, cut))
  return {
    cuts: anonymous ? used.map(({ name }) => name) : ALL_CUTS,
    ofFirm,
    ofAnswer: (cut, own) => (anonymous ? (own[cut] ?? OTHER) : traitOf(own, cut)),
    values: (cut) => {
      const order = anonymous ? classOrder(used, cut) : cut === 'size' ? SIZE_ORDER : []
      return inOrder(new Set(roll.map((firm) => ofFirm(cut, firm))), order)
    },
  }
}

/** The groups of the roll itself, whatever answers may say: who was invited and who has answered is no answer. */
export const rollValues = (roll: readonly RollGroup[], cut: Cut): string[] =>
  inOrder(new Set(roll.map((firm) => traitOf(firm, cut))), cut === 'size' ? SIZE_ORDER : [])
export const rollValue = (firm: RollGroup, cut: Cut): string => traitOf(firm, cut)

const keyOf = ({ district, industry, size }: Traits) => JSON.stringify([district, industry, size])
const classOrder = (attributes: readonly AnswerAttribute[], cut: Cut): string[] =>
  (attributes.find(({ name }) => name === cut)?.classes ?? []).map(({ value }) => value)

/** As listed, then by name; unknown and 其他 last. */
function inOrder(values: ReadonlySet<string>, order: readonly string[]): string[] {
  const place = (value: string) => {
    if (value === '' || value === OTHER) return 10_000
    const at = order.indexOf(value)
    return at < 0 ? 5_000 : at
  }
  return [...values].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}
