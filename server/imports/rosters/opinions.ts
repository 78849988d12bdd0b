import type { HydratedDocument } from 'mongoose'
import type { FieldValue, Values } from '../../../models/import/values.ts'
import { newOpinion, note, OpinionModel, OPINION_MAX, type Opinion } from '../../../models/opinion/index.ts'
import { nextNumber } from '../../database/counters.ts'
import { list, orNull, words, type Roster, type RosterRecord } from './roster.ts'

type Document = HydratedDocument<Opinion>

const BY = { name: '导入' }

/**
 * Opinions from the sheets of a hall, one a row: the same sheet with the same words is the same opinion. Numbers are given when
 * they are stored. What was judged since stays when a batch is taken back.
 */
export function opinionRoster(year: number): Roster {
  const documents = new Map<string, Document>()
  const record = (document: Document): RosterRecord => {
    let known: Values | null = null
    documents.set(document.id as string, document)
    return {
      id: document.id as string, get no() {
        return document.no.startsWith('YJ') ? document.no : ''
      },
      name: document.title, get values() {
        return (known ??= valuesOf(document))
      },
      set: (field, value) => void document.set(patchOf(document, field, value)),
      archive: (why, now) => note(document, 'edit', BY, now, why),
    }
  }
  return {
    noun: 'opinion',
    async *all() {
      for await (const one of OpinionModel.find({ campaign: year, source: 'hall' }).lean<Opinion>().cursor({ batchSize: 200 })) {
        yield { id: String(one._id), name: one.title, values: valuesOf(one) }
      }
    },
    find: async (rows, session) => (
      await OpinionModel.find({ campaign: year, source: 'hall', sheetNo: { $in: rows.map((row) => words(row['sheetNo'])) } }).session(session)
    ).map(record),
    byIds: async (ids, session) => (await OpinionModel.find({ _id: { $in: ids } }).session(session)).map(record),
    make(values, { id, now }) {
      const text = words(values['text'])
      const title = words(values['title']) || [...text].slice(0, OPINION_MAX.title).join('')
      const document = new OpinionModel(newOpinion({
        campaign: year, no: 'new', source: 'hall', session: words(values['session']), sheetNo: words(values['sheetNo']), author: authorOf(values),
        consentAt: null, department: orNull(words(values['department'])), category: null, title, text, proposal: words(values['proposal']), createdBy: id,
        createdByName: BY.name,
      }, now))
      return record(document)
    },
    async save(records, _now, session) {
      const changed = records.flatMap(({ id }) => documents.get(id) ?? [])
      for (const document of changed.filter(({ isNew }) => isNew)) {
        document.no = `YJ${year}-${String(await nextNumber(session, 'opinion', year)).padStart(6, '0')}`
      }
      await OpinionModel.bulkSave(changed, { session })
    },
    async inUse(ids, session) {
      const rows = await OpinionModel.find({ _id: { $in: ids } }, { no: 1, state: 1 }).session(session).lean<Pick<Opinion, '_id' | 'no' | 'state'>[]>()
      const heads = await OpinionModel.distinct('mergedInto', { mergedInto: { $in: rows.map(({ no }) => no) } }).session(session)
      return new Set(rows.filter(({ no, state }) => state !== 'received' || heads.includes(no)).map(({ _id }) => String(_id)))
    },
    remove: async (ids, session) => {
      await OpinionModel.deleteMany({ _id: { $in: ids } }).session(session)
    },
  }
}

function authorOf(values: Values): Opinion['author'] {
  const name = words(values['authorName'])
  return name === '' ? { named: false, name: '', unit: '', phone: '', mayCall: false }
    : { named: true, name, unit: words(values['unit']), phone: list(values['phones'])[0] ?? '', mayCall: false }
}

const valuesOf = (one: Pick<Opinion, 'sheetNo' | 'session' | 'author' | 'department' | 'title' | 'text' | 'proposal'>): Values => ({
  sheetNo: orNull(one.sheetNo), session: orNull(one.session), authorName: orNull(one.author.name), unit: orNull(one.author.unit),
  phones: one.author.phone === '' ? [] : [one.author.phone], department: one.department, title: orNull(one.title), text: one.text, proposal: orNull(one.proposal),
})

function patchOf({ author }: Pick<Opinion, 'author'>, field: string, value: FieldValue): Record<string, unknown> {
  if (field === 'authorName') return { 'author.name': words(value), 'author.named': author.named || words(value) !== '' }
  if (field === 'unit') return { 'author.unit': words(value) }
  if (field === 'phones') return { 'author.phone': list(value)[0] ?? '' }
  return { [field]: field === 'department' ? orNull(words(value)) : words(value) }
}
