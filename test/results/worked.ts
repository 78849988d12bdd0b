import { Types } from 'mongoose'
import '../../models/all.ts'
import { answerId } from '../../models/answer/blanks.ts'
import { AnswerModel } from '../../models/answer/index.ts'
import { InvitationModel } from '../../models/invitation/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { readySections } from '../../models/questionnaire/ready.ts'
import { DistrictModel } from '../../models/district/index.ts'

export const SINCE = new Date('2026-10-08T09:00:00+08:00')
export const CLOSES = new Date('2026-11-20T17:30:00+08:00')
let count = 0

/** The ready questionnaire, published and open until the close. */
export async function aReadyQuestionnaire(values: Partial<Questionnaire> = {}): Promise<Questionnaire> {
  const made = await QuestionnaireModel.create({
    no: `WJ2026-${String(70 + ++count)}`, title: '企业对政府服务满意度问卷', year: 2026, state: 'published', confidentiality: 'confidential',
    asker: '市联席会议办公室', versions: [{ n: 1, publishedAt: SINCE, sections: readySections() }], opensAt: SINCE, closesAt: CLOSES,
    publishedAt: SINCE, createdBy: new Types.ObjectId(), createdAt: SINCE, ...values,
  })
  return made.toObject<Questionnaire>()
}

/** One who answered, and what. */
export interface Told { district: string, industry?: string, size: string, values: Record<string, string> }

/** So many invited beside those who answered, all in one district. */
export interface Silent { district: string, size: string, count: number }

/** Stores who was asked and what came back, as sending an answer does. */
export async function answered(questionnaire: Questionnaire, told: readonly Told[], silent: readonly Silent[] = []): Promise<void> {
  const anonymous = questionnaire.confidentiality === 'anonymous'
  const base = { questionnaire: questionnaire._id, createdAt: SINCE, sentAt: SINCE, version: 1 }
  const rolls = told.map(({ district, industry = 'C', size }, at) => ({
    ...base, _id: new Types.ObjectId(), enterprise: new Types.ObjectId(), enterpriseName: `青岛甲${at}有限公司`, district, industry, size,
    state: 'answered' as const, answeredOn: '2026-11-10', begunAt: SINCE,
  }))
  const others = silent.flatMap(({ district, size, count: firms }) => Array.from({ length: firms }, () => ({
    ...base, enterprise: new Types.ObjectId(), enterpriseName: '青岛乙有限公司', district, industry: 'C', size, state: 'sent' as const,
  })))
  await InvitationModel.insertMany([...rolls, ...others])
  await AnswerModel.insertMany(told.map(({ values, district, industry = 'C', size }, at) => ({
    _id: answerId(), questionnaire: questionnaire._id, version: 1, filled: true, values,
    ...(anonymous ? { attributes: {} } : {
      attributes: { district, industry, size }, invitation: rolls[at]?._id, enterprise: rolls[at]?.enterprise, submittedOn: '2026-11-10',
    }),
  })))
}

/** `repeat([18, 10], ['5', '4'])`: 18 times 5, then 10 times 4. */
const repeat = (counts: readonly number[], values: readonly string[]): string[] =>
  counts.flatMap((times, at) => Array<string>(times).fill(values[at] ?? ''))
const LEVEL_VALUES = ['5', '4', '3', '2', '1', '0']
/** 76.40, 78.30, 83.40, 75.40 by a hundred answers; the others had no contact. */
const DIMENSIONS = [[30, 40, 20, 8, 2, 216], [35, 38, 19, 5, 3, 216], [46, 37, 11, 4, 2, 216], [28, 42, 19, 8, 3, 216]]
const HISTOGRAM = [5, 5, 10, 10, 15, 15, 15, 50, 55, 70, 50]

/**
 * The worked example: 316 answers of 1,000 firms, the index 75.77, the dimensions' mean 78.38, NPS 15.
 * @source domain.md §7
 */
export async function workedExample(values: Partial<Questionnaire> = {}): Promise<Questionnaire> {
  await DistrictModel.bulkWrite([['370212', '崂山区'], ['370213', '李沧区'], ['370214', '城阳区'], ['370285', '莱西市']].map(([_id, name], order) => ({
    updateOne: { filter: { _id: String(_id) }, update: { $set: { name: String(name), kind: '行政区', order } }, upsert: true },
  })))
  const overall = [...repeat([18, 10, 4, 1], LEVEL_VALUES), ...repeat([40, 32, 18, 6, 2], LEVEL_VALUES), ...repeat([55, 60, 40, 20, 10], LEVEL_VALUES)]
  const sizes = repeat([33, 98, 100, 85], ['大型', '中型', '小型', '微型'])
  const levels = DIMENSIONS.map((counts) => repeat(counts, LEVEL_VALUES))
  const points = repeat(HISTOGRAM, HISTOGRAM.map((_, at) => String(at)))
  const districts = ['370212', '370213', '370214']
  const told = overall.map((level, at): Told => ({
    // three firms of one district: too few to be told of
    district: at < 3 ? '370285' : (districts[at % 3] ?? ''), size: sizes[at] ?? '', industry: at % 2 === 0 ? 'C' : 'I',
    values: {
      ...Object.fromEntries(levels.flatMap((all, m) => [1, 2, 3, 4].map((row) => [`m${m + 1}.${row}`, all[at] ?? '0']))),
      q17: level, ...(points[at] === undefined ? {} : { q18: points[at] }),
      ...(at === 0 ? { q19: '=HYPERLINK("http://a","路灯不亮")' } : at < 40 ? { q19: `第${at}条：希望兑现快一点` } : {}),
    },
  }))
  const questionnaire = await aReadyQuestionnaire(values)
  await answered(questionnaire, told, [
    { district: '370212', size: '大型', count: 67 }, { district: '370213', size: '中型', count: 202 },
    { district: '370214', size: '小型', count: 300 }, { district: '370285', size: '微型', count: 115 },
  ])
  return questionnaire
}
