import { changed, no, type Damage } from '../damage.ts'

/** Opinions that are lost, hang in the air, or whose work is gone. */
export const opinionDamages: readonly Damage[] = [
  {
    check: 'opinionBalance',
    what: 'an answered opinion without an answer',
    by: () => changed('opinions', { state: 'answered' }, { $set: { answer: null } }, (row) => String(row['campaign'])),
  },
  {
    check: 'opinionMerged',
    what: 'an opinion merged into one that is not there',
    by: () => changed('opinions', { state: 'merged' }, { $set: { mergedInto: 'YJ2020-000001' } }, no),
  },
  {
    check: 'opinionMerged',
    what: 'an opinion that stands for itself and says it was merged',
    by: () => changed('opinions', { state: 'invalid' }, { $set: { mergedInto: 'YJ2020-000001' } }, no),
  },
  {
    check: 'opinionIssue',
    what: 'a dispatched opinion without its case',
    by: () => changed('opinions', { state: 'dispatched' }, { $set: { issueNo: 'SQ2020-000001' } }, no),
  },
]
