import { Types, type HydratedDocument } from 'mongoose'
import type { FieldValue, Values } from '../../../models/import/values.ts'
import { POST_KINDS, PostModel, holderOn, type Post } from '../../../models/post/index.ts'
import { EnterpriseModel } from '../../../models/enterprise/index.ts'
import { list, orNull, words, type Roster, type RosterRecord } from './roster.ts'

type Document = HydratedDocument<Post>

/** Accounts by their names, and back. */
export interface Accounts {
  idOf(account: string): Types.ObjectId | null
  accountOf(id: Types.ObjectId): string | null
}

/** The posts, each with the one who holds it today. A new holder ends the term of the one before on the day before. */
export function postRoster(accounts: Accounts, today: string): Roster {
  const documents = new Map<string, Document>()
  const record = (document: Document): RosterRecord => {
    documents.set(document.id as string, document)
    const staged: Staged = { holder: null, fromOn: null }
    return {
      id: document.id as string, no: '', name: document.title, values: valuesOf(document, accounts, today),
      set: (field, value) => setField(document, field, value, staged, accounts, today),
      archive: (_why, now) => void document.set('archivedAt', now),
    }
  }
  return {
    noun: 'post',
    async *all() {
      for await (const one of PostModel.find({ archivedAt: null }).lean<Post>().cursor({ batchSize: 200 })) {
        yield { id: String(one._id), name: one.title, values: valuesOf(one, accounts, today) }
      }
    },
    async find(rows, session) {
      const departments = rows.map((row) => words(row['department']))
      return (await PostModel.find({ archivedAt: null, department: { $in: departments } }).session(session)).map(record)
    },
    byIds: async (ids, session) => (await PostModel.find({ _id: { $in: ids } }).session(session)).map(record),
    make(values) {
      const document = new PostModel(
        { department: words(values['department']), title: words(values['title']), kind: 'officer' },
      )
      const made = record(document)
      for (const [field, value] of Object.entries(values)) made.set(field, value)
      return { ...made, name: document.title, values: valuesOf(document, accounts, today) }
    },
    save: async (records, _now, session) => {
      await PostModel.bulkSave(records.flatMap(({ id }) => documents.get(id) ?? []), { session })
    },
    async inUse(ids, session) {
      const keys = ids.map((id) => new Types.ObjectId(id))
      const linked = await EnterpriseModel.distinct(
        'linkedLeader.post', { 'linkedLeader.post': { $in: keys } },
      ).session(session)
      return new Set(linked.map(String))
    },
    remove: async (ids, session) => {
      await PostModel.deleteMany({ _id: { $in: ids } }).session(session)
    },
  }
}

function valuesOf(one: Post, accounts: Accounts, today: string): Values {
  const holder = holderOn(one, today)
  const term = one.holders.find((each) => holder !== null && each.user.equals(holder) && each.toOn === null)
  return {
    department: one.department, title: one.title, kind: one.kind, holder: holder && accounts.accountOf(holder),
    fromOn: term?.fromOn ?? null,
    departments: [...one.departments],
  }
}

interface Staged {
  holder: string | null
  fromOn: string | null
}

function setField(
  document: Document, field: string, value: FieldValue, staged: Staged, accounts: Accounts, today: string,
): void {
  if (field === 'kind') document.set('kind', POST_KINDS.find((kind) => kind === value) ?? 'officer')
  if (field === 'departments') document.set('departments', list(value))
  if (field === 'fromOn') staged.fromOn = orNull(words(value))
  if (field === 'holder') staged.holder = orNull(words(value))
  if (field === 'fromOn' || field === 'holder') seat(document, staged, accounts, today)
}

function seat(document: Document, staged: Staged, accounts: Accounts, today: string): void {
  const user = staged.holder === null ? holderOn(document, today) : accounts.idOf(staged.holder)
  if (!user) return
  const fromOn = staged.fromOn ?? today
  const before = document.holders
    .map((one) => ({ user: one.user, fromOn: one.fromOn, toOn: one.toOn }))
    .filter((one) => one.fromOn < fromOn)
    .map((one) => ({ ...one, toOn: one.toOn !== null && one.toOn < fromOn ? one.toOn : dayBefore(fromOn) }))
  const last = before.at(-1)
  // The same person again without a gap goes on, as after an undone import.
  const goesOn = last?.user.equals(user) === true && last.toOn === dayBefore(fromOn)
  document.set(
    'holders', goesOn ? [...before.slice(0, -1), { ...last, toOn: null }] : [...before, { user, fromOn, toOn: null }],
  )
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
