import type { Stratum } from '../ballot/stratum.ts'
import type { DifferenceKind } from './index.ts'
import type { SheetFigures } from './sheets.ts'

/** What the roll, the box and the unsealing say of one stratum. */
export interface BallotCounts {
  /** letters with a token handed out, less those that were made void */
  handed: number
  /** letters made void: replaced ones, and those of representatives who left */
  reissues: number
  voted: number
  /** filled places in the box */
  filled: number
  /** ballots that opened; null before the unsealing */
  opened: number | null
  /** paper ballots handed out according to the roll, by place */
  paper: Readonly<Record<string, number>>
}

/** The agreed figures of the paper ballots at one place. */
export interface PlaceSheet {
  place: string
  figures: SheetFigures
}

/** Something that does not add up; `place` null where it belongs to no single place. */
export interface Gap {
  kind: DifferenceKind
  place: string | null
  number: number
}

/** 发出 = 收回 + 未收回 + 作废换发; 收回 = 有效 + 无效. Null = not known before the unsealing. */
export interface Reconciled extends Stratum {
  issued: number
  returned: number
  valid: number | null
  invalid: number | null
  notReturned: number
  reissued: number
  gaps: Gap[]
}

/**
 * Reconciles one stratum: ballots with a token, and the paper sheets that count.
 * @source DESIGN.md §7 Ballot
 */
export function reconcile(
  { campaign, group, venue, category }: Stratum, ballots: BallotCounts, sheets: readonly PlaceSheet[],
): Reconciled {
  const { handed, reissues, voted, filled, opened } = ballots
  const paper = (figure: 'issued' | 'returned' | 'valid' | 'invalid' | 'notReturned' | 'reissued') =>
    sheets.reduce((sum, { figures }) => sum + figures[figure], 0)
  return {
    campaign, group, venue, category,
    issued: handed + reissues + paper('issued'),
    returned: voted + paper('returned'),
    valid: opened === null ? null : opened + paper('valid'),
    invalid: opened === null ? null : filled - opened + paper('invalid'),
    notReturned: handed - voted + paper('notReturned'),
    reissued: reissues + paper('reissued'),
    gaps: [
      ...sheets.flatMap(({ place, figures }) => sheetGaps(place, figures, ballots.paper[place] ?? 0)),
      ...gap('box', null, voted - filled),
    ],
  }
}

const sheetGaps = (place: string, sheet: SheetFigures, onRoll: number): Gap[] => [
  ...gap('issued', place, sheet.issued - sheet.returned - sheet.notReturned - sheet.reissued),
  ...gap('returned', place, sheet.returned - sheet.valid - sheet.invalid),
  ...gap('roll', place, onRoll - (sheet.issued - sheet.reissued)),
]

const gap = (kind: DifferenceKind, place: string | null, number: number): Gap[] =>
  (number === 0 ? [] : [{ kind, place, number }])
