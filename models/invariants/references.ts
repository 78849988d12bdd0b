import mongoose from 'mongoose'
import { findings, type Check, type Finding } from './finding.ts'

/** A field that names a record elsewhere: collection, path, the collection it points into, and what tells the row. */
type Reference = readonly [collection: string, path: string, target: string, label: string]

/** Every stored reference by id or code. Null and missing are no reference. */
export const REFERENCES: readonly Reference[] = [
  ['users', 'department', 'departments', 'account'],
  ['users', 'actsFor', 'users', 'account'],
  ['posts', 'department', 'departments', 'title'],
  ['posts', 'holders.user', 'users', 'title'],
  ['posts', 'departments', 'departments', 'title'],
  ['departments', 'district', 'districts', 'name'],
  ['categories', 'leadDepartment', 'departments', 'name'],
  ['categories', 'verifyingDepartment', 'departments', 'name'],
  ['enterprises', 'district', 'districts', 'uscc'],
  ['enterprises', 'linkedLeader.user', 'users', 'uscc'],
  ['enterprises', 'linkedLeader.post', 'posts', 'uscc'],
  ['enterprises', 'steward.user', 'users', 'uscc'],
  ['enterprises', 'visitDepartment', 'departments', 'uscc'],
  ['members', 'liaisonDepartment', 'departments', 'name'],
  ['members', 'district', 'districts', 'name'],
  ['visitTasks', 'department', 'departments', 'subject.name'],
  ['visitTasks', 'officer', 'users', 'subject.name'],
  ['visits', 'department', 'departments', 'no'],
  ['visits', 'createdBy', 'users', 'no'],
  ['visits', 'task', 'visitTasks', 'no'],
  ['visits', 'visitors.user', 'users', 'no'],
  ['issues', 'leadDepartment', 'departments', 'no'],
  ['issues', 'verifyingDepartment', 'departments', 'no'],
  ['issues', 'coDepartments.department', 'departments', 'no'],
  ['issues', 'handler', 'users', 'no'],
  ['issues', 'createdBy', 'users', 'no'],
  ['issues', 'category', 'categories', 'no'],
  ['issues', 'district', 'districts', 'no'],
  ['issues', 'visit', 'visits', 'no'],
  ['issues', 'answers.evidence', 'attachments', 'no'],
  ['issues', 'history.by', 'users', 'no'],
  ['cards', 'issue', 'issues', 'key'],
  ['cards', 'department', 'departments', 'key'],
  ['cards', 'usedIn', 'cards', 'key'],
  ['cards', 'madeFrom', 'cards', 'key'],
  ['instructions', 'issue', 'issues', 'no'],
  ['instructions', 'leader', 'users', 'no'],
  ['instructions', 'department', 'departments', 'no'],
  ['outbox', 'to', 'users', 'key'],
  ['notices', 'user', 'users', 'key'],
  ['scoreRows', 'score', 'scores', '_id'],
  ['scores', 'plan.id', 'scoringPlans', 'department'],
  ['scores', 'department', 'departments', 'department'],
  ['attachments', 'uploadedBy', 'users', 'name'],
]

/** Records of people and firms by kind: the type stands beside the id. */
export const BY_KIND: Readonly<Record<string, string>> = { enterprise: 'enterprises', npc: 'members', cppcc: 'members' }

export const referenceChecks: readonly Check[] = [
  { name: 'references', word: '没有指向不存在记录的引用', find: orphans },
  { name: 'visitIssues', word: '走访提出的诉求都在，提出人是走访对象之一', find: visitIssues },
]

async function orphans(): Promise<Finding[]> {
  const ids = new Map<string, Set<string>>()
  const found: Finding[] = []
  for (const reference of REFERENCES) found.push(...(await dangling(reference, ids)))
  for (const [kind, target] of Object.entries(BY_KIND)) {
    found.push(
      ...(await danglingOfKind('issues', 'raiser', 'kind', kind, target, ids)),
      ...(await danglingOfKind('visitTasks', 'subject', 'type', kind, target, ids)),
    )
  }
  return found
}

async function dangling(
  [collection, path, target, label]: Reference,
  ids: Map<string, Set<string>>,
): Promise<Finding[]> {
  const known = await idsOf(target, ids)
  const used = await distinct(collection, path)
  const missing = used.filter((value) => value !== null && !known.has(String(value)))
  return missing.length === 0
    ? []
    : namesOf(collection, { [path]: { $in: missing } }, label, `${path} 指向 ${target} 中不存在的记录`)
}

