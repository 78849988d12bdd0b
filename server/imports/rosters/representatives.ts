import type { HydratedDocument } from 'mongoose'
import { allDepartments } from '../../../models/department/queries.ts'
import type { FieldValue, Values } from '../../../models/import/values.ts'
import { RepresentativeModel, type RelevanceTag, type Representative } from '../../../models/representative/index.ts'
import { nameKeys } from '../../../models/shared/names.ts'
import { list, orNull, words, type Roster, type RosterRecord } from './roster.ts'

type Document = HydratedDocument<Representative>

/** What the pool needs to know of the departments: what a tag of 相关部门 means, and who looks after a district. */
export interface PoolDepartments {
  /** @param word a department's code, or a name that none of ours goes by */
  tagOf(word: string): RelevanceTag
  ofDistrict(district: string | null): string | null
}

export async function poolDepartments(): Promise<PoolDepartments> {
  const departments = (await allDepartments()).filter(({ archivedAt }) => archivedAt === null)
  const byCode = new Map(departments.map((one) => [one._id, one.name]))
  return {
    tagOf: (word) => ({ name: byCode.get(word) ?? word, department: byCode.has(word) ? word : null }),
    ofDistrict: (district) => departments.find((one) => one.kind === 'district' && one.district === district && district !== null)?._id ?? null,
  }
}

/** The pool of a year's representatives. Whoever has a code cannot be taken away any more: the pool was published. */
export function representativeRoster(year: number, departments: PoolDepartments): Roster {
  const documents = new Map<string, Document>()
  const record = (document: Document): RosterRecord => {
    let known: Values | null = null
    documents.set(document.id as string, document)
    return {
      id: document.id as string, no: document.code ?? '', name: document.name, get values() {
        return (known ??= valuesOf(document))
      },
      set: (field, value) => void document.set(patchOf(field, value, departments)),
      archive: (why, now) => void document.set({ state: 'withdrawn', leftAt: now, leftReason: why }),
    }
  }
  return {
    noun: 'representative',
    async *all() {
      for await (const one of RepresentativeModel.find({ campaign: year }).lean<Representative>().cursor({ batchSize: 200 })) {
        yield { id: String(one._id), name: one.name, values: valuesOf(one) }
      }
    },
    find: async (rows, session) => (
      await RepresentativeModel.find({ campaign: year, name: { $in: rows.map((row) => words(row['name'])) } }).session(session)
    ).map(record),
    byIds: async (ids, session) => (await RepresentativeModel.find({ _id: { $in: ids } }).session(session)).map(record),
    make(values, { now }) {
      const facts = Object.entries(values).reduce<Partial<Representative>>(
        (made, [field, value]) => ({ ...made, ...patchOf(field, value, departments) }), {})
      return record(new RepresentativeModel({ ...facts, campaign: year, origin: 'recommended', createdAt: now }))
    },
    save: async (records, _now, session) => {
      await RepresentativeModel.bulkSave(records.flatMap(({ id }) => documents.get(id) ?? []), { session })
    },
    async inUse(ids, session) {
      const coded = await RepresentativeModel.find({ _id: { $in: ids }, code: { $ne: null } }, { _id: 1 }).session(session).lean()
      return new Set(coded.map(({ _id }) => String(_id)))
    },
    remove: async (ids, session) => {
      await RepresentativeModel.deleteMany({ _id: { $in: ids } }).session(session)
    },
  }
}

const valuesOf = (one: Representative): Values => ({
  name: one.name, gender: orNull(one.gender), birth: orNull(one.birth), category: one.category, district: one.district,
  recommendedBy: orNull(one.recommendedBy), phones: one.phones, relevance: one.tags.map(({ name, department }) => department ?? name), remark: orNull(one.remark),
})

const PLAIN_FIELDS = new Set(['gender', 'birth', 'category', 'recommendedBy', 'remark'])

function patchOf(field: string, value: FieldValue, departments: PoolDepartments): Partial<Representative> {
  return PLAIN_FIELDS.has(field) ? { [field]: words(value) } : (PATCHES[field]?.(value, departments) ?? {})
}

const PATCHES: Readonly<Record<string, (value: FieldValue, departments: PoolDepartments) => Partial<Representative>>> = {
  name: (value) => {
    const { sortKey, searchKeys } = nameKeys(words(value), 'person')
    return { name: words(value), sortKey, searchKeys }
  },
  phones: (value) => ({ phones: list(value), phone: list(value)[0] ?? '' }),
  district: (value, { ofDistrict }) => {
    const district = orNull(words(value))
    return { district, districtDepartment: ofDistrict(district) }
  },
  relevance: (value, { tagOf }) => ({ tags: list(value).map(tagOf) }),
}
