import { AnswerModel, type Answer } from '../../models/answer/index.ts'
import { districtNames } from '../../models/district/queries.ts'
import { InvitationModel, INVITATION_STATES, type Invitation } from '../../models/invitation/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { resultOf } from '../../models/result/queries.ts'
import { textsOf } from '../../models/result/textQueries.ts'
import { can } from '../../models/user/permissions.ts'
import { industryOf } from '../../models/shared/industries.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from '../exports/ledger.ts'
import { readWords } from '../exports/names.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import type { MeetingSheet, MeetingWorkbook } from '../lib/meetingWorkbook.ts'
import {
  answerColumns, answerRights, codebook, CODEBOOK_COLUMNS, questionsOfResult, type AnswerRow, type CodebookRow,
} from './answerColumns.ts'
import { crossSheet, groupSheet, indexSheet, itemSheet, makeUpSheet, type SheetFrame } from './figureSheets.ts'
import { groupNames } from './figureWords.ts'

/** What a file of a questionnaire is made of. */
interface Opened { asked: Asked, questionnaire: Questionnaire, frame: SheetFrame, districts: ReadonlyMap<string, string> }

/** @throws Error when the questionnaire has no results yet: no file tells anything before the close */
async function open(asked: Asked): Promise<Opened> {
  const questionnaire = await QuestionnaireModel.findOne({ no: asked.query['questionnaire'] ?? '' }).select('-draft').lean<Questionnaire | null>()
  if (!questionnaire || questionnaire.results === null) throw new Error('There are no results of this questionnaire yet')
  const [words, districts] = await Promise.all([readWords(), districtNames()])
  const frame = {
    heading: `${questionnaire.title}（${questionnaire.no}）`, unit: `${words.unit(asked.actor.department)}　填报人：${asked.actor.name}`,
    asOf: `截至 ${stampOf(asked.now)}`,
  }
  return { asked, questionnaire, frame, districts }
}

/** The whole result as a workbook: figures for all who may read them; answers, texts and the list of firms by right. */
export async function resultsLedger(asked: Asked): Promise<Ledger> {
  const opened = await open(asked)
  const { questionnaire, frame, districts } = opened
  const result = await resultOf(questionnaire._id)
  if (!result) throw new Error('There are no results of this questionnaire yet')
  const { figures } = result
  const names = groupNames(questionnaire, districts)
  return {
    toCsv: ledgerOf(groupSheet(figures, names, frame)).toCsv,
    toWorkbook: async (book) => {
      let rows = await book.add(makeUpSheet(figures, names, frame))
      rows += await book.add(indexSheet(figures, names, frame))
      rows += await book.add(itemSheet(figures, frame))
      rows += await book.add(groupSheet(figures, names, frame))
      if (figures.cross) rows += await book.add(crossSheet(figures.cross, names, frame))
      rows += await book.add(codebookSheet(opened))
      if (can(asked.actor, 'answer.export', {})) rows += await addAnswers(book, opened)
      if (can(asked.actor, 'invitation.read', {})) rows += await book.add(responseSheet(opened))
      return rows
    },
  }
}

/** The answers alone, as a table or a workbook with its codebook. */
export async function answersLedger(asked: Asked): Promise<Ledger> {
  const opened = await open(asked)
  return {
    toCsv: (target) => ledgerOf(answerSheet(opened)).toCsv(target),
    toWorkbook: async (book) => {
      const rows = await addAnswers(book, opened)
      await book.add(codebookSheet(opened))
      return rows
    },
  }
}

async function addAnswers(book: MeetingWorkbook, opened: Opened): Promise<number> {
  const rows = await book.add(answerSheet(opened))
  if (opened.questionnaire.confidentiality !== 'anonymous') return rows
  for (const question of questionsOfResult(opened.questionnaire).filter(({ measure }) => measure === 'text')) {
    await book.add(await textSheet(opened, question.key, question.number, question.text))
  }
  return rows
}

