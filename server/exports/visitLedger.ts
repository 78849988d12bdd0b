import { SUBJECT_TYPES, VisitModel, type Subject, type Visit } from '../../models/visit/index.ts'
import { CONFIRMATIONS } from '../../models/visit/confirmation.ts'
import type { Column } from '../lib/columns.ts'
import { stampOf } from '../lib/columns.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from './ledger.ts'
import { readWords, type Words } from './names.ts'
import { readVisitSearch } from './visitSearch.ts'

/** One subject of a visit: the ledger has a row for each. @source DESIGN.md §7 Visit */
interface VisitLine {
  visit: Visit
  subject: Subject
  at: number
}

const FIELDS = {
  no: 1, onDay: 1, subjects: 1, mode: 1, department: 1, lead: 1, 'visitors.name': 1, companions: 1, combinedWith: 1, issues: 1,
  onSpotResolved: 1, suggestions: 1, heard: 1, positives: 1, confirmation: 1, outcome: 1, state: 1,
} as const

const raisedBy = ({ visit, at }: VisitLine): number => visit.issues.filter(({ raiser }) => raiser === at).length
/** What was solved on the spot is written down for the visit as a whole, so it stands on its first row. */
const onSpot = ({ visit, at }: VisitLine): number => (at === 0 ? visit.onSpotResolved.length : 0)

/** @source forms.md §2.2 */
const columnsOf = (words: Words, publicUrl: string): Column<VisitLine>[] => [
  { header: '走访编号', width: 16, type: 'code', value: ({ visit }) => visit.no, link: ({ visit }) => `${publicUrl}/visits/${visit.no}` },
  { header: '走访日期', width: 11, type: 'day', value: ({ visit }) => visit.onDay },
  { header: '走访对象', width: 24, type: 'text', value: ({ subject }) => subject.name },
  { header: '对象类别', width: 9, type: 'text', value: ({ subject }) => SUBJECT_TYPES[subject.type] },
  { header: '所属区市', width: 9, type: 'text', value: ({ subject }) => words.district(subject.district) },
  { header: '走访方式', width: 9, type: 'text', value: ({ visit }) => visit.mode },
  { header: '走访单位', width: 14, type: 'text', value: ({ visit }) => words.department(visit.department) },
  { header: '走访情况摘要', width: 34, type: 'text', value: ({ visit }) => visit.heard || visit.positives },
  { header: '带队领导', width: 9, type: 'text', value: ({ visit }) => visit.lead },
  { header: '走访人员', width: 14, type: 'text', value: ({ visit }) => [...visit.visitors.map(({ name }) => name), ...visit.companions].join('、') },
  { header: '结合工作', width: 12, type: 'text', value: ({ visit }) => visit.combinedWith.join('、') },
  { header: '反映问题(件)', width: 8, type: 'number', key: 'raised', total: 'sum', value: (line) => raisedBy(line) + onSpot(line) },
  { header: '现场解决(件)', width: 8, type: 'number', key: 'solved', total: 'sum', value: onSpot },
  { header: '转办(件)', width: 7, type: 'number', formula: '{raised}-{solved}', total: 'formula', value: raisedBy },
  { header: '意见建议(条)', width: 8, type: 'number', total: 'sum', value: ({ visit, at }) => (at === 0 ? visit.suggestions.length : 0) },
  { header: '对象确认', width: 9, type: 'text', value: ({ visit }) => (visit.state === 'planned' ? '计划' : visit.confirmation ? CONFIRMATIONS[visit.confirmation.how] : '待确认') },
  { header: '备注(失联、停产)', width: 12, type: 'text', value: ({ visit }) => visit.outcome },
]

/** The ledger of visits: the filter of the list on the screen, one row a subject. */
export async function visitLedger(asked: Asked): Promise<Ledger> {
  const words = await readWords()
  const { filter, sort } = await readVisitSearch(asked.actor, asked.query)
  const cursor = VisitModel.find(filter, FIELDS).sort(sort).allowDiskUse(true).lean<Visit>().cursor({ batchSize: 100 })
  const unit = words.unit(asked.actor.department)
  return ledgerOf({
    name: '走访台账', title: `${unit}走访台账`, unit: `${unit}　填报人：${asked.actor.name}`, asOf: `截至 ${stampOf(asked.now)}`, measure: '户（人）次',
    columns: columnsOf(words, asked.publicUrl),
    rows: inBatches(cursor, (visits) => Promise.resolve(visits.flatMap((visit) => visit.subjects.map((subject, at) => ({ visit, subject, at }))))),
    empty: '没有符合条件的走访',
    notes: ['一次走访几个对象的，每个对象一行；现场解决和意见建议记在第一行。转办＝反映问题−现场解决，按已登记的诉求数。'],
    frozen: 3,
  })
}
