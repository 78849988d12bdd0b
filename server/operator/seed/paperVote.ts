import { Types } from 'mongoose'
import { stratumOf } from '../../../models/ballot/stratum.ts'
import type { Campaign } from '../../../models/campaign/index.ts'
import type { RollEntry } from '../../../models/roll/index.ts'
import { SCALES } from '../../../models/scoringPlan/scales.ts'
import { DifferenceModel, PaperSheetModel, type Difference, type PaperSheet, type SheetCell } from '../../../models/tally/index.ts'
import { markOf, type Moods } from './moods.ts'
import type { People } from './people.ts'
import type { Random } from './random.ts'
import { insertAll } from './store.ts'

const OPTIONS = SCALES.B4.options.length
const HOUR = 3_600_000

/** Where last year voted on paper: some experts in the hall, villagers at their 分会场. */
const ON_PAPER: readonly { group: number, place: string, category: string, spare: number, invalid: number }[] = [
  { group: 1, place: 'main', category: '专家·媒体', spare: 1, invalid: 0 },
  { group: 2, place: 'branch-370283', category: '村居', spare: 0, invalid: 1 },
]

type Seated = Pick<RollEntry, 'group' | 'place' | 'category'>
const paperOf = (seat: Seated) =>
  ON_PAPER.find(({ group, place, category }) => seat.group === group && seat.place === place && seat.category === category)

export const votesOnPaper = (seat: Seated): boolean => paperOf(seat) !== undefined

/**
 * The sheets of those who voted on paper, each read by two people; in the hall one blank paper more was counted than handed out,
 * which is explained and signed.
 */
export async function paperVote(
  { campaign, roll, moods, random }: { campaign: Campaign, roll: readonly RollEntry[], moods: Moods, random: Random }, { users }: People,
): Promise<void> {
  const readers = users.filter(({ roles }) => roles.includes('evaluation')).slice(0, 2)
  const [signer] = readers
  const closedAt = campaign.window?.closesAt.getTime()
  if (closedAt === undefined || signer === undefined) return
  const sheets: PaperSheet[] = []
  const differences: Difference[] = []
  for (const { place, spare, invalid, ...where } of ON_PAPER) {
    const handed = roll.filter((entry) => entry.handed === 'paper' && entry.place === place && entry.group === where.group && entry.category === where.category)
    const [first] = handed
    if (first === undefined) continue
    const valid = handed.length - invalid
    const departments = campaign.groups.find(({ no }) => no === where.group)?.departments ?? []
    const figures = {
      issued: handed.length + spare, returned: handed.length, valid, invalid, notReturned: spare, reissued: 0,
      cells: departments.map((department) => cellOf(department, valid, moods.get(department) ?? 0, random)),
    }
    sheets.push({
      _id: new Types.ObjectId(), ...stratumOf(first), place, agreedAt: new Date(closedAt + 2 * HOUR),
      entries: readers.map(({ _id, name }, at) => ({ by: _id, byName: name, at: new Date(closedAt + (at + 1) * HOUR), ...figures })),
    })
    if (spare > 0) {
      differences.push({
        _id: new Types.ObjectId(), ...stratumOf(first), place, kind: 'roll', number: -spare, reason: '会场登记时把一张未发出的备用空白票计入发出，已核对票根',
        signedAt: new Date(closedAt + 20 * HOUR), signedByName: signer.name,
      })
    }
  }
  await insertAll(PaperSheetModel, sheets)
  await insertAll(DifferenceModel, differences)
}

/** The marks of so many valid papers for one department. */
function cellOf(department: string, valid: number, mood: number, random: Random): SheetCell {
  const marks = Array.from({ length: valid }, () => markOf(mood, random))
  const counts = Array.from({ length: OPTIONS }, (_, option) => marks.filter((mark) => mark === option).length)
  return { department, counts, abstained: marks.filter((mark) => mark === null).length, void: 0 }
}
