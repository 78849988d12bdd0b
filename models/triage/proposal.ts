/** A category or department as far as its words go. */
interface Named { _id: string, words: readonly string[] }

/** What the form of a new case starts with. Everything can be changed by whoever decides. */
export interface Proposal { title: string, category: string | null, department: string | null }

const TITLE_SIGNS = 30

/**
 * Title, category and department that a quote seems to speak of: the longest of their words that stands in it decides.
 * @param categories with the department that leads each, which is proposed where the quote names none
 */
export function proposalFor(
  quote: string, categories: readonly (Named & { leadDepartment: string | null })[], departments: readonly Named[],
): Proposal {
  const category = named(quote, categories)
  const department = named(quote, departments)?._id ?? category?.leadDepartment ?? null
  return { title: titleOf(quote), category: category?._id ?? null, department }
}

/** The first clauses of a quote that fit into a title; a single long one is cut. */
export function titleOf(quote: string): string {
  const clauses = quote.replaceAll(/\s+/g, ' ').trim().match(/[^，。；！？\n]+[，。；！？]?/g) ?? []
  let title = ''
  for (const clause of clauses) {
    if ([...`${title}${clause}`].length > TITLE_SIGNS) break
    title += clause
    if (/[。；！？]$/.test(clause)) break
  }
  return (title || [...(clauses[0] ?? '')].slice(0, TITLE_SIGNS).join('')).replace(/[，。；！？]+$/, '')
}

const SHORTEST_WORD = 2

function named<N extends Named>(quote: string, all: readonly N[]): N | null {
  const found = all.flatMap((each) =>
    each.words.filter((word) => word.length >= SHORTEST_WORD && quote.includes(word)).map((word) => ({ each, word })))
  return found.sort((one, other) => other.word.length - one.word.length)[0]?.each ?? null
}
