import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect } from 'chai'
import { importKind } from '../../models/import/kinds.ts'
import { findLayout } from '../../models/import/layout.ts'
import { readRows } from '../../models/import/readRows.ts'
import { readInChild } from '../../server/lib/workbook/readInChild.ts'
import { FileRefused } from '../../server/lib/workbook/verdicts.ts'
import { contextFor, EXPECTED, rosterBytes } from './rosters.ts'

const bombs = Object.entries(EXPECTED.files).filter(([, file]) => file.verdict === 'refuse-or-read-harmlessly')
const leftBehind = () => readdirSync(tmpdir()).filter((name) => name.startsWith('workbook-'))

describe('a hostile workbook', () => {
  // what is left behind is counted in a folder that no other process of the suite uses
  const usual = process.env['TMPDIR']
  let own: string
  before(() => {
    own = mkdtempSync(join(tmpdir(), 'zoufang-hostile-'))
    process.env['TMPDIR'] = own
  })
  after(() => {
    if (usual === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = usual
    rmSync(own, { recursive: true, force: true })
  })

  for (const [name, file] of bombs) {
    it(`${name} is refused or read harmlessly, soon, and holds up nothing`, async () => {
      const earlier = leftBehind().length
      const lag = monitorEventLoopDelay({ resolution: 5 })
      lag.enable()
      const began = performance.now()
      const outcome = await readInChild({ bytes: rosterBytes(name), fileName: name }).catch((error: unknown) => error)
      const seconds = (performance.now() - began) / 1000
      lag.disable()

      // the guard's own limit, and far less than the seconds that a parser in this process would stand still; figures are benched
      expect(seconds).to.be.below(25)
      expect(lag.percentile(99) / 1e6).to.be.below(500)
      expect(leftBehind().length).to.be.at.most(earlier)
      if (file.mustNotExist) expect(existsSync(file.mustNotExist)).to.equal(false)
      if (outcome instanceof FileRefused) {
        expect(outcome.verdict).to.equal(file.reason)
        return
      }
      const workbook = outcome as Awaited<ReturnType<typeof readInChild>>
      const layout = findLayout(workbook, importKind('enterprises').columns)
      const [sheet] = workbook.sheets
      if (!layout || !sheet) throw new Error('no header')
      const rows = [...readRows(sheet, layout, importKind('enterprises'), contextFor(workbook))]
      expect(rows.map((row) => [row.row, row.values['uscc'], row.fate])).to.deep.equal(
        (file.honestRows ?? []).map((row) => [row['row'], row['uscc'], 'taken']),
      )
    })
  }

  it('gives way to the next file in the queue', async () => {
    const [refused, read] = await Promise.allSettled([
      readInChild({ bytes: rosterBytes('bombs/lying-sizes.xlsx'), fileName: 'a.xlsx' }),
      readInChild({ bytes: rosterBytes('date1904.xlsx'), fileName: 'b.xlsx' }),
    ])
    expect([refused.status, read.status]).to.deep.equal(['rejected', 'fulfilled'])
  })
})
