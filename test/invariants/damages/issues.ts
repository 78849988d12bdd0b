import { changed, no, type Damage, type Row } from '../damage.ts'

const HANDLING = { state: 'handling', 'history.2': { $exists: true }, visit: null }
const inHistory = (row: Row): Record<string, unknown>[] => row['history'] as Record<string, unknown>[]
const inVersions = (row: Row): Record<string, unknown>[] => row['dueVersions'] as Record<string, unknown>[]
const later = (at: unknown): Date => new Date(new Date(at as Date).getTime() + 60_000)

const issue = (filter: object, change: Parameters<typeof changed>[2]) => () => changed('issues', filter, change, no)

/** A case's course, its due days and its flags. */
export const issueDamages: readonly Damage[] = [
  {
    check: 'history',
    what: 'a state that the last step did not lead to',
    by: issue(HANDLING, { $set: { state: 'redo' } }),
  },
  {
    check: 'history',
    what: 'a step that begins where the one before did not end',
    by: issue(HANDLING, { $set: { 'history.2.from': 'answered' } }),
  },
  {
    check: 'history',
    what: 'a step that the table does not know',
    by: issue(HANDLING, { $set: { 'history.1.act': 'reject' } }),
  },
  {
    check: 'history',
    what: 'a step earlier than the one before',
    by: issue({ ...HANDLING, 'history.2.act': { $ne: 'accept' } }, (row) => ({
      $set: { 'history.2.at': new Date((inHistory(row)[0]?.['at'] as Date).getTime() - 86_400_000) },
    })),
  },
  {
    check: 'history',
    what: 'a course that was thrown away',
    by: issue({ state: 'closed', visit: null }, { $set: { history: [] } }),
  },
  {
    check: 'history',
    what: 'a count of redoing that no step explains',
    by: issue(HANDLING, { $inc: { reworkCount: 1 } }),
  },
  {
    check: 'history',
    what: 'a call-back result that was not recorded',
    by: issue(HANDLING, { $inc: { unsatisfiedCount: 1 } }),
  },
  {
    check: 'history',
    what: 'a reopening that never was',
    by: issue({ state: 'closed', reopened: false }, { $set: { reopened: true } }),
  },
  {
    check: 'history',
    what: 'a moment of registering other than its step',
    by: issue({ state: 'submitted' }, (row) => ({ $set: { submittedAt: later(row['submittedAt']) } })),
  },
  {
    check: 'history',
    what: 'a moment of assigning other than its step',
    by: issue(HANDLING, (row) => ({ $set: { assignedAt: later(row['assignedAt']) } })),
  },
  {
    check: 'history',
    what: 'a moment of closing other than its step',
    by: issue({ state: 'closed' }, (row) => ({ $set: { closedAt: later(row['closedAt']) } })),
  },
  {
    check: 'history',
    what: 'an answer that was never released',
    by: issue(
      { state: 'closed', answers: { $elemMatch: { releasedAt: { $ne: null } } } },
      { $set: { 'answers.0.releasedAt': null } },
    ),
  },
  {
    check: 'due',
    what: 'a due day pushed back on the case alone',
    by: issue(HANDLING, { $set: { dueOn: '2027-12-31' } }),
  },
  {
    check: 'due',
    what: 'a due day pushed back in the version that it comes from',
    by: issue(HANDLING, (row) => {
      const at = inVersions(row).length - 1
      return { $set: { [`dueVersions.${at}.dueOn`]: '2027-12-31', dueOn: '2027-12-31' } }
    }),
  },
  {
    check: 'due',
    what: 'a due moment other than that of its version',
    by: issue({ state: 'callBack' }, (row) => ({ $set: { dueAt: later(row['dueAt']) } })),
  },
  {
    check: 'due',
    what: 'versions that do not count up',
    by: issue({ state: 'closed', 'dueVersions.1': { $exists: true } }, { $inc: { 'dueVersions.0.n': 50 } }),
  },
  {
    check: 'due',
    what: 'being in time that the day does not bear out',
    by: issue({ state: 'closed', settledInTime: true }, { $set: { settledInTime: false } }),
  },
  {
    check: 'due',
    what: 'two stops at once',
    by: issue({ state: 'answered', 'pauses.toAt': null }, (row) => {
      const pauses = row['pauses'] as object[]
      return { $set: { pauses: [...pauses, pauses.at(-1)] } }
    }),
  },
  {
    check: 'flags',
    what: 'an open case that the lists of open work would miss',
    // the leader's page reads through that very flag
    also: ['dashboard'],
    by: issue(HANDLING, { $set: { open: false } }),
  },
  {
    check: 'flags',
    what: 'a case in the wrong stock',
    also: ['dashboard'],
    by: issue({ state: 'pledged' }, { $set: { stock: 'handling' } }),
  },
]
