import mongoose, { type Model } from 'mongoose'
import { CardModel } from '../card/index.ts'
import { PAPERS } from '../card/numbering.ts'
import { InstructionModel } from '../instruction/index.ts'
import { IssueModel } from '../issue/index.ts'
import { VisitModel } from '../visit/index.ts'
import { findings, type Check, type Finding } from './finding.ts'

/** A series of numbers: where it is stored, how a number is read, which counter gives it. */
interface Series {
  model: Model<never>
  field: string
  /** groups: year (or day), running number */
  pattern: RegExp
  counter(group: string): string
}

const papers = Object.values(PAPERS).map(({ series, short }): Series => ({
  model: CardModel as unknown as Model<never>,
  field: 'no',
  pattern: new RegExp(`^${short}〔(\\d{4})〕(\\d+)号$`),
  counter: (year) => `${series}:${year}`,
}))

const SERIES: readonly Series[] = [
  {
    model: IssueModel as unknown as Model<never>,
    field: 'no',
    pattern: /^SQ(\d{4})-(\d+)$/,
    counter: (year) => `issue:${year}`,
  },
  {
    model: IssueModel as unknown as Model<never>,
    field: 'assignNo',
    pattern: /^联交〔(\d{4})〕(\d+)号$/,
    counter: (year) => `assignment:${year}`,
  },
  {
    model: InstructionModel as unknown as Model<never>,
    field: 'no',
    pattern: /^PS(\d{4})-(\d+)$/,
    counter: (year) => `instruction:${year}`,
  },
  {
    model: VisitModel as unknown as Model<never>,
    field: 'no',
    pattern: /^ZF(\d{8})(\d{4,6})$/,
    counter: (day) => `visit-${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}:${day.slice(0, 4)}`,
  },
  ...papers,
]

/**
 * Numbers of papers run from 1 without gaps or repetitions, and the counter stands at the last one. @source
 * forms.md §1
 */
export const numberChecks: readonly Check[] = [
  { name: 'numbers', word: '编号连续，不缺不重', find: async () => (await Promise.all(SERIES.map(gapsIn))).flat() },
]

async function gapsIn({ model, field, pattern, counter }: Series): Promise<Finding[]> {
  const values = await model.collection
    .find({ [field]: { $type: 'string' } }, { projection: { [field]: 1, _id: 0 } })
    .toArray()
  const groups = new Map<string, { numbers: number[]; sample: string }>()
  for (const row of values) {
    const text = String(row[field])
    const match = pattern.exec(text)
    if (match === null) continue
    const group = groups.get(match[1] ?? '') ?? { numbers: [], sample: text }
    group.numbers.push(Number(match[2]))
    groups.set(match[1] ?? '', group)
  }
  const last = await counters([...groups.keys()].map(counter))
  return [...groups].flatMap(([name, { numbers, sample }]) =>
    findings('numbers', `${sample} 一组`, complaints(numbers, last.get(counter(name)))),
  )
}

function complaints(numbers: readonly number[], counter: number | undefined): string[] {
  const sorted = [...numbers].sort((one, other) => one - other)
  const largest = sorted.at(-1) ?? 0
  const present = new Set(sorted)
  const missing = Array.from({ length: largest }, (_, index) => index + 1).filter((n) => !present.has(n))
  const twice = [...new Set(sorted.filter((n, index) => sorted[index - 1] === n))]
  return [
    ...(missing.length > 0
      ? [`缺 ${missing.slice(0, 10).join('、')}${missing.length > 10 ? ` 等 ${missing.length} 个` : ''}`]
      : []),
    ...(twice.length > 0 ? [`重复 ${twice.slice(0, 10).join('、')}`] : []),
    ...(counter === largest ? [] : [`最后一号是 ${largest}，计数器是 ${counter ?? '没有'}`]),
  ]
}

async function counters(names: readonly string[]): Promise<Map<string, number>> {
  const { db } = mongoose.connection
  if (!db) throw new Error('The database is not connected')
  const rows = await db
    .collection<{ _id: string; last: number }>('counters')
    .find({ _id: { $in: [...names] } })
    .toArray()
  return new Map(rows.map(({ _id, last }) => [_id, last]))
}
