import { expect } from 'chai'
import { comparable } from '../../models/import/tidyText.ts'
import type { FieldValue, Values } from '../../models/import/values.ts'
import type { PlannedRow } from '../../models/import/plan.ts'
import { FileRefused } from '../../server/lib/workbook/verdicts.ts'
import { readWorkbook } from '../../server/lib/workbook/readWorkbook.ts'
import {
  confirmed, counts, EXPECTED, importFile, ourField, rosterBytes, type ExpectedFile, type Reading,
} from './rosters.ts'

const LISTS = new Set(['phones', 'terms', 'relevance'])
const readable = Object.entries(EXPECTED.files).filter(
  ([, file]) => file.verdict === 'read' || file.verdict === 'read-or-refuse',
)
const refusable = Object.entries(EXPECTED.files).filter(([, file]) => file.verdict === 'refuse')

/** Values as expected.json compares them: NFKC, no white space, null for empty. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'string' ? comparable(value) : value
}

function fieldOf(values: Values, field: string): unknown {
  const value: FieldValue | undefined = values[ourField(field)]
  return plain(value ?? (LISTS.has(field) ? [] : null))
}

function expectFields(values: Values, expected: Record<string, unknown>, at: string): void {
  for (const [field, value] of Object.entries(expected)) {
    if (field === 'row' || field === 'why') continue
    expect(fieldOf(values, field), `${at} ${field}`).to.deep.equal(plain(value))
  }
}

const withOutcome = (reading: Reading, outcome: PlannedRow['outcome']) =>
  reading.plan.rows.filter((row) => row.outcome === outcome)

describe('a roster as the offices keep it', () => {
  for (const [name, file] of readable) {
    describe(name, () => {
      let reading: Reading
      before(async () => {
        reading = await importFile(name)
      })

      it('is read from the right sheet, under the right header', () => {
        const rows = reading.plan.rows.map((row) => row.row)
        const first = Math.max(...reading.layout.headerRows) + 1
        expect(reading.layout.sheet).to.equal(file.sheet)
        expect(reading.layout.headerRows).to.deep.equal(file.headerRows)
        expect(first).to.equal(file.firstDataRow)
        expect(rows.at(-1) ?? first - 1).to.equal(file.lastDataRow)
        if (file.encoding) expect(reading.workbook.encoding).to.equal(file.encoding)
      })

      it('has each column mapped to its field', () => {
        const columns = Object.fromEntries(reading.layout.columns.map((one) => [plain(one.header), one.field]))
        const wanted = Object.entries(file.columns ?? {}).map(
          ([header, field]) => [plain(header), field === null ? null : ourField(field)],
        )
        expect(columns).to.deep.equal(Object.fromEntries(wanted))
      })

      it('gives the figures, and they sum to the rows of the file', () => {
        const got = counts(reading.plan)
        expect(got.created).to.equal(file.created.count)
        expect(Object.values(got).reduce((a, b) => a + b, 0)).to.equal(file.dataRows)
        expectTotals(withOutcome(reading, 'created').map((row) => row.values), file)
      })

      it('gives every listed row its fields', () => {
        for (const expected of file.created.rows ?? []) {
          const row = reading.plan.rows.find((one) => one.row === expected['row'])
          expect(row?.outcome, `row ${String(expected['row'])}`).to.equal('created')
          expectFields(row?.values ?? {}, expected, `row ${String(expected['row'])}`)
        }
      })

      it('refuses exactly the rows it must, each with its reason', () => {
        const refused = withOutcome(reading, 'refused')
        expect(refused.map((row) => row.row)).to.deep.equal((file.refused ?? []).map((one) => one.row))
        for (const expected of file.refused ?? []) {
          const row = refused.find((one) => one.row === expected.row)
          const reasons = row?.refusals.map((one) => one.reason as string) ?? []
          expect(
            [expected.reason, ...(expected.also ?? [])], `row ${expected.row}: ${reasons.join()}`,
          ).to.include(reasons[0])
          if (expected.suggestion) expect(
            row?.values['codeSuggestion'], `row ${expected.row}`,
          ).to.equal(expected.suggestion)
          for (const said of row?.refusals ?? []) expect(
            said.text + said.hint, `row ${expected.row}`,
          ).to.match(/\p{Script=Han}/u)
        }
      })

      it('takes duplicates once, joins terms, and warns where a person should look', () => {
        const others = (outcome: PlannedRow['outcome']) =>
          withOutcome(reading, outcome).map((row) => ({ row: row.row, of: row.other }))
        expect(others('duplicate')).to.deep.equal(file.duplicates ?? [])
        expect(others('merged')).to.deep.equal((file.merged ?? []).map(({ row, into }) => ({ row, of: into })))
        for (const expected of file.warnings ?? []) {
          const said = reading.plan.rows.find((one) => one.row === expected.row)?.warnings ?? []
          const fits = said.filter(
            (one) => [
              expected.warning, ...(expected.also ?? []),
            ].includes(one.reason) && one.field === (expected.field && ourField(expected.field)),
          )
          expect(fits, `row ${expected.row} ${expected.warning}: ${JSON.stringify(said)}`).to.not.be.empty
        }
      })

      it('shows nothing of hidden sheets and examples', () => {
        const all = JSON.stringify(reading.plan.rows)
        for (const text of file.mustNotAppear ?? []) expect(all).to.not.include(text)
      })

      it('changes nothing when it comes a second time', async () => {
        const again = await importFile(name, confirmed(reading.plan))
        const got = counts(again.plan)
        expect({ created: got.created, changed: got.changed, unchanged: got.unchanged, refused: got.refused }).to.deep.equal({
          created: 0, changed: 0, unchanged: file.created.count, refused: (file.refused ?? []).length,
        })
      })

      it('takes a wrong check digit in once a reason is given', async () => {
        const overridable = (file.refused ?? []).filter((one) => one.overridable)
        const overrides = new Map(overridable.map((one) => [one.row, '已核对营业执照原件']))
        const again = await importFile(name, confirmed(reading.plan), overrides)
        expect(counts(again.plan).created).to.equal(overridable.length)
        for (const expected of overridable) {
          const row = again.plan.rows.find((one) => one.row === expected.row)
          expectFields(row?.values ?? {}, expected.ifOverridden ?? {}, `row ${expected.row}`)
        }
      })
    })
  }

  for (const [name, file] of refusable) {
    it(`${name} is refused as ${String(file.reason)}`, async () => {
      const refused = await readWorkbook(rosterBytes(name), name).then(() => null, (error: unknown) => error)
      expect(refused).to.be.instanceOf(FileRefused)
      expect((refused as FileRefused).verdict).to.equal(file.reason)
    })
  }

  for (const sequence of EXPECTED.sequences) {
    it(`changes only what differs when ${sequence.steps.at(-1) ?? ''} follows ${sequence.steps[0] ?? ''}`, async () => {
      const [firstName = '', secondName = ''] = sequence.steps
      const first = confirmed((await importFile(firstName)).plan)
      const second = await importFile(secondName, first)
      const { created, changed, unchanged, refused } = counts(second.plan)
      expect({ created, changed, unchanged, refused }).to.include({
        created: sequence.secondStep.created, changed: sequence.secondStep.changed,
        unchanged: sequence.secondStep.unchanged, refused: sequence.secondStep.refused,
      })
      const changes = second.plan.rows.flatMap((row) =>
        row.changes.map(
          (change) => ({ row: row.row, uscc: row.values['uscc'], field: change.field, from: plain(change.from), to: plain(change.to) }),
        ),
      )
      expect(changes).to.deep.equal(
        sequence.secondStep.changes.map(
          (one) => ({ ...one, field: ourField(String(one['field'])), from: plain(one['from']), to: plain(one['to']) }),
        ),
      )
      const renamed = second.plan.rows.filter(
        (row) => row.warnings.some((one) => one.reason === 'name-changed'),
      ).map((row) => row.row)
      expect(renamed).to.deep.equal([61])
      const again = await importFile(secondName, confirmed(second.plan, first))
      expect(counts(again.plan)).to.include({ created: 0, changed: 0, unchanged: created + changed + unchanged })
    })
  }
})

function expectTotals(rows: Values[], file: ExpectedFile): void {
  for (const [field, expected] of Object.entries(file.created.totals ?? {})) {
    const values = rows.map((row) => fieldOf(row, field)).filter((value) => value !== null)
    if (typeof expected === 'object') {
      const tally: Record<string, number> = {}
      for (const value of values) tally[String(value)] = (tally[String(value)] ?? 0) + 1
      expect(tally, field).to.deep.equal(expected)
    } else if (values.some((value) => typeof value === 'number')) {
      expect(values.reduce<number>((sum, value) => sum + Number(value), 0), field).to.be.closeTo(Number(expected), 1e-6)
    } else {
      expect(values.flat().length, field).to.equal(expected)
    }
  }
}
