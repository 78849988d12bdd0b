import { expect } from 'chai'
import fc from 'fast-check'
import { RuleBroken } from '../../models/shared/errors.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { useDatabase } from '../support/db.ts'
import { aRegistered, when } from './aCase.ts'
import { MOVES, NAMES, RARE } from './moves.ts'

/** What the database gives back, in a form that can be compared. */
const plain = (issue: object) => JSON.parse(JSON.stringify({ ...issue, __v: 0 })) as Record<string, unknown>

describe('a stored case', () => {
  useDatabase({ emptied: 'each' })

  it('goes through the verbs like one in memory, and loses nothing on the way to the database and back', async () => {
    const aStep = fc.record({
      first: fc.nat({ max: NAMES.length - 1 }),
      dice: fc.nat({ max: 40 }),
      hours: fc.nat({ max: 60 }),
    })
    const walks = fc.sample(fc.noBias(fc.array(aStep, { minLength: 25, maxLength: 30 })), {
      numRuns: 5,
      seed: 20261125,
    })
    for (const [number, walk] of walks.entries()) {
      const memory = aRegistered(when('2026-01-05'), { no: `SQ2026-${String(number).padStart(6, '0')}` })
      await IssueModel.create(memory)
      let now = when('2026-01-05').now.getTime()
      for (const { first, dice, hours } of walk) {
        now += hours * 3_600_000
        const at = { ...when('2026-01-05'), now: new Date(now) }
        const stored = await IssueModel.findOne({ no: memory.no }).orFail()
        for (const name of [...NAMES.slice(first), ...NAMES.slice(0, first)]) {
          if (RARE.includes(name) && dice % 8 !== 0) continue
          const [one, other] = [accepted(name, memory, dice, at), accepted(name, stored, dice, at)]
          expect(other, name).to.equal(one)
          if (one) break
        }
        await stored.save()
        const back = await IssueModel.findOne({ no: memory.no }).lean().orFail()
        expect(plain(back)).to.deep.equal(plain(memory))
      }
    }
  }).timeout(60_000)

  it('refuses the slower of two people who changed it at once', async () => {
    const issue = aRegistered(when('2026-01-05'))
    await IssueModel.create(issue)
    const [first, second] = await Promise.all([1, 2].map(() => IssueModel.findOne({ no: issue.no }).orFail()))
    if (!first || !second) throw new Error('not stored')
    MOVES['accept']?.(first, 1, when('2026-01-05'))
    MOVES['reject']?.(second, 1, when('2026-01-05'))
    await first.save()
    const error: unknown = await second.save().then(() => null, (thrown: unknown) => thrown)
    expect((error as Error).name).to.equal('VersionError')
  })
})

function accepted(name: string, issue: Issue, dice: number, at: ReturnType<typeof when>): boolean {
  try {
    MOVES[name]?.(issue, dice, at)
    return true
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error
    return false
  }
}
