import { ballotChecks } from './ballots.ts'
import { cardChecks } from './cards.ts'
import { drawChecks } from './draws.ts'
import { figureChecks } from './figures.ts'
import type { Check, Finding, Frame } from './finding.ts'
import { issueChecks } from './issues.ts'
import { numberChecks } from './numbers.ts'
import { opinionChecks } from './opinions.ts'
import { outboxChecks } from './outbox.ts'
import { outsideChecks } from './outside.ts'
import { questionnaireChecks } from './questionnaires.ts'
import { referenceChecks } from './references.ts'
import { trailChecks } from './trail.ts'

export type { Check, Finding, Frame } from './finding.ts'
export { unsealed } from './trail.ts'

/**
 * Everything that must hold at any moment, in the order in which it is reported. @source security.md §a, Invariant
 * checker
 */
export const CHECKS: readonly Check[] = [
  ...issueChecks,
  ...cardChecks,
  ...numberChecks,
  ...referenceChecks,
  ...opinionChecks,
  ...outboxChecks,
  ...outsideChecks,
  ...questionnaireChecks,
  ...trailChecks,
  ...figureChecks,
  ...drawChecks,
  ...ballotChecks,
]

export interface CheckResult {
  name: string
  word: string
  findings: Finding[]
}

/** Runs all checks, or those named, one after another; reads only. */
export async function checkInvariants(frame: Frame, names?: readonly string[]): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const { name, word, find } of CHECKS) {
    if (names === undefined || names.includes(name)) results.push({ name, word, findings: await find(frame) })
  }
  return results
}
