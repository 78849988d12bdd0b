import { RectificationModel, RECTIFICATION_STATES, type Rectification } from '../../models/rectification/index.ts'
import { rectificationFilter } from '../../models/rectification/queries.ts'
import { CRITICISMS } from '../../models/rectification/index.ts'
import { AttachmentModel } from '../../models/attachment/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from '../exports/ledger.ts'
import { readWords, type Words } from '../exports/names.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import { askedRectifications } from './find.ts'

interface Line { one: Rectification, evidence: string }

/** 通过, 不通过 or nothing: the last word of the other body. */
const checkWords = ({ checks }: Rectification): string => {
  const last = checks.at(-1)
  return last === undefined ? '' : last.passed ? '通过' : '不通过'
}

/** The sixteen columns of the real ledger. @source forms.md §3.2 */
function columnsOf(words: Words, publicUrl: string): Column<Line>[] {
  const of = (value: (one: Rectification) => string | null) => ({ one }: Line) => value(one)
  return [
    { header: '编号', width: 13, type: 'code', value: of(({ no }) => no), link: ({ one }) => `${publicUrl}/campaigns/${one.campaign}/rectifications/${one.no}` },
    { header: '问题来源', width: 14, type: 'text', value: of(({ source }) => [CRITICISMS[source.kind], source.no].filter(Boolean).join(' ')) },
    { header: '问题等级', width: 8, type: 'text', value: of(({ level }) => level) },
    { header: '问题具体描述', width: 34, type: 'text', value: of(({ problem }) => problem) },
    { header: '涉及数量', width: 10, type: 'text', value: of(({ extent }) => extent) },
    { header: '整改责任单位', width: 14, type: 'text', value: of(({ department }) => words.department(department)) },
    { header: '责任领导', width: 9, type: 'text', value: of(({ leaderName }) => leaderName) },
    { header: '责任人', width: 9, type: 'text', value: of(({ ownerName }) => ownerName) },
    { header: '整改措施', width: 30, type: 'text', value: of(({ measure, target }) => (target === '' ? measure : `${measure}\n目标：${target}`)) },
    { header: '计划完成时限', width: 11, type: 'day', value: of(({ dueOn }) => dueOn) },
    { header: '实际完成时间', width: 11, type: 'day', value: of(({ reported }) => reported?.onDay ?? null) },
    { header: '佐证材料名称', width: 18, type: 'text', value: ({ evidence }) => evidence },
    { header: '复核情况', width: 9, type: 'text', value: of(checkWords) },
    { header: '复核人', width: 9, type: 'text', value: of(({ checks }) => checks.at(-1)?.byName ?? '') },
    { header: '销号状态', width: 9, type: 'text', value: of(({ state }) => (state === 'closed' ? '已销号' : `未销号（${RECTIFICATION_STATES[state]}）`)) },
    { header: '备注', width: 12, type: 'text', value: of(({ remark }) => remark) },
  ]
}

/** The ledger of rectifications: rows and order of the list on the screen. */
export async function rectificationLedger(asked: Asked): Promise<Ledger> {
  const year = Number(asked.query['year'])
  const words = await readWords()
  const unit = words.unit(asked.actor.department)
  const { tab, department, q } = askedRectifications(asked.query)
  const filter = rectificationFilter(year, tab, dayOf(asked.now), department, q)
  const cursor = RectificationModel.find({ $and: [filter, scopeFilter(asked.actor, 'rectification.read')] })
    .sort({ dueOn: 1, no: 1 }).lean<Rectification>().cursor({ batchSize: 100 })
  return ledgerOf({
    name: '整改销号台账', title: `${year}年三民活动问题整改销号台账`, unit: `${unit}　填报人：${asked.actor.name}`, asOf: `截至 ${stampOf(asked.now)}`,
    measure: '项', columns: columnsOf(words, asked.publicUrl), rows: inBatches(cursor, withEvidence), empty: '没有需要整改的问题',
    notes: ['佐证材料、复核、销号是三件事：报完成要附材料，复核由责任单位以外的单位做，通过才销号。'], frozen: 4,
  })
}

async function withEvidence(rows: Rectification[]): Promise<Line[]> {
  const files = await AttachmentModel.find({ 'owner.id': { $in: rows.map(({ _id }) => _id) }, 'owner.type': 'rectification', pending: { $ne: true } }, { owner: 1, name: 1 }).lean()
  return rows.map((one) => ({
    one, evidence: files.filter(({ owner }) => String(owner.id) === String(one._id)).map(({ name }) => name).join('、'),
  }))
}
