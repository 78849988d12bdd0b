import { syntheticCreditCode } from './creditCodes.ts'
import { DISTRICTS } from './departments.ts'
import { INDUSTRIES, indicatorsFor, type Industry, type Size } from './industries.ts'
import { mobileNumber } from './personNames.ts'
import { PLACES } from './places.ts'
import type { Random } from './random.ts'

export interface SeedEnterprise {
  name: string
  shortName: string
  creditCode: string
  districtCode: string
  address: string
  park: string
  industryCode: string
  industrySection: string
  industryName: string
  size: Size
  staff: number
  revenueWan: number
  assetsWan: number
  contacts: readonly { name: string, title: string, phone: string }[]
  /** Index into the list of leaders. */
  leader: number
  /** Firms of the roster that are no longer to be visited: moved away or struck off. */
  archived: boolean
}

const FIRST = [...'澄岚远栎浔舟珩汐槿屿川绫砾青汀岱禾澜霁松云海泽朗衡明望听鹤溪']
const SECOND = [...'屿砾澜川禾棠汀砚泊桥岳麓岬涛帆鲸峤珂琅璟源恒启越拓凌昱陌']

/** How many firms each of the seven leaders keeps contact with; 986 in all. @source mockup dashboard-1280 */
export const FIRMS_PER_LEADER = [92, 158, 161, 149, 143, 147, 136] as const

const TITLES = ['总经理', '董事长', '副总经理', '财务总监', '办公室主任', '行政经理']
const DISTRICT_WEIGHTS: Readonly<Record<string, number>> = {
  370202: 7, 370203: 9, 370211: 24, 370212: 10, 370213: 7, 370214: 14, 370215: 11, 370281: 9, 370283: 5, 370285: 4,
}
const SIZE_WEIGHTS: Readonly<Record<Size, number>> = { 大型: 12, 中型: 38, 小型: 42, 微型: 8 }

/** The firms of the mockups lead the list, so that the demo shows what the pictures show. */
const KNOWN: readonly (readonly [stem: string, trade: string, district: string, size: Size])[] = [
  ['澄屿', '精密机械', '370212', '大型'], ['岚砾', '新材料', '370211', '大型'], ['远澜', '船舶配套', '370211', '中型'],
  ['栎川', '冷链物流', '370215', '中型'], ['珩汀', '生物科技', '370212', '中型'], ['浔禾', '纺织', '370215', '中型'],
  ['舟棠', '食品', '370283', '中型'], ['霁川', '医疗器械', '370214', '小型'], ['汐砚', '海洋装备', '370211', '大型'],
  ['槿砚', '软件', '370212', '小型'], ['屿禾', '电子', '370214', '中型'], ['川泊', '机器人', '370214', '小型'],
  ['绫川', '服饰', '370215', '小型'], ['砾桥', '建材', '370281', '中型'], ['青禾', '包装', '370213', '小型'],
  ['汀屿', '家居', '370214', '小型'], ['岱川', '汽车部件', '370215', '大型'], ['禾砚', '食品机械', '370281', '小型'],
  ['澜棠', '新能源', '370285', '中型'],
]

/** The trade must be one of the table; the first industry that knows it. */
const industryOf = (trade: string): Industry => {
  const found = INDUSTRIES.find((industry) => industry.trades.includes(trade))
  if (!found) throw new RangeError(`no industry has the trade ${trade}`)
  return found
}

/** `count` different firms; those of the roster that belong to no leader any more are archived. */
export function enterprises(random: Random, count: number, personName: () => string): SeedEnterprise[] {
  const stems = random.shuffle(FIRST.flatMap((first) => SECOND.map((second) => first + second))
    .filter((stem) => !KNOWN.some(([known]) => known === stem) && new Set(stem).size === 2))
  const weights = Object.fromEntries(INDUSTRIES.map(({ code, weight }) => [code, weight]))
  const leaders = random.shuffle(FIRMS_PER_LEADER.flatMap((firms, leader) => Array<number>(firms).fill(leader)))
  const linked = Math.min(count, leaders.length)
  return Array.from({ length: count }, (_, index) => {
    const known = KNOWN[index]
    const code = random.weighted(weights)
    const drawn = INDUSTRIES.find((industry) => industry.code === code) ?? industryOf('精密机械')
    const trade = known?.[1] ?? random.pick(drawn.trades)
    const industry = industryOf(trade)
    const districtCode = known?.[2] ?? random.weighted(DISTRICT_WEIGHTS)
    const size = known?.[3] ?? random.weighted(SIZE_WEIGHTS)
    // beyond the stock of two-sign stems a third sign keeps names apart
    const third = SECOND[Math.floor(index / stems.length) - 1] ?? ''
    const stem = known?.[0] ?? `${stems[index % stems.length] ?? ''}${third}`
    const place = PLACES[districtCode]
    const park = random.pick(place?.parks ?? [])
    return {
      name: `青岛${stem}${trade}有限公司`,
      shortName: `${stem}${trade}`,
      creditCode: syntheticCreditCode(districtCode, index),
      districtCode,
      address: `${districtName(districtCode)}${random.pick(place?.roads ?? [])} ${random.int(1, 399)} 号`,
      park,
      industryCode: industry.code,
      industrySection: industry.section,
      industryName: industry.name,
      size,
      ...indicatorsFor(industry, size, random),
      contacts: random.sample(TITLES, random.int(1, 2)).map((title) => (
        { name: personName(), title, phone: mobileNumber(random) })),
      leader: known ? 1 : leaders[index % linked] ?? 0,
      archived: index >= linked,
    }
  })
}

/** Name of a district by its code. @throws RangeError for a code outside the ten. */
export function districtName(code: string): string {
  const found = DISTRICTS.find((district) => district.code === code)
  if (!found) throw new RangeError(`no district ${code}`)
  return found.name
}
