import { textOf, type Body } from '../lib/form.ts'

/** So many issues can be filed with one visit. */
export const MOST_ISSUES = 20
/** Signs of an issue's title. */
export const WHAT_SIGNS = 30

/** What may be chosen in a block: codes of categories, each with its usual lead department, and of departments. */
export interface IssueChoices {
  categories: readonly { code: string, name: string, lead: string | null }[]
  departments: readonly { code: string, name: string }[]
}

/** One issue of the form; `n` is the block's number on the page. */
export interface IssueBlock {
  n: number
  what: string
  category: string
  department: string | null
  /** place of the raiser in the list of subjects */
  raiser: number
  /** number of an open issue that this one repeats; then no new one is filed */
  again: string | null
}

/** Fields of a block as typed. */
export interface TypedBlock {
  n: number
  what: string
  category: string
  department: string
  raiser: string
  again: string
}

export const blockField = (n: number | string, field: string): string => `issue-${n}-${field}`

/** The blocks of a form as typed, in their order; blocks without any text are left out unless `empty` are wanted. */
export function typedBlocks(body: Body, { empty = false } = {}): TypedBlock[] {
  const typed = (n: number, field: string) => textOf(body[blockField(n, field)]).replaceAll(/\s+/g, ' ').trim()
  return Array.from({ length: MOST_ISSUES }, (_, at) => at + 1)
    .filter(n => body[blockField(n, 'what')] !== undefined)
    .map(n => ({
      n, what: typed(n, 'what'), category: typed(n, 'category'), department: typed(n, 'department'),
      raiser: typed(n, 'raiser'), again: typed(n, 'again'),
    }))
    .filter(({ what, category }) => empty || what !== '' || category !== '')
}

/** Reads the issues of a form. A block in which nothing was written is no issue. */
export function readIssueBlocks(
  body: Body, choices: IssueChoices, subjects: number,
): { blocks: IssueBlock[], errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const blocks = typedBlocks(body).map(block => {
    const found = problemsOf(block, choices, subjects)
    for (const [field, message] of Object.entries(found)) errors[blockField(block.n, field)] = message
    return {
      n: block.n, what: block.what, category: block.category,
      department: block.department || leadOf(block.category, choices),
      raiser: block.raiser === '' ? 0 : Number(block.raiser), again: block.again || null,
    }
  })
  return { blocks, errors }
}

function problemsOf(
  block: TypedBlock, { categories, departments }: IssueChoices, subjects: number,
): Record<string, string> {
  const problems: Record<string, string> = {}
  const length = [...block.what].length
  if (length === 0) problems['what'] = '请写清是什么事'
  if (length > WHAT_SIGNS) problems['what'] = `什么事最多 ${WHAT_SIGNS} 个字，现在是 ${length} 个字`
  if (block.again === '' && !categories.some(({ code }) => code === block.category)) problems['category'] = '请选择类别'
  if (block.department !== '' && !departments.some(({ code }) => code === block.department)) {
    problems['department'] = '该由谁办请从列表中选择'
  }
  if (block.raiser !== '' && !(Number(block.raiser) < subjects && /^\d$/.test(block.raiser))) {
    problems['raiser'] = '请选择是谁提的'
  }
  return problems
}

const leadOf = (category: string, { categories }: IssueChoices): string | null =>
  categories.find(({ code }) => code === category)?.lead ?? null
