import { expect } from 'chai'
import '../../models/all.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { checkInvariants, CHECKS } from '../../models/invariants/checks.ts'
import { fillDatabase } from '../../server/operator/seed/profiles.ts'
import { testDeps } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import type { Damage } from './damage.ts'
import { DAMAGES, referenceDamages } from './damages/index.ts'

describe('the check of what must add up', function () {
  this.timeout(120_000)
  useDatabase()
  const deps = testDeps()

  /** What is found, by check; checks that find nothing are left out. */
  async function found(names?: readonly string[]): Promise<Record<string, string[]>> {
    const frame = { now: deps.clock.now(), calendar: await loadedCalendar(), auditKey: deps.keys.audit }
    const results = await checkInvariants(frame, names)
    const wrong = results.filter(({ findings }) => findings.length > 0)
    return Object.fromEntries(
      wrong.map(({ name, findings }) => [name, [...new Set(findings.map(({ record }) => record))]]),
    )
  }

  before(async () => {
    await fillDatabase(deps, { profile: 'acceptance', scale: 0.4, at: deps.clock.now() })
  })

  it('finds nothing in a sound city', async () => {
    expect(await found()).to.deep.equal({})
  })

  it('has a damage in the table for each of its checks', () => {
    const proved = new Set([...DAMAGES, ...referenceDamages].map(({ check }) => check))
    expect(CHECKS.map(({ name }) => name).filter((name) => !proved.has(name))).to.deep.equal([])
  })

  it('says each check in words, under a name of its own', () => {
    expect(new Set(CHECKS.map(({ name }) => name)).size).to.equal(CHECKS.length)
    expect(CHECKS.filter(({ word }) => word === '')).to.deep.equal([])
  })

  async function proves({ check, also = [], by }: Damage, names?: readonly string[]): Promise<void> {
    const { record, undo } = await by()
    try {
      const rows = await found(names)
      expect(rows[check]).to.deep.equal([record])
      expect(Object.keys(rows).sort()).to.deep.equal([check, ...also].sort())
    } finally {
      await undo()
    }
  }

  for (const damage of DAMAGES) it(`${damage.check} finds ${damage.what}`, () => proves(damage))

  for (const damage of referenceDamages) it(`references finds ${damage.what}`, () => proves(damage, ['references']))

  it('finds nothing again when all is put back', async () => {
    expect(await found()).to.deep.equal({})
  })
})
