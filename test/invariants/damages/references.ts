import { Types } from 'mongoose'
import { BY_KIND, REFERENCES } from '../../../models/invariants/references.ts'
import { added, aRow, changed, collection, no, type Damage, type Row } from '../damage.ts'

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The value at a path, and the path with the place in each list on the way: holders.user is holders.0.user. */
function firstAt(row: unknown, path: string): { place: string; value: unknown } {
  const place: string[] = []
  let value = row
  const enter = (): void => {
    if (!Array.isArray(value)) return
    place.push('0')
    value = value[0]
  }
  for (const key of path.split('.')) {
    place.push(key)
    value = isObject(value) ? value[key] : undefined
    enter()
  }
  return { place: place.join('.'), value }
}

const nowhere = (like: unknown): unknown => (typeof like === 'string' ? 'nowhere' : new Types.ObjectId())

const named = (name: string, label: string) => (row: Row): string => `${name} ${String(firstAt(row, label).value)}`

/** One row of the collection now points to nothing; where the sample has no such row, one is put there. */
function pointsNowhere([name, path, , label]: (typeof REFERENCES)[number]): Damage {
  return {
    check: 'references',
    what: `${name}.${path} that names nobody`,
    by: async () => {
      const row = await collection(name).findOne({ [path]: { $exists: true, $nin: [null, []] } })
      const placed = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), new Types.ObjectId())
      if (row === null) return added(name, [{ [label]: 'made', ...(placed as object) }], `${name} made`)
      const { place, value } = firstAt(row, path)
      const own = path === label ? () => `${name} nowhere` : named(name, label)
      return changed(name, { _id: row._id }, { $set: { [place]: nowhere(value) } }, own)
    },
  }
}

const kindDamages = Object.keys(BY_KIND).flatMap((kind): Damage[] => [
  {
    check: 'references',
    what: `a case raised by ${kind} that is on no roster`,
    by: () =>
      changed(
        'issues',
        { 'raiser.kind': kind },
        { $set: { 'raiser.id': new Types.ObjectId() } },
        named('issues', 'no'),
      ),
  },
  {
    check: 'references',
    what: `a task to visit ${kind} that is on no roster`,
    by: () =>
      changed(
        'visitTasks',
        { 'subject.type': kind },
        { $set: { 'subject.id': new Types.ObjectId() } },
        named('visitTasks', 'subject.name'),
      ),
  },
])

/** Every stored reference, one after another; these run beside their own check only. */
export const referenceDamages: readonly Damage[] = [...REFERENCES.map(pointsNowhere), ...kindDamages]

const RAISED = { 'issues.0.again': false, state: 'done' }

/** Visits and what was raised on them. */
export const visitDamages: readonly Damage[] = [
  {
    check: 'visitIssues',
    what: 'a visit whose case is gone',
    by: () => changed('visits', RAISED, { $set: { 'issues.0.issue': new Types.ObjectId() } }, no),
  },
  {
    check: 'visitIssues',
    what: 'a raiser who was not visited',
    by: () => changed('visits', RAISED, { $set: { 'issues.0.raiser': 7 } }, no),
  },
  {
    check: 'visitIssues',
    what: 'a case that names another visit as its source',
    by: async () => {
      const visit = await aRow('visits', RAISED)
      const other = await aRow('visits', { _id: { $ne: visit._id } })
      const [{ issue }] = visit['issues'] as [{ issue: Types.ObjectId }]
      return changed('issues', { _id: issue }, { $set: { visit: other._id } }, () => String(visit['no']))
    },
  },
  {
    check: 'visitIssues',
    what: 'a number other than that of the case',
    by: () => changed('visits', RAISED, { $set: { 'issues.0.no': 'SQ2026-9999' } }, no),
  },
]
