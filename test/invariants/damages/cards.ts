import { Types } from 'mongoose'
import { added, aRow, changed, type Damage } from '../damage.ts'

const RAISED = { rung: 'L1', state: 'issued', basis: 'overdue' }

/** Rungs, cards and what is made from them. */
export const cardDamages: readonly Damage[] = [
  {
    check: 'rungOnce',
    what: 'a second card of one rung in one due version',
    by: async () => {
      const card = await aRow('cards', RAISED)
      const copy = { ...card, _id: new Types.ObjectId(), key: `${String(card['key'])}:copy` }
      return added('cards', [copy], String(card['issueNo']), true)
    },
  },
  {
    check: 'rungKnown',
    what: 'a card that its case does not know of',
    by: async () => {
      const card = await aRow('cards', RAISED)
      return changed(
        'issues',
        { no: card['issueNo'] },
        { $pull: { 'dueVersions.$[].raised': 'L1' } },
        () => String(card['issueNo']),
      )
    },
  },
  {
    check: 'cardUsedOnce',
    what: 'a red card that does not know which paper used it',
    by: async () => {
      const paper = await aRow('cards', { 'madeFrom.0': { $exists: true } })
      const [first] = paper['madeFrom'] as Types.ObjectId[]
      return changed('cards', { _id: first }, { $set: { usedIn: null } }, () => String(paper['no'] ?? paper['key']))
    },
  },
]
