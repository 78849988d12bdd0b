import { DrawModel, type Draw } from '../draw/index.ts'
import { drawAll } from '../draw/drawing.ts'
import { commitmentOf, seedOf } from '../draw/order.ts'
import { placesOf } from '../draw/places.ts'
import { poolHash, readPoolLine } from '../draw/pool.ts'
import { RepresentativeModel, type Representative } from '../representative/index.ts'
import { findings, type Check, type Finding } from './finding.ts'

type Drawn = Pick<Representative, 'campaign' | 'code' | 'group' | 'venue' | 'planCategory' | 'stratum'>

const drawnYears = (): Promise<Draw[]> => DrawModel.find({ state: 'drawn' }).lean<Draw[]>().exec()

/** The draw comes out again from what was published, and those who vote are those whom it gave a place. @source DESIGN.md §7 Draw */
export const drawChecks: readonly Check[] = [
  { name: 'drawReproduced', word: '抽取结果能由公布的推荐库、承诺值和公开号码重算', find: async () => (await drawnYears()).flatMap(reproduced) },
  { name: 'drawnPeople', word: '市民代表和抽取结果一致，一人只在一个组', find: async () => (await Promise.all((await drawnYears()).map(peopleAgree))).flat() },
]

function reproduced({ year, pool, poolHash: hash, secret, commitment, publicNumber, seed, strata, results }: Draw): Finding[] {
  const entries = pool.map(readPoolLine)
  const again = seedOf(secret, publicNumber ?? '')
  const drawn = drawAll(again, strata, entries)
  const same = drawn.length === results.length && drawn.every(({ name, round, order }, at) => {
    const stored = results[at]
    return stored?.name === name && stored.round === round && stored.order.join() === order.join()
  })
  return findings('drawReproduced', String(year), [
    ...(poolHash(entries) === hash ? [] : ['推荐库和校验码不符']), ...(commitmentOf(secret) === commitment ? [] : ['秘密值和承诺值不符']),
    ...(again === seed ? [] : ['种子不能重算']), ...(same ? [] : ['抽取的次序不能重算']),
  ])
}

/** Places as drawn and handed on by replacements, against the people who hold them. */
async function peopleAgree({ year, strata, results, replacements }: Draw): Promise<Finding[]> {
  const places = placesOf(strata, results)
  for (const { out, in: next } of replacements) {
    const place = places.get(out)
    places.delete(out)
    if (place && next !== null) places.set(next, place)
  }
  const people = await RepresentativeModel.find(
    { campaign: year, state: 'drawn' }, { campaign: 1, code: 1, group: 1, venue: 1, planCategory: 1, stratum: 1 },
  ).lean<Drawn[]>()
  const codes = new Set(people.map(({ code }) => code))
  const wrong = people.filter(({ code, group, venue, planCategory, stratum }) => {
    const place = places.get(code ?? '')
    return place?.group !== group || place?.venue !== venue || place?.planCategory !== planCategory || place?.stratum !== stratum
  })
  return [
    ...wrong.flatMap(({ code }) => findings('drawnPeople', code ?? String(year), ['所在的组、会场或者类别和抽取结果不符'])),
    ...[...places.keys()].filter((code) => !codes.has(code)).flatMap((code) => findings('drawnPeople', code, ['抽中了，却不在市民代表里'])),
  ]
}
