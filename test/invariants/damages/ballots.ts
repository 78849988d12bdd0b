import { changed, type Damage, type Row } from '../damage.ts'

const yearOf = (row: Row): string => `${String(row['campaign'] ?? row._id)}年选票`

/** The secret vote: roll and box, what was handed out and came back, what was unsealed and counted. */
export const ballotDamages: readonly Damage[] = [
  {
    check: 'ballots',
    what: 'a place of the box that lost its ballot',
    also: ['reconciliation'],
    by: () => changed('box', { filled: true, sealed: { $ne: null } }, { $set: { filled: false, sealed: null } }, yearOf),
  },
  {
    check: 'ballots',
    what: 'a ballot that is shorter than the others',
    by: () => changed('box', { filled: true, sealed: { $ne: null } }, { $set: { sealed: Buffer.alloc(10) } }, yearOf),
  },
  {
    check: 'reconciliation',
    what: 'a mark on the roll for which no ballot lies in the box and nobody has signed',
    also: ['ballots'],
    by: () => changed('roll', { campaign: { $lt: 2026 }, votedOn: null }, { $set: { votedOn: '2025-11-20' } }, yearOf),
  },
  {
    check: 'tallies',
    what: 'a count that the unsealed marks do not give',
    by: () => changed('tallies', {}, { $inc: { abstained: 1 } }, yearOf),
  },
  {
    check: 'tallies',
    what: 'another hash than was published',
    by: () => changed('ballotKeys', { unsealed: { $ne: null } }, { $set: { 'unsealed.hash': 'f'.repeat(64) } }, yearOf),
  },
]
