import type { Types } from 'mongoose'
import { AnswerModel } from '../answer/index.ts'
import { TextTagModel, type TextTag } from '../textTag/index.ts'
import { publicCount } from './hiding.ts'

/** What was written under one question. The id serves to name it and must not be shown. */
export interface OpenText { answer: string, text: string }

/** All texts under a question, as they lie: in the order of random ids. */
export async function textsOf(questionnaire: Types.ObjectId, item: string): Promise<OpenText[]> {
  const path = `values.${item}`
  const rows = await AnswerModel.collection
    .find({ questionnaire, filled: true, [path]: { $type: 'string' } } as object, { projection: { [path]: 1 } })
    .toArray() as unknown as { _id: string, values: Record<string, string> }[]
  return rows.flatMap(({ _id, values }) => (values[item]?.trim() ? [{ answer: _id, text: values[item] }] : []))
}

export const tagsOf = (questionnaire: Types.ObjectId, item: string): Promise<TextTag[]> =>
  TextTagModel.find({ questionnaire, item }).lean<TextTag[]>()

/** How many texts carry each tag, by item, the most frequent first; small counts are null. */
export async function tagCounts(questionnaire: Types.ObjectId): Promise<Map<string, { tag: string, count: number | null }[]>> {
  const rows = await TextTagModel.aggregate<{ _id: { item: string, tag: string }, count: number }>([
    { $match: { questionnaire } }, { $unwind: '$tags' },
    { $group: { _id: { item: '$item', tag: '$tags' }, count: { $sum: 1 } } },
    { $sort: { count: -1, '_id.tag': 1 } },
  ])
  const byItem = new Map<string, { tag: string, count: number | null }[]>()
  for (const { _id: { item, tag }, count } of rows) {
    byItem.set(item, [...(byItem.get(item) ?? []), { tag, count: publicCount(count) }])
  }
  return byItem
}
