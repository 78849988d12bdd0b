import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { dimensionFigures, itemFigures, netPromoterScore, plainMean, ranked, sampleSize, stratifiedIndex, type LevelCounts } from '../../models/questionnaire/figures.ts'
import { suppressed } from '../../models/questionnaire/suppression.ts'
import { displayText, exactText, parseRational, type Rational } from '../../models/shared/rational.ts'

interface Case { name: string, kind: string, given: Record<string, never>, expect: Record<string, unknown> }
const casesOf = (file: string) => (JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/vectors/${file}.json`), 'utf8')) as { cases: Case[] }).cases
const shown = (value: Rational | null) => ({ exact: value && exactText(value), display: value && displayText(value) })

const ANSWERS: Record<string, (given: never) => unknown> = {
  itemMean: ({ counts }: { counts: LevelCounts }) => {
    const { valid, unknown, mean, broad, narrow } = itemFigures(counts)
    return { valid, unknown, mean: shown(mean), broad: shown(broad), narrow: shown(narrow) }
  },
  index: ({ strata }: { strata: never }) => {
    const { means, index, partial, n, unweighted } = stratifiedIndex(strata)
    return { means: Object.fromEntries(means.map(({ name, mean }) => [name, shown(mean)])), index: { ...shown(index), partial }, n, unweighted: shown(unweighted) }
  },
  mean: ({ values }: { values: (string | null)[] }) => ({ mean: shown(plainMean(values.map((value) => value === null ? null : parseRational(value)))) }),
  dimensions: ({ items }: { items: Record<string, LevelCounts[]> }) => {
    const { dimensions, overall } = dimensionFigures(Object.entries(items).map(([dimension, counts]) => ({ dimension, counts })))
    return { dimensions: Object.fromEntries(dimensions.map(({ name, mean }) => [name, shown(mean)])), overall: shown(overall) }
  },
  nps: ({ histogram }: { histogram: number[] }) => {
    const { n, nps } = netPromoterScore(histogram)
    return { n, nps: shown(nps) }
  },
  sampleSize: ({ population, margin }: { population: number, margin: string }) => ({ n: sampleSize(population, Number(margin)) }),
  table: ({ cells, threshold }: { cells: number[][], threshold: number }) => suppressed(cells, threshold),
  ranking: ({ departments }: { departments: { department: string, n: number, score: string }[] }) => ({
    departments: ranked(departments.map((each) => ({ ...each, score: parseRational(each.score) }))).map(({ department, rank, score }) => ({ department, rank, score: score && exactText(score) })),
  }),
}

describe('the figures of a questionnaire', () => {
  for (const { name, kind, given, expect: wanted } of [...casesOf('questionnaireIndex'), ...casesOf('suppression')]) {
    it(`${kind}: ${name}`, () => {
      const answer = ANSWERS[kind]
      if (!answer) throw new Error(`No answer for ${kind}`)
      expect(answer(given as never)).to.deep.equal(wanted)
    })
  }
})

describe('small cells', () => {
  const table = fc.integer({ min: 2, max: 5 }).chain((columns) => fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: columns, maxLength: columns }), { minLength: 2, maxLength: 5 }))

  it('are never printed, nor alone in a line whose total is', () => {
    fc.assert(fc.property(table, (cells) => {
      const { cells: shownCells, rowTotals } = suppressed(cells, 5)
      shownCells.forEach((row, r) => {
        row.forEach((n) => expect(n === null || n === 0 || n >= 5).to.equal(true))
        const hidden = row.flatMap((n, c) => n === null ? [cells[r]?.[c] ?? 0] : [])
        if (rowTotals?.[r] !== null && hidden.length > 0) {
          expect(hidden.length).to.be.at.least(2)
          expect(hidden.reduce((a, b) => a + b, 0)).to.be.at.least(5)
        }
      })
    }), { numRuns: 300 })
  })
})