async function danglingOfKind(
  collection: string,
  holder: string,
  kindField: string,
  kind: string,
  target: string,
  ids: Map<string, Set<string>>,
): Promise<Finding[]> {
  const known = await idsOf(target, ids)
  const filter = { [`${holder}.${kindField}`]: kind }
  const missing = (await distinct(collection, `${holder}.id`, filter)).filter(
    (value) => value !== null && !known.has(String(value)),
  )
  const label = collection === 'issues' ? 'no' : 'subject.name'
  return missing.length === 0
    ? []
    : namesOf(
        collection,
        { ...filter, [`${holder}.id`]: { $in: missing } },
        label,
        `${holder}.id 指向 ${target} 中不存在的记录`,
      )
}

// grouped in the database rather than by `distinct`, whose answer may not exceed one document
async function distinct(collection: string, path: string, filter: object = {}): Promise<unknown[]> {
  const parts = path.split('.')
  const unwound = parts.map((_, index) => ({ $unwind: `$${parts.slice(0, index + 1).join('.')}` }))
  const rows = await db()
    .collection(collection)
    .aggregate<{ _id: unknown }>([
      { $match: filter },
      { $project: { [path]: 1 } },
      ...unwound,
      { $group: { _id: `$${path}` } },
    ])
    .toArray()
  return rows.map(({ _id }) => _id)
}

async function idsOf(collection: string, known: Map<string, Set<string>>): Promise<Set<string>> {
  const found =
    known.get(collection) ??
    new Set(
      (
        await db()
          .collection(collection)
          .find({}, { projection: { _id: 1 } })
          .toArray()
      ).map(({ _id }) => String(_id)),
    )
  known.set(collection, found)
  return found
}

async function namesOf(collection: string, filter: object, label: string, text: string): Promise<Finding[]> {
  const rows = await db()
    .collection(collection)
    .find(filter, { projection: { [label]: 1 } })
    .limit(100)
    .toArray()
  return rows.flatMap((row) => findings('references', `${collection} ${valueAt(row, label)}`, [text]))
}

const valueAt = (row: unknown, path: string): string =>
  String(
    path
      .split('.')
      .reduce<unknown>(
        (value, key) => (value === null || typeof value !== 'object' ? value : (value as Record<string, unknown>)[key]),
        row,
      ),
  )

interface VisitRow {
  no: string
  _id: unknown
  subjects: { id: unknown }[]
  issues: { issue: unknown; no: string; raiser: number; again: boolean }[]
}
interface IssueRow {
  _id: unknown
  no: string
  visit: unknown
  raiser: { id: unknown }
}

async function visitIssues(): Promise<Finding[]> {
  const visits = await db()
    .collection<VisitRow>('visits')
    .find({ 'issues.0': { $exists: true } }, { projection: { no: 1, 'subjects.id': 1, issues: 1 } })
    .toArray()
  const issues = await db()
    .collection<IssueRow>('issues')
    .find({ visit: { $ne: null } }, { projection: { no: 1, visit: 1, 'raiser.id': 1 } })
    .toArray()
  const byId = new Map(issues.map((issue) => [String(issue._id), issue]))
  return visits.flatMap(({ _id, no, subjects, issues: raised }) =>
    raised.flatMap(({ issue, no: issueNo, raiser, again }) => {
      const stored = byId.get(String(issue))
      if (!stored) return again ? [] : findings('visitIssues', no, [`提出的 ${issueNo} 不存在`])
      const subject = subjects[raiser]
      return findings('visitIssues', no, [
        ...(subject && String(subject.id) === String(stored.raiser.id)
          ? []
          : [`${issueNo} 的提出人不是这次走访的第 ${raiser + 1} 个对象`]),
        ...(again || String(stored.visit) === String(_id) ? [] : [`${issueNo} 记的来源不是这次走访`]),
        ...(stored.no === issueNo ? [] : [`记的编号 ${issueNo} 与诉求编号 ${stored.no} 不同`]),
      ])
    }),
  )
}

function db() {
  const { db: connected } = mongoose.connection
  if (!connected) throw new Error('The database is not connected')
  return connected
}
