import type { Scale } from '../scoringPlan/scales.ts'
import { COMMENT_SIGNS, type Ballot } from './content.ts'

/** What a ballot page posts: option numbers and comments by department, as typed. */
export interface TypedBallot {
  marks: Readonly<Record<string, string | string[] | undefined>>
  comments: Readonly<Record<string, string | string[] | undefined>>
}

export interface ReadBallot {
  /** in the group's order; a department with a complaint has no mark */
  ballot: Ballot
  /** by department code; what is wrong and what to do */
  complaints: Record<string, string>
  /** names in the form that belong to no department of this group */
  strangers: string[]
}

/**
 * Reads a posted ballot. A department without a mark is 弃权, that is no mistake. Two options for one, an option that
 * is not on the paper, a comment that is too long and a department of another group are told apart, and the rest is
 * kept.
 * @source domain.md §7 Ballot validity, forms.md §7 填票说明
 */
export function readBallot(
  departments: readonly { code: string, name: string }[], scale: Scale, typed: TypedBallot,
): ReadBallot {
  const complaints: Record<string, string> = {}
  const ballot = departments.map(({ code, name }) => {
    const given = [typed.marks[code] ?? []].flat().filter((each) => each !== '')
    const comment = tidy([typed.comments[code] ?? ''].flat().at(-1) ?? '')
    const complaint = markComplaint(name, given, scale) ?? commentComplaint(name, comment)
    if (complaint !== null) complaints[code] = complaint
    return { mark: complaint === null && given[0] !== undefined ? Number(given[0]) : onlyMark(given, scale), comment }
  })
  const known = new Set(departments.map(({ code }) => code))
  const named = new Set([...Object.keys(typed.marks), ...Object.keys(typed.comments)])
  return { ballot, complaints, strangers: [...named].filter((code) => !known.has(code)) }
}

/** Codes of departments without a mark, in the group's order. */
export const unmarked = (departments: readonly { code: string }[], ballot: Ballot): string[] =>
  departments.flatMap(({ code }, at) => (ballot[at]?.mark === null ? [code] : []))

const isOption = (text: string, scale: Scale): boolean => /^\d$/.test(text) && Number(text) < scale.options.length

const onlyMark = (given: readonly string[], scale: Scale): number | null => {
  const [first] = given
  return given.length === 1 && first !== undefined && isOption(first, scale) ? Number(first) : null
}

function markComplaint(name: string, given: readonly string[], scale: Scale): string | null {
  if (given.length > 1) return `${name}选了 ${given.length} 项，只能选一项，请重新选`
  const [first] = given
  return first === undefined || isOption(first, scale) ? null : `${name}的选项不在票面上，请重新选`
}

function commentComplaint(name: string, comment: string): string | null {
  const signs = [...comment].length
  return signs > COMMENT_SIGNS ? `给${name}的意见最多 ${COMMENT_SIGNS} 个字，现在是 ${signs} 个字` : null
}

const tidy = (text: string): string => text.replace(/\r\n?/g, '\n').trim()
