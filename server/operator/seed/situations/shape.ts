/**
 * One concrete situation that people raise: the raw material of an issue.
 *
 * Texts hold slots in braces that `issueTexts.ts` fills with particulars, so that the same situation never reads
 * twice the same: {路} road, {园} park, {日} day, {月} month, {万} amount in 万元, {几} two to six,
 * {数} 12 to 96, {百} 110 to 980, {天} days, {成} percent, {近} a day shortly before the answer.
 * `leads` are department codes, the lead first, then those that assist.
 */
export interface Situation {
  category: string
  title: string
  leads: readonly [string, ...string[]]
  text: string
  plan: string
  done: string
  obstacle: string
}

/** Title, departments ("ziran+zhujian"), what is said, what is planned, what was done, what stands in the way. */
export type SituationRow = readonly [string, string, string, string, string, string]

/** Rows of one category as situations. */
export function situationsOf(category: string, rows: readonly SituationRow[]): readonly Situation[] {
  return rows.map(([title, departments, text, plan, done, obstacle]) => {
    const [lead = 'bangong', ...others] = departments.split('+')
    return { category, title, leads: [lead, ...others], text, plan, done, obstacle }
  })
}
