import type { Stratum } from '../ballot/stratum.ts'
import type { DifferenceKind } from './index.ts'
import type { SheetFigures } from './sheets.ts'

/** What the roll, the box and the unsealing say of one stratum. */
export interface BallotCounts {
  /** letters with a token handed out */
  handed: number
  reissues: number
  voted: number
  /** filled places in the box */
  filled: number
  /** ballots that opened; null before the unsealing */
  opened: number | null
  /** paper ballots handed out according to the roll */
  paper: number
}

/** 发出 = 收回 + 未收回 + 作废换发; 收回 = 有效 + 无效. Null = not known before the unsealing. */
export interface Reconciled extends Stratum {
  issued: number
  returned: number
  valid: number | null
  invalid: number | null
  notReturned: number
  reissued: number
  differences: { kind: DifferenceKind, number: number }[]
}

/**
 * Reconciles one stratum: ballots with a token, and the paper sheet when there is one that counts.
 * @source DESIGN.md §7 Ballot
 */
export function reconcile(stratum: Stratum, ballots: BallotCounts, sheet: SheetFigures | null): Reconciled {
  const { handed, reissues, voted, filled, opened } = ballots
  const paper = sheet ?? NO_SHEET
  const differing = (kind: DifferenceKind, number: number) => (number === 0 ? [] : [{ kind, number }])
  return {
    ...stratum,
    issued: handed + reissues + paper.issued,
    returned: voted + paper.returned,
    valid: opened === null ? null : opened + paper.valid,
    invalid: opened === null ? null : filled - opened + paper.invalid,
    notReturned: handed - voted + paper.notReturned,
    reissued: reissues + paper.reissued,
    differences: [
      ...differing('issued', paper.issued - paper.returned - paper.notReturned - paper.reissued),
      ...differing('returned', paper.returned - paper.valid - paper.invalid),
      ...differing('roll', sheet === null ? 0 : ballots.paper - (paper.issued - paper.reissued)),
      ...differing('box', voted - filled),
    ],
  }
}

const NO_SHEET: SheetFigures = { issued: 0, returned: 0, valid: 0, invalid: 0, notReturned: 0, reissued: 0, cells: [] }
