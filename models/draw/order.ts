import { createHash } from 'node:crypto'
import { RuleBroken } from '../shared/errors.ts'

/** Candidates of one stratum and how many of them are wanted. */
export interface Stratum {
  name: string
  quota: number
  candidates: readonly string[]
}

/** A stratum in its drawn order: the first `quota` represent, the others stand in reserve. */
export interface DrawnStratum {
  name: string
  representatives: string[]
  reserves: string[]
  /** how many candidates were too few */
  missing: number
}

const SEED = /^[0-9a-f]{64}$/
const UNSOUND = /[|\p{Cc}]|^\s|\s$|^$/u

const sha256 = (text: string): string => createHash('sha256').update(text.normalize('NFC'), 'utf8').digest('hex')

/** What is published before the draw: it binds to a secret without telling it. @param secret 64 lower-case hex digits */
export const commitmentOf = (secret: string): string => sha256(secret)

/**
 * The seed that nobody could choose: the committed secret joined with a public number that nobody knew at the commitment.
 * Without a number the secret is the seed.
 */
export const seedOf = (secret: string, publicNumber?: string): string =>
  (publicNumber === undefined ? secret : sha256(`${secret}|${publicNumber}`))

/** Where a code stands in a round's stratum: the digests, ascending, are the drawn order. */
export const digestOf = (seed: string, round: number, stratum: string, code: string): string =>
  sha256([seed, String(round), stratum, code].join('|'))

/**
 * Draws one round. The order of the candidates in the lists does not matter.
 * @throws RuleBroken('draw-unsound') for a seed or code that cannot be joined unambiguously, or a code in two strata
 * @source DESIGN.md §7 Draw; test/fixtures/vectors/draw.json `algorithm`
 */
export function drawRound(seed: string, round: number, strata: readonly Stratum[]): DrawnStratum[] {
  if (!SEED.test(seed)) throw new RuleBroken('draw-unsound', '种子应为 64 位小写十六进制数字。')
  const codes = strata.flatMap(({ candidates }) => candidates)
  const wrong = [...strata.map(({ name }) => name), ...codes].find((text) => UNSOUND.test(text))
  if (wrong !== undefined) throw new RuleBroken('draw-unsound', `“${wrong}”里有空白、竖线或控制字符，不能参加抽取。`)
  if (new Set(codes).size !== codes.length) throw new RuleBroken('draw-unsound', '有编号同时在两个层里，不能抽取。')
  return strata.map(({ name, quota, candidates }) => {
    const ordered = drawnOrder(seed, round, name, candidates)
    return {
      name, representatives: ordered.slice(0, quota), reserves: ordered.slice(quota), missing: Math.max(0, quota - ordered.length),
    }
  })
}

/** All candidates of a stratum in the drawn order. */
export function drawnOrder(seed: string, round: number, stratum: string, candidates: readonly string[]): string[] {
  const keyed = candidates.map((code) => ({ code, digest: digestOf(seed, round, stratum, code) }))
  return keyed.sort((a, b) => (a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0)).map(({ code }) => code)
}

/** Who represents a stratum once dropouts are out: the next in order take their places, as far as there are any. */
export function withoutDropouts(order: readonly string[], quota: number, dropouts: ReadonlySet<string>): string[] {
  return order.filter((code) => !dropouts.has(code)).slice(0, quota)
}
