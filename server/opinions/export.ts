import { OpinionModel, type Opinion } from '../../models/opinion/index.ts'
import { opinionFilter } from '../../models/opinion/queries.ts'
import { ADOPTIONS, MANNERS, OPINION_SOURCES, OPINION_STATES } from '../../models/opinion/words.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from '../exports/ledger.ts'
import { readWords, type Words } from '../exports/names.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import { askedOpinions } from './find.ts'

const validWords = ({ state, validity }: Opinion): string =>
  (state === 'received' ? '待审' : state === 'merged' ? '随主条' : [validity?.valid === false ? '无效' : '有效', validity?.reason].filter(Boolean).join('：'))

const markWords = (mark: Opinion['marks']['excellent']): string => (mark === null ? '' : [mark.onDay, mark.note].filter(Boolean).join(' '))

/** The columns of the offices' ledger. @source forms.md §7 Opinions in bulk */
function columnsOf(words: Words, publicUrl: string): Column<Opinion>[] {
  return [
    { header: '编号', width: 16, type: 'code', value: ({ no }) => no, link: ({ campaign, no }) => `${publicUrl}/campaigns/${campaign}/opinions/${no}` },
    { header: '来源', width: 7, type: 'text', value: ({ source }) => OPINION_SOURCES[source] },
    { header: '届次场次', width: 12, type: 'text', value: ({ session }) => session },
    { header: '提出人', width: 8, type: 'text', value: ({ author }) => (author.named ? '实名' : '匿名') },
    { header: '部门', width: 14, type: 'text', value: ({ department }) => (department === null ? '' : words.department(department)) },
    { header: '类别', width: 10, type: 'text', value: ({ category }) => (category === null ? '' : words.category(category)) },
    { header: '内容', width: 44, type: 'text', value: ({ text, proposal }) => (proposal === '' ? text : `${text}\n建议：${proposal}`) },
    { header: '合并到', width: 16, type: 'code', value: ({ mergedInto }) => mergedInto },
    { header: '有效否及原因', width: 18, type: 'text', value: validWords },
    { header: '承办单位', width: 14, type: 'text', value: ({ leadDepartment }) => (leadDepartment === null ? '' : words.department(leadDepartment)) },
    { header: '办理方式', width: 8, type: 'text', value: ({ manner }) => (manner === null ? '' : MANNERS[manner]) },
    { header: '诉求编号', width: 16, type: 'code', value: ({ issueNo }) => issueNo, link: ({ issueNo }) => (issueNo === null ? null : `${publicUrl}/issues/${issueNo}`) },
    { header: '答复', width: 40, type: 'text', value: ({ answer }) => answer?.text ?? '' },
    { header: '答复日期', width: 11, type: 'day', value: ({ answer }) => answer && dayOf(answer.at) },
    { header: '是否采纳', width: 9, type: 'text', value: ({ answer }) => answer?.adoption ?? '' },
    { header: '提出人评价', width: 9, type: 'text', value: ({ rating }) => rating?.word ?? '' },
    { header: '优秀', width: 14, type: 'text', value: ({ marks }) => markWords(marks.excellent) },
    { header: '报送领导', width: 16, type: 'text', value: ({ marks }) => markWords(marks.reported) },
    { header: '采纳写入', width: 16, type: 'text', value: ({ marks }) => markWords(marks.adopted) },
    { header: '表彰奖励', width: 16, type: 'text', value: ({ marks }) => markWords(marks.awarded) },
    { header: '公开', width: 11, type: 'day', value: ({ published }) => published && dayOf(published.at) },
    { header: '状态', width: 9, type: 'text', value: ({ state }) => OPINION_STATES[state] },
  ]
}

/** The ledger of opinions: rows and order of the list on the screen, no name and no phone. */
export async function opinionLedger(asked: Asked): Promise<Ledger> {
  const year = Number(asked.query['year'])
  const words = await readWords()
  const unit = words.unit(asked.actor.department)
  const cursor = OpinionModel.find({ $and: [opinionFilter(year, askedOpinions(asked.query)), scopeFilter(asked.actor, 'opinion.read')] })
    .select({ history: 0, 'author.name': 0, 'author.unit': 0, 'author.phone': 0 }).sort({ createdAt: -1, _id: -1 }).lean<Opinion>().cursor({ batchSize: 100 })
  return ledgerOf({
    name: '意见建议台账', title: `${year}年三民活动意见建议台账`, unit: `${unit}　填报人：${asked.actor.name}`, asOf: `截至 ${stampOf(asked.now)}`,
    measure: '条', columns: columnsOf(words, asked.publicUrl), rows: inBatches(cursor, (batch) => Promise.resolve(batch)),
    empty: '没有符合条件的意见建议',
    notes: ['提出人只写实名或匿名，姓名和电话不导出。', `收到 = 待审 + 合并 + 无效 + 有效；有效 = 待分办 + 办理中 + 已答复。采纳分${ADOPTIONS.join('、')}。`],
    frozen: 2,
  })
}
