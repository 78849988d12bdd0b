import { changed, type Damage, type Row } from '../damage.ts'
import { publicationDamages } from './publications.ts'

const task = (row: Row): string =>
  `${String(row['period'])} ${String(row['department'])} ${(row['subject'] as { name: string }).name}`
const score = (row: Row): string =>
  `${String(row['year'])} ${String(row['department'])} 第 ${String(row['n'])} 次`
const WITH_R = { R: { $ne: null } }

/** Figures that pages show. */
export const figureDamages: readonly Damage[] = [
  ...publicationDamages,
  {
    check: 'dashboard',
    what: 'a stored flag that moves a case from one column to another',
    also: ['flags'],
    by: () =>
      changed('issues', { state: 'submitted' }, { $set: { stock: 'handling' } }, (row) =>
        String(row['leadDepartment'] ?? '未定部门'),
      ),
  },
  {
    check: 'coverage',
    what: 'a task that counts a visit too many',
    by: () => changed('visitTasks', { timesDone: { $gte: 1 } }, { $inc: { timesDone: 1 } }, task),
  },
  {
    check: 'coverage',
    what: 'a task that counts a confirmation too many',
    by: () => changed('visitTasks', { timesDone: { $gte: 1 } }, { $inc: { timesConfirmed: 5 } }, task),
  },
  {
    check: 'coverage',
    what: 'a last visit on another day',
    by: () => changed('visitTasks', { timesDone: { $gte: 1 } }, { $set: { lastVisitOn: '2026-01-01' } }, task),
  },
  { check: 'scores', what: 'a raised score', by: () => changed('scores', WITH_R, { $set: { R: '100' } }, score) },
  {
    check: 'scores',
    what: 'a raised score in its derivation too',
    by: () => changed('scores', WITH_R, { $set: { R: '100', 'tree.value': '100' } }, score),
  },
  {
    check: 'scores',
    what: 'a plan other than the one it was counted by',
    by: () => changed('scores', {}, { $set: { 'plan.hash': '0'.repeat(64) } }, score),
  },
  {
    check: 'scores',
    what: 'a count that the rows do not bear out',
    by: () => changed('scores', {}, { $inc: { 'counts.signed.numerator': 1 } }, score),
  },
]