function answerSheet({ asked, questionnaire, frame, districts }: Opened): MeetingSheet<AnswerRow> {
  const rights = answerRights(questionnaire, can(asked.actor, 'answer.read', {}))
  const { named } = rights
  const shown = rights.texts ? { _id: 1, values: 1, submittedOn: 1, invitation: 1 } as const : { _id: 1, values: 1 } as const
  const cursor = AnswerModel.find({ questionnaire: questionnaire._id, filled: true }, shown).sort({ _id: 1 })
    .lean<Answer>().cursor({ batchSize: 100 })
  return {
    name: '答卷', title: `${frame.heading}答卷`, ...frame, measure: '份', empty: '没有答卷', frozen: 1,
    columns: answerColumns(questionsOfResult(questionnaire), rights),
    rows: inBatches(cursor, (answers) => withFirms(answers, named, districts)),
    notes: [
      named ? '本表含企业名称，只供统计使用，不得转给被评价的部门，用后请删除。'
        : questionnaire.confidentiality === 'anonymous' ? '匿名问卷：答卷不带企业名称和属性，文字另表打乱列出。' : '本表不含企业名称和属性。',
      '编码见“编码表”。',
    ],
  }
}

async function withFirms(answers: readonly Answer[], named: boolean, districts: ReadonlyMap<string, string>): Promise<AnswerRow[]> {
  const ids = named ? answers.flatMap(({ invitation }) => invitation ?? []) : []
  const found = ids.length === 0 ? [] : await InvitationModel.find(
    { _id: { $in: ids } }, { enterpriseName: 1, district: 1, industry: 1, size: 1 },
  ).lean<Invitation[]>()
  const byId = new Map(found.map((each) => [String(each._id), each]))
  return answers.map((answer) => {
    const own = byId.get(String(answer.invitation))
    const firm = own ? {
      name: own.enterpriseName, district: districts.get(own.district) ?? own.district,
      industry: industryOf(own.industry)?.shortName ?? own.industry, size: own.size,
    } : null
    return { answer, firm }
  })
}

/** Texts of an anonymous questionnaire, ordered by themselves, so that no line can be joined to another sheet's. */
async function textSheet({ questionnaire, frame }: Opened, key: string, number: number, heading: string): Promise<MeetingSheet<string>> {
  const texts = (await textsOf(questionnaire._id, key)).map(({ text }) => text).toSorted()
  return {
    name: `开放题${number}`, title: `${frame.heading}第 ${number} 题：${heading}`, ...frame, measure: '条', empty: '没有人填写', rows: texts,
    columns: [{ header: '原话', width: 100, type: 'text', value: (text) => text }], notes: ['按文字排列，与答卷的次序无关。'],
  }
}

const codebookSheet = ({ questionnaire, frame }: Opened): MeetingSheet<CodebookRow> => ({
  name: '编码表', title: `${frame.heading}编码表`, ...frame, measure: '题', empty: '没有题目', rows: codebook(questionsOfResult(questionnaire)),
  columns: CODEBOOK_COLUMNS, notes: ['只列最后一版的题目；较早版本里措辞不同的题不并入。'],
})

/** Who was invited and how far they came; of an answer it says no more than the roll: the day. */
function responseSheet({ questionnaire, frame, districts }: Opened): MeetingSheet<Invitation> {
  const columns: Column<Invitation>[] = [
    { header: '企业名称', width: 30, type: 'text', value: ({ enterpriseName }) => enterpriseName },
    { header: '区市', width: 10, type: 'text', value: ({ district }) => districts.get(district) ?? district },
    { header: '行业', width: 14, type: 'text', value: ({ industry }) => industryOf(industry)?.shortName ?? industry },
    { header: '规模', width: 8, type: 'text', value: ({ size }) => size },
    { header: '状态', width: 10, type: 'text', value: ({ state }) => INVITATION_STATES[state] },
    { header: '提交日', width: 12, type: 'day', value: ({ answeredOn }) => answeredOn },
    { header: '催办次数', width: 9, type: 'number', value: ({ remindersSent }) => remindersSent },
  ]
  const cursor = InvitationModel.find({ questionnaire: questionnaire._id }).sort({ sortKey: 1, _id: 1 })
    .lean<Invitation>().cursor({ batchSize: 100 })
  return {
    name: '回收名单', title: `${frame.heading}回收名单`, ...frame, measure: '户', empty: '没有邀请', columns, frozen: 1,
    rows: inBatches(cursor, (rows) => Promise.resolve(rows)), notes: ['只到日，不含答卷内容。'],
  }
}
