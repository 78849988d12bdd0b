import { Types, type HydratedDocument } from 'mongoose'
import { EnterpriseModel, SIZES, type Enterprise, type Size } from '../../../models/enterprise/index.ts'
import { enterpriseKeys } from '../../../models/enterprise/keys.ts'
import { IssueModel } from '../../../models/issue/index.ts'
import type { FieldValue, Values } from '../../../models/import/values.ts'
import { VisitModel } from '../../../models/visit/index.ts'
import { VisitTaskModel } from '../../../models/visitTask/index.ts'
import type { People } from './people.ts'
import { list, orNull, words, type Roster, type RosterRecord } from './roster.ts'

type Document = HydratedDocument<Enterprise>

/** The roster of key enterprises. Their key is the credit code, archived ones included. */
export function enterpriseRoster(people: People): Roster {
  const documents = new Map<string, Document>()
  const record = (document: Document): RosterRecord => {
    let known: Values | null = null
    documents.set(document.id as string, document)
    return {
      id: document.id as string, no: document.uscc, name: document.name, get values() {
        return (known ??= valuesOf(document))
      },
      set: (field, value) => void document.set(patchOf(document, field, value, people)),
      archive: (why, now) => void document.set({ archivedAt: now, archivedWhy: why, updatedAt: now }),
    }
  }
  return {
    noun: 'enterprise',
    async *all() {
      for await (const one of EnterpriseModel.find({}).lean<Enterprise>().cursor({ batchSize: 200 })) {
        yield { id: String(one._id), name: one.name, values: valuesOf(one) }
      }
    },
    find: async (rows, session) =>
      (
        await EnterpriseModel.find({ uscc: { $in: rows.map((row) => words(row['uscc'])) } }).session(session)
      ).map(record),
    byIds: async (ids, session) => (await EnterpriseModel.find({ _id: { $in: ids } }).session(session)).map(record),
    make(values, { id, now }) {
      // Folded into one plain object first: setting a document field by field costs ten times as much.
      const blank: Current = { shortName: '', contacts: [], visitDepartment: null, updatedAt: now }
      const facts = Object.entries(values).reduce<Partial<Enterprise>>(
        (made, [field, value]) => ({ ...made, ...patchOf({ ...blank, ...made }, field, value, people) }), {})
      const reason = words(values['codeOverride'])
      const codeOverride = reason !== '' && id ? { reason, by: id, at: now } : null
      return record(
        new EnterpriseModel({ ...facts, uscc: words(values['uscc']), codeOverride, createdAt: now, updatedAt: now }),
      )
    },
    save: async (records, now, session) => {
      const changed = records.flatMap(({ id }) => documents.get(id) ?? [])
      for (const document of changed) document.set('updatedAt', now)
      await EnterpriseModel.bulkSave(changed, { session })
    },
    async inUse(ids, session) {
      const keys = ids.map((id) => new Types.ObjectId(id))
      const [visits, tasks, issues] = await Promise.all([
        VisitModel.distinct('subjects.id', { 'subjects.id': { $in: keys } }).session(session),
        VisitTaskModel.distinct('subject.id', { 'subject.id': { $in: keys } }).session(session),
        IssueModel.distinct('raiser.id', { 'raiser.id': { $in: keys } }).session(session),
      ])
      return new Set([...visits, ...tasks, ...issues].map(String))
    },
    remove: async (ids, session) => {
      await EnterpriseModel.deleteMany({ _id: { $in: ids } }).session(session)
    },
  }
}

/** The record in the import's fields; what is stored as '' is empty. */
function valuesOf(one: Enterprise): Values {
  const contact = one.contacts[0]
  return {
    uscc: one.uscc, name: one.name, district: one.district, address: orNull(one.address),
    industry: orNull(one.industry),
    size: one.size === '未划型' ? null : one.size, staff: one.staff, revenue: amount(one.revenue),
    assets: amount(one.assets),
    legalPerson: orNull(one.legalPerson), foundedOn: one.foundedOn, contactName: orNull(contact?.name),
    contactTitle: orNull(contact?.title),
    phones: contact?.phones ?? [], email: orNull(contact?.email), linkedLeader: orNull(one.linkedLeader?.name),
    stewardName: orNull(one.steward?.name), stewardDepartment: one.visitDepartment, remark: orNull(one.remark),
    archived: one.archivedAt ? one.archivedWhy || '已归档' : null,
  }
}

const amount = (stored: string | null): number | null => (stored === null ? null : Number(stored))

const CONTACT_FIELDS: Readonly<Record<string, 'name' | 'title' | 'phones' | 'email'>> = {
  contactName: 'name', contactTitle: 'title', phones: 'phones', email: 'email',
}
const PLAIN_FIELDS = new Set(['district', 'address', 'industry', 'industryText', 'legalPerson', 'remark'])

/** What of a record decides how a field is written. */
type Current = Pick<Enterprise, 'shortName' | 'contacts' | 'visitDepartment' | 'updatedAt'>
type Patch = Partial<Enterprise>

function patchOf(current: Current, field: string, value: FieldValue, people: People): Patch {
  const contactField = CONTACT_FIELDS[field]
  if (contactField) {
    const [first, ...others] = current.contacts.map(
      (one) => ({ name: one.name, title: one.title, phones: [...one.phones], email: one.email }),
    )
    const written = contactField === 'phones' ? list(value) : words(value)
    return {
      contacts: [{ ...(first ?? { name: '', title: '', phones: [], email: '' }), [contactField]: written }, ...others],
    }
  }
  if (PLAIN_FIELDS.has(field)) return { [field]: words(value) }
  return PATCHES[field]?.(value, current, people) ?? {}
}

const amountText = (value: FieldValue): string | null => (value === null ? null : String(value))

const PATCHES: Readonly<Record<string, (value: FieldValue, current: Current, people: People) => Patch>> = {
  name: (value, { shortName }) => ({ name: words(value), ...enterpriseKeys(words(value), shortName) }),
  size: (value) => ({ size: SIZES.find((size): size is Size => size === value) ?? '未划型' }),
  staff: (value) => ({ staff: typeof value === 'number' ? value : null }),
  revenue: (value) => ({ revenue: amountText(value) }),
  assets: (value) => ({ assets: amountText(value) }),
  foundedOn: (value) => ({ foundedOn: orNull(words(value)) }),
  stewardDepartment: (value) => ({ visitDepartment: orNull(words(value)) }),
  linkedLeader(value, _current, people) {
    const found = people.leader(words(value))
    return { linkedLeader: { name: words(value), post: found?.post ?? null, user: found?.user ?? null } }
  },
  stewardName: (value, { visitDepartment }, people) => (
    { steward: { name: words(value), user: people.steward(words(value), visitDepartment) } }
  ),
  archived: (value, { updatedAt }) => (
    value === null ? { archivedAt: null, archivedWhy: '' } : { archivedAt: updatedAt, archivedWhy: words(value) }
  ),
}
