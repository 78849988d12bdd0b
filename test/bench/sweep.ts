import mongoose, { Types } from 'mongoose'
import { escalateIssues } from '../../jobs/escalateIssues.ts'
import { CardModel } from '../../models/card/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { aRunningCase } from '../jobs/cases.ts'
import { withLoadCity, type Measured } from './city.ts'

const DUE = 1_000
const AT = '2026-11-25T10:00:00+08:00'

/**
 * A sweep with 1,000 due cases among few and among many open ones: its cost must grow with what is due, not with what
 * exists. @source DESIGN.md §6
 */
export const sweep = (scale: number): Promise<Measured[]> =>
  withLoadCity(0.05, async ({ server }) => {
    const deps = { ...server.deps, clock: { now: () => new Date(AT) } }
    // the people and posts of the city are needed, its cases are not
    await IssueModel.deleteMany({})
    await CardModel.deleteMany({})
    const few = Math.round(10_000 * scale)
    const many = Math.round(200_000 * scale)
    const amongFew = await timed(few)
    const amongMany = await timed(many)
    const ratio = Math.round((amongMany / amongFew) * 100) / 100
    const perSecond = Math.round(DUE / amongMany)
    return [{ name: 'sweep', goal: '≤ 1.3 times as long among 20 times as many open; ≥ 300 raised/s', met: ratio <= 1.3 && perSecond >= 300, figures: { due: DUE, few, many, secondsAmongFew: amongFew, secondsAmongMany: amongMany, ratio, perSecond } }]

    async function timed(open: number): Promise<number> {
      await fillUp(open)
      const times = []
      for (let run = 0; run < 3; run++) {
        await makeDue()
        const began = performance.now()
        await escalateIssues.run(deps)
        times.push(performance.now() - began)
      }
      return Math.round(times.sort((x, y) => x - y)[1] ?? 0) / 1000
    }
  })

/** Open cases that are not due for long. */
async function fillUp(open: number): Promise<void> {
  const present = await IssueModel.countDocuments({ open: true })
  if (present >= open) return
  const model = await aRunningCase({ startOn: '2026-11-24', dueOn: '2026-12-31', department: 'ziran' })
  for (let made = present; made < open; made += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, open - made) }, (_, i) => ({ ...model, _id: new Types.ObjectId(), no: `SQ2025-${String(500_000 + made + i)}` }))
    await IssueModel.collection.insertMany(rows as never)
  }
}

/** 1,000 fresh cases whose yellow card is due; the rounds before are out of the way. */
async function makeDue(): Promise<void> {
  await IssueModel.updateMany({ nextRungAt: { $lte: new Date(AT) } }, { $set: { nextRungAt: null } })
  const model = await aRunningCase({ startOn: '2026-11-04', dueOn: '2026-11-26', department: 'ziran' })
  await IssueModel.deleteOne({ _id: model._id })
  await CardModel.deleteMany({ issue: model._id })
  const round = Math.floor(Math.random() * 1e6)
  const rows = Array.from({ length: DUE }, (_, i) => ({ ...model, _id: new Types.ObjectId(), no: `SQ2024-${round}-${i}` }))
  await mongoose.connection.collection('issues').insertMany(rows)
}
