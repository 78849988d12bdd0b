import { Types } from 'mongoose'
import type { CompositionLine } from '../../../models/scoringPlan/composition.ts'
import { emptyComposition } from '../../../models/scoringPlan/composition.ts'
import { DEFAULT_WEIGHTS } from '../../../models/scoringPlan/weights.ts'
import { nameKeys } from '../../../models/shared/names.ts'
import type { CampaignVenue } from '../../../models/campaign/index.ts'
import type { Representative } from '../../../models/representative/index.ts'
import { DEPARTMENTS, DISTRICTS } from './departments.ts'
import { mobileNumber, personNames } from './personNames.ts'
import type { Random } from './random.ts'

/**
 * Candidates that each district recommends. Deputies and members are drawn for the 主会场 too, from all districts: of so many
 * four stay for the own 分会场, however the lots fall.
 */
const OF_A_DISTRICT: Readonly<Record<string, number>> = {
  社区居民: 9, 小微企业: 9, 区市人大代表: 8, 区市党代表: 8, 区市政协委员: 8,
}
/** Candidates of the districts where villages are, in each. */
const VILLAGERS = 40
const VILLAGES = new Set(['370283', '370285'])
/** Candidates of the whole city; each lives in some district. */
const OF_THE_CITY: Readonly<Record<string, number>> = { 行政审批办事群众: 90, 专家: 40, 媒体: 26, 公众: 72 }

const RECOMMENDERS: Readonly<Record<string, string>> = {
  社区居民: '街道办事处', 小微企业: '工商联', 村居: '镇政府', 区市人大代表: '人大常委会办公室', 区市党代表: '区市委组织部', 区市政协委员: '政协办公室',
  行政审批办事群众: '政务服务大厅', 专家: '科协', 媒体: '记者协会',
}

const BUREAUS = DEPARTMENTS.filter(({ kind }) => kind === 'bureau')
const SEATS = 10

/** The venues of the sample city: one 主会场, a 分会场 in each district, 网上. */
export const sampleVenues = (): CampaignVenue[] => [
  { code: 'main', name: '主会场', kind: 'main', district: null, place: '市级机关会议中心一楼报告厅' },
  ...DISTRICTS.map(({ code, name }): CampaignVenue => ({ code: `branch-${code}`, name: `${name}分会场`, kind: 'branch', district: code, place: `${name}政府会议中心` })),
  { code: 'online', name: '网上', kind: 'online', district: null, place: '' },
]

/** Ten seats of each category in each group; at the 分会场 one for each district, those of 村居 where villages are. */
export const sampleComposition = (): CompositionLine[] => emptyComposition(DEFAULT_WEIGHTS).map((line) => {
  const branches = sampleVenues().filter(({ kind, district }) => kind === 'branch' && (line.category !== '村居' || VILLAGES.has(district ?? '')))
  const venues = line.venue === '分会场' ? branches : sampleVenues().filter(({ name }) => name === line.venue)
  return { ...line, quotas: venues.map(({ code }) => ({ venue: code, count: SEATS / venues.length })) }
})

/** The pool of a year: recommended by the districts and offices, and signed up. All invented. */
export function citizens(year: number, random: Random, gatheredAt: Date, vettedBy: string): Representative[] {
  const names = personNames(random.fork('names'))
  const person = (category: string, district: (typeof DISTRICTS)[number]): Representative => {
    const name = names()
    const phone = mobileNumber(random)
    const { sortKey, searchKeys } = nameKeys(name, 'person')
    const signedUp = category === '公众'
    const tags = category === '行政审批办事群众' || random.chance(0.5) ? random.sample(BUREAUS, random.int(1, 2)) : []
    const recusals = random.chance(0.04) ? [random.pick(BUREAUS).code] : []
    const refused = random.chance(0.015)
    return {
      _id: new Types.ObjectId(), campaign: year, code: null, name, sortKey, searchKeys, phone, phones: [phone],
      gender: random.pick(['男', '女']), birth: `${year - random.int(20, 72)}-${String(random.int(1, 12)).padStart(2, '0')}`,
      category, district: district.code, districtDepartment: district.pinyin,
      recommendedBy: signedUp ? '' : `${district.name}${RECOMMENDERS[category] ?? '政府办'}`,
      tags: tags.map((bureau) => ({ name: bureau.name, department: bureau.code })), recusals,
      recusalNote: recusals.length > 0 ? '配偶在该部门工作' : '', remark: '', origin: signedUp ? 'signedUp' : 'recommended', consentAt: gatheredAt,
      vetting: refused
        ? { state: 'refused', reason: random.pick(['不满一年居住', '联系不上本人', '本人不愿意参加']), byName: vettedBy, at: gatheredAt }
        : { state: 'passed', reason: '', byName: vettedBy, at: gatheredAt },
      state: 'candidate', group: null, venue: null, planCategory: null, stratum: null, order: null, drawnAt: null, leftAt: null, leftReason: '',
      replaces: null, trainingReadAt: null, reportsReadAt: null, createdAt: gatheredAt,
    }
  }
  const times = (count: number) => Array.from({ length: count }, (_, at) => at)
  return [
    ...DISTRICTS.flatMap((district) => Object.entries(OF_A_DISTRICT).flatMap(([category, count]) => times(count).map(() => person(category, district)))),
    ...DISTRICTS.filter(({ code }) => VILLAGES.has(code)).flatMap((district) => times(VILLAGERS).map(() => person('村居', district))),
    ...Object.entries(OF_THE_CITY).flatMap(([category, count]) => times(count).map(() => person(category, random.pick(DISTRICTS)))),
  ]
}
