import { aRow, changed, collection, type Damage, type Row } from '../damage.ts'

const group = (sample: string): string => `${sample} 一组`

/** A group of numbers is named by the first of them that the check reads, in the order in which they are stored. */
async function firstOf(name: string, field: string, filter: object = {}): Promise<string> {
  const row = await collection(name).findOne({ [field]: { $type: 'string' }, ...filter })
  return group(String((row as Row | null)?.[field]))
}

/** Each series: its counter's beginning, where its numbers are stored. */
const SERIES: readonly (readonly [counter: string, name: string, field: string, begins: string])[] = [
  ['issue', 'issues', 'no', 'SQ'],
  ['assignment', 'issues', 'assignNo', '联交〔'],
  ['instruction', 'instructions', 'no', 'PS'],
  ['order', 'cards', 'no', '联督〔'],
  ['circular', 'cards', 'no', '联通〔'],
  ['talk', 'cards', 'no', '联约〔'],
]

/** Running numbers and their counters. */
export const numberDamages: readonly Damage[] = [
  {
    check: 'numbers',
    what: 'a gap',
    by: async () => {
      const record = await firstOf('instructions', 'no')
      const middle = await aRow('instructions', { no: /-0*2$/ })
      return changed('instructions', { _id: middle._id }, { $set: { no: 'PS0000' } }, () => record)
    },
  },
  {
    check: 'numbers',
    what: 'a counter that stands where its day of visits does not',
    by: async () => {
      const counter = await aRow('counters', { _id: /^visit-/ })
      const day = String(counter._id).slice(6, 16).replaceAll('-', '')
      const record = await firstOf('visits', 'no', { no: new RegExp(`^ZF${day}`) })
      return changed('counters', { _id: counter._id }, { $inc: { last: -1 } }, () => record)
    },
  },
  ...SERIES.map(
    ([counter, name, field, begins]): Damage => ({
      check: 'numbers',
      what: `a counter of ${counter} that ran ahead`,
      by: async () => {
        const { _id } = await aRow('counters', { _id: new RegExp(`^${counter}:`) })
        const year = String(_id).split(':')[1] ?? ''
        const record = await firstOf(name, field, { [field]: new RegExp(`^${begins}${year}`) })
        return changed('counters', { _id }, { $inc: { last: 1 } }, () => record)
      },
    }),
  ),
]
