import { changed, type Damage } from '../damage.ts'

const year = (row: Record<string, unknown>): string => String(row['year'])
const code = (row: Record<string, unknown>): string => String(row['code'])

/** The public draw, and those whom it gave a place. */
export const drawDamages: readonly Damage[] = [
  { check: 'drawReproduced', what: 'another seed than the published number gives', by: () => changed('draws', { state: 'drawn' }, { $set: { seed: '0'.repeat(64) } }, year) },
  { check: 'drawReproduced', what: 'a pool with a line that was not frozen', by: () => changed('draws', { state: 'drawn' }, { $push: { pool: 'R9999|专家|370202||' } }, year) },
  {
    check: 'drawReproduced', what: 'an order that was not drawn',
    by: () => changed('draws', { state: 'drawn' }, { $set: { 'results.0.missing': 0 }, $pop: { 'results.0.order': 1 } }, year),
  },
  {
    check: 'drawnPeople', what: 'somebody in another group than drawn',
    by: () => changed('representatives', { state: 'drawn', campaign: { $lt: 2026 } }, { $bit: { group: { xor: 8 } } }, code),
  },
  {
    check: 'drawnPeople', what: 'a drawn place that nobody holds',
    by: () => changed('representatives', { state: 'drawn', campaign: { $lt: 2026 } }, { $set: { state: 'candidate' } }, code),
  },
]
