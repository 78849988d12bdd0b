import type { HydratedDocument } from 'mongoose'
import type { FieldValue, Values } from '../../../models/import/values.ts'
import { nameKeys } from '../../../models/shared/names.ts'
import { AuditEntryModel } from '../../../models/audit/index.ts'
import { UserModel, type User } from '../../../models/user/index.ts'
import { ROLE_NAMES, needsTotp, type Role } from '../../../models/user/roles.ts'
import { list, orNull, words, type Roster, type RosterRecord } from './roster.ts'

type Document = HydratedDocument<User>

/**
 * The accounts. New ones get their roles and a password that nobody knows: an administrator hands out a one-time
 * password when the person comes. Roles of existing accounts are the security administrator's and are never changed by
 * a workbook.
 * @param unknowable a password hash
 */
export function userRoster(unknowable: string): Roster {
  const documents = new Map<string, Document>()
  const record = (document: Document, isNew: boolean): RosterRecord => {
    documents.set(document.id as string, document)
    return {
      id: document.id as string, no: document.account, name: document.name, values: valuesOf(document),
      set: (field, value) => setField(document, field, value, isNew),
      archive: (why, now) => void document.set({ disabledAt: now, disabledWhy: why }),
    }
  }
  return {
    noun: 'user',
    async *all() {
      for await (const one of UserModel.find({}).lean<User>().cursor({ batchSize: 200 })) {
        yield { id: String(one._id), name: one.name, values: valuesOf(one) }
      }
    },
    async find(rows, session) {
      const accounts = rows.map((row) => words(row['account']))
      const found = await UserModel.find({ account: { $in: accounts } }).session(session)
      return found.map((one) => record(one, false))
    },
    async byIds(ids, session) {
      const found = await UserModel.find({ _id: { $in: ids } }).session(session)
      return found.map((one) => record(one, false))
    },
    make(values, { now }) {
      const document = new UserModel(
        {
          account: words(values['account']), passwordHash: unknowable, mustChangePassword: true, oneTimeUntil: now,
          createdAt: now,
        },
      )
      const made = record(document, true)
      for (const [field, value] of Object.entries(values)) made.set(field, value)
      return { ...made, name: document.name, values: valuesOf(document) }
    },
    save: async (records, _now, session) => {
      await UserModel.bulkSave(records.flatMap(({ id }) => documents.get(id) ?? []), { session })
    },
    async inUse(ids, session) {
      const acted = await AuditEntryModel.distinct('actor', { actor: { $in: ids } }).session(session)
      const signedIn = await UserModel.find(
        { _id: { $in: ids }, lastSeenAt: { $ne: null } },
      ).select('_id').session(session).lean()
      return new Set([...acted, ...signedIn.map((user) => user._id)].map(String))
    },
    remove: async (ids, session) => {
      await UserModel.deleteMany({ _id: { $in: ids } }).session(session)
    },
  }
}

function valuesOf(one: User): Values {
  return {
    account: one.account, name: one.name, department: one.department, title: orNull(one.title), roles: one.roles,
    phone: orNull(one.phone), mail: orNull(one.mail),
  }
}

function setField(document: Document, field: string, value: FieldValue, isNew: boolean): void {
  if (field === 'name') document.set({ name: words(value), ...nameKeys(words(value), 'person') })
  else if (field === 'roles' && isNew) {
    const roles = list(value).filter((role): role is Role => ROLE_NAMES.some((known) => known === role))
    document.set({ roles, totpRequired: needsTotp(roles) })
  } else if (['department', 'title', 'phone', 'mail'].includes(field)) document.set(field, words(value))
}
