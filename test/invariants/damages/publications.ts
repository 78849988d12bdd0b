import { Types } from 'mongoose'
import { added, type Damage } from '../damage.ts'

/** Frozen results that do not come out again. */
export const publicationDamages: readonly Damage[] = [
  {
    check: 'publications',
    what: 'frozen results with a figure that no calculation has',
    by: () => added('publications', [{
      _id: 2019, plan: { id: new Types.ObjectId(), version: 1, hash: null }, hash: '0'.repeat(64), frozenAt: new Date(0), tables: [], publishedAt: null,
      rows: [{ department: 'zrzy', group: 1, n: 1, B: '100', R: '100', E: '100', points: '35', rank: 1, valid: 1, unknown: 0, broad: 1, narrow: 1 }],
    }], '2019'),
  },
]
