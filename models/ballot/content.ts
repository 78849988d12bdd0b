import type { Scale } from '../scoringPlan/scales.ts'

/** What one voter says about one department; `mark` = place of the option in the scale, null = 弃权. */
export interface Judgement {
  mark: number | null
  /** '' = none */
  comment: string
}

/**
 * A filled ballot: one judgement for each department of the group, in the group's order. Nothing in it names the
 * voter.
 */
export type Ballot = readonly Judgement[]

/** Signs that a comment may have. */
export const COMMENT_SIGNS = 200

const LENGTH_BYTES = 4
const BLOCK = 256
/** four bytes a sign, and what stands around a comment */
const BYTES_PER_DEPARTMENT = COMMENT_SIGNS * 4 + 16

/**
 * The bytes of every ballot of a group with so many departments, however much is written on it: from the length of a
 * sealed ballot nothing follows.
 * @source DESIGN.md §7 Ballot
 */
export const paddedBytes = (departments: number): number =>
  Math.ceil((LENGTH_BYTES + 16 + departments * BYTES_PER_DEPARTMENT) / BLOCK) * BLOCK

/**
 * Writes a ballot as bytes of the group's one length.
 * @throws RangeError when a comment is longer than the form allows
 */
export function packBallot(ballot: Ballot): Buffer {
  const text = Buffer.from(JSON.stringify(ballot.map(({ mark, comment }) => [mark, plainText(comment)])))
  const packed = Buffer.alloc(paddedBytes(ballot.length))
  if (text.length + LENGTH_BYTES > packed.length) throw new RangeError('A ballot is longer than its page allows')
  packed.writeUInt32BE(text.length)
  text.copy(packed, LENGTH_BYTES)
  return packed
}

/** Reads what `packBallot` wrote; null when these bytes are no ballot for so many departments on this scale. */
export function unpackBallot(packed: Buffer, departments: number, scale: Scale): Ballot | null {
  if (packed.length !== paddedBytes(departments)) return null
  const length = packed.readUInt32BE()
  if (length > packed.length - LENGTH_BYTES) return null
  const rows = parsed(packed.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + length))
  if (!Array.isArray(rows) || rows.length !== departments) return null
  const ballot = rows.map((row) => judgementOf(row, scale.options.length))
  return ballot.every((each) => each !== null) ? ballot : null
}

function judgementOf(row: unknown, options: number): Judgement | null {
  if (!Array.isArray(row) || row.length !== 2) return null
  const [mark, comment] = row as unknown[]
  const known = mark === null || (Number.isInteger(mark) && Number(mark) >= 0 && Number(mark) < options)
  return known && typeof comment === 'string' ? { mark: mark as number | null, comment } : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Signs that nobody typed would take six bytes each when written. */
const plainText = (text: string): string =>
  text.toWellFormed().replaceAll(/\p{Cc}/gu, (sign) => (sign === '\n' ? sign : ' '))
