import type { Random } from './random.ts'

/** Steps before which a case may be left standing, so that every queue of the sample city has work in it. */
export type Stop =
  | 'accept'
  | 'sign'
  | 'arbitrate'
  | 'decideExtension'
  | 'releaseAnswer'
  | 'verify'
  | 'callBack'
  | 'answer'
  | 'redoAnswer'
  | 'promiseAnswer'

/** What will happen to a case, drawn before it begins. */
export interface Fate {
  /** share of the limit that is used until the answer; above 1 = late */
  pace: number
  rejected: boolean
  withdrawn: boolean
  refused: 'no' | 'reassigned' | 'upheld'
  signedLate: boolean
  extension: 'no' | 'granted' | 'refused'
  resultClass: 'A' | 'B' | 'C' | 'D'
  /** working days from the promise to its day, and how far off the second answer comes */
  promiseDays: number
  promiseSlip: number
  verificationFails: boolean
  unsatisfied: 0 | 1 | 2
  unreachable: boolean
  reopened: boolean
  stopBefore: Stop | null
}

/** The common run of cases: nine of ten in time, one of ten with a turn. */
export function ordinaryFate(random: Random): Fate {
  return {
    pace: random.chance(0.04) ? 1.01 + random.next() ** 4 * 0.4 : 0.3 + random.next() * 0.6,
    rejected: random.chance(0.02),
    withdrawn: random.chance(0.012),
    refused: random.chance(0.06) ? (random.chance(0.7) ? 'reassigned' : 'upheld') : 'no',
    signedLate: random.chance(0.02),
    extension: random.chance(0.09) ? (random.chance(0.85) ? 'granted' : 'refused') : 'no',
    resultClass: random.weighted({ A: 66, B: 10, C: 12, D: 12 }),
    promiseDays: random.int(22, 130),
    promiseSlip: random.chance(0.05) ? random.int(1, 4) : -random.int(0, 12),
    verificationFails: random.chance(0.06),
    unsatisfied: random.chance(0.06) ? (random.chance(0.15) ? 2 : 1) : 0,
    unreachable: random.chance(0.015),
    reopened: random.chance(0.008),
    stopBefore: null,
  }
}

/** A case that goes straight to its end: what remains of an old one that must not be open any more. */
export const promptFate = (fate: Fate): Fate => ({
  ...fate,
  pace: Math.min(fate.pace, 0.85),
  refused: 'no',
  extension: 'no',
  verificationFails: false,
  unsatisfied: 0,
  reopened: false,
  resultClass: fate.resultClass === 'B' ? 'A' : fate.resultClass,
  stopBefore: null,
})
