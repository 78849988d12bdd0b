import { Types, type HydratedDocument } from 'mongoose'
import { chineseNumeral, readTerms } from '../../../models/import/numbers.ts'
import type { FieldValue, Values } from '../../../models/import/parsers.ts'
import { IssueModel } from '../../../models/issue/index.ts'
import { MemberModel, type Member, type MemberKind } from '../../../models/member/index.ts'
import { memberKeys } from '../../../models/member/keys.ts'
import { VisitModel } from '../../../models/visit/index.ts'
import { VisitTaskModel } from '../../../models/visitTask/index.ts'
import { list, orNull, words, type Roster, type RosterRecord } from './roster.ts'

type Document = HydratedDocument<Member>

/** Why a member is out of visiting, by the status that a roster gives. */
const ENDED: Readonly<Record<string, string>> = { resigned: '已辞去', ended: '任期终止' }

/** The roster of deputies or of CPPCC members. Whose mandate has ended is archived and stays on record. */
export function memberRoster(kind: MemberKind): Roster {
  const documents = new Map<string, Document>()
  const record = (document: Document): RosterRecord => {
    documents.set(document.id as string, document)
    return {
      id: document.id as string, no: '', name: document.name, values: valuesOf(document),
      set: (field, value) => setField(document, field, value),
      archive: (why, now) => void document.set({ archivedAt: now, archivedWhy: why, updatedAt: now }),
    }
  }
  return {
    noun: 'member',
    async *all() {
      for await (const one of MemberModel.find({ kind }).lean<Member>().cursor({ batchSize: 200 })) {
        yield { id: String(one._id), name: one.name, values: valuesOf(one) }
      }
    },
    find: async (rows, session) => (await MemberModel.find({ kind, name: { $in: rows.map((row) => words(row['name'])) } }).session(session)).map(record),
    byIds: async (ids, session) => (await MemberModel.find({ _id: { $in: ids } }).session(session)).map(record),
    make(values, { now }) {
      const document = new MemberModel({ kind, createdAt: now, updatedAt: now })
      const made = record(document)
      for (const [field, value] of Object.entries(values)) made.set(field, value)
      return { ...made, name: document.name, values: valuesOf(document) }
    },
    save: async (records, now, session) => {
      const changed = records.flatMap(({ id }) => documents.get(id) ?? [])
      for (const document of changed) document.set('updatedAt', now)
      await MemberModel.bulkSave(changed, { session })
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
      await MemberModel.deleteMany({ _id: { $in: ids } }).session(session)
    },
  }
}

function valuesOf(one: Member): Values {
  const status = Object.keys(ENDED).find((key) => one.archivedAt && ENDED[key] === one.archivedWhy) ?? 'serving'
  return {
    name: one.name, gender: orNull(one.gender), ethnicity: orNull(one.ethnicity), birth: orNull(one.birth),
    terms: one.terms.flatMap(({ term }) => readTerms(term) ?? []), delegation: orNull(one.delegation), sector: orNull(one.sector),
    unitAndTitle: orNull(one.unitAndTitle), phones: one.phones, district: one.district, liaisonDepartment: one.liaisonDepartment,
    remark: orNull(one.remark), status, endedOn: one.terms.at(-1)?.toOn ?? null,
  }
}

const PLAIN_FIELDS = new Set(['gender', 'ethnicity', 'birth', 'delegation', 'sector', 'unitAndTitle', 'remark'])

function setField(document: Document, field: string, value: FieldValue): void {
  if (PLAIN_FIELDS.has(field)) document.set(field, words(value))
  else SETTERS[field]?.(document, value)
}

const SETTERS: Readonly<Record<string, (document: Document, value: FieldValue) => void>> = {
  name: (document, value) => void document.set({ name: words(value), ...memberKeys(words(value)) }),
  phones: (document, value) => void document.set('phones', list(value)),
  district: (document, value) => void document.set('district', value),
  liaisonDepartment: (document, value) => void document.set('liaisonDepartment', value),
  terms(document, value) {
    const known = new Map(document.terms.map((term) => [term.term, { term: term.term, fromOn: term.fromOn, toOn: term.toOn }]))
    const printed = list(value).map((number) => `第${chineseNumeral(Number(number))}届`)
    document.set('terms', printed.map((term) => known.get(term) ?? { term, fromOn: null, toOn: null }))
  },
  endedOn(document, value) {
    const terms = document.terms.map((term) => ({ term: term.term, fromOn: term.fromOn, toOn: term.toOn }))
    document.set('terms', terms.map((term, index) => (index === terms.length - 1 ? { ...term, toOn: value } : term)))
  },
  status(document, value) {
    const why = ENDED[words(value)]
    document.set(why === undefined ? { archivedAt: null, archivedWhy: '' } : { archivedAt: document.updatedAt, archivedWhy: why })
  },
}
