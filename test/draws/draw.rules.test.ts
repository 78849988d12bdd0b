import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { commitmentOf, digestOf, drawnOrder, drawRound, seedOf, withoutDropouts, type Stratum } from '../../models/draw/order.ts'
import { quotasOf } from '../../models/draw/quotas.ts'

interface Vector {
  name: string
  kind: 'seed' | 'digest' | 'draw' | 'dropouts' | 'quota' | 'refused'
  given: {
    secret: string, beacon?: string, seed: string, round: number, stratum: string, code: string, strata: Stratum[], candidates: string[]
    quota: number, dropouts: string[], seats: number, weights: string[]
  }
  expect: Record<string, unknown>
  explain?: { message: string, digest: string }[]
}

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/vectors/draw.json', import.meta.url), 'utf8')) as { cases: Vector[] }

const answers: Record<Vector['kind'], (given: Vector['given'], expected: Vector['expect']) => unknown> = {
  seed: ({ secret, beacon }) => ({ commitment: commitmentOf(secret), seed: seedOf(secret, beacon) }),
  digest: ({ seed, round, stratum, code }, expected) => ({
    messageBytes: Buffer.byteLength([seed, round, stratum, code].join('|').normalize('NFC')),
    digest: digestOf(seed, round, stratum, code), ...('message' in expected ? { message: expected['message'] } : {}),
  }),
  draw: ({ seed, round, strata }) => ({ strata: drawRound(seed, round, strata) }),
  dropouts: ({ seed, round, stratum, candidates, quota, dropouts }) =>
    ({ representatives: withoutDropouts(drawnOrder(seed, round, stratum, candidates), quota, new Set(dropouts)) }),
  quota: ({ seats, weights }) => ({ quotas: quotasOf(seats, weights) }),
  refused: () => null,
}

describe('the draw, by the vectors', () => {
  for (const { name, kind, given, expect: expected, explain = [] } of cases) {
    it(`${kind}: ${name}`, () => {
      if (kind === 'refused') return void expect(() => drawRound(given.seed, given.round, given.strata)).to.throw()
      expect(answers[kind](given, expected)).to.deep.equal(expected)
      for (const { message, digest } of explain) {
        const [seed = '', round = '', stratum = '', code = ''] = message.split('|')
        expect(digestOf(seed, Number(round), stratum, code)).to.equal(digest)
      }
    })
  }
})
