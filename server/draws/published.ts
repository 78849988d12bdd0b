import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { PublicDraw } from '../../models/draw/queries.ts'

/** Everything that is needed to recompute a draw, as a file: no name, no phone, and no secret before the result. */
export interface PublishedDraw {
  about: string[]
  year: number
  attempt: number
  plan: { version: number, hash: string }
  groups: { no: number, name: string }[]
  pool: { frozenAt: string, sha256: string, lines: string[] }
  commitment: string
  beacon: { source: string, on: string | null, number: string | null }
  secret: string | null
  seed: string | null
  strata: { round: number, name: string, pool: string[], district: string | null, related: boolean, quota: number }[]
  results: { round: number, name: string, representatives: string[], reserves: string[] }[]
  replacements: { at: string, round: number, stratum: string, out: string, in: string | null, reason: string }[]
}

const ABOUT = [
  '推荐库每行：编号|类别|区市代码|相关组|回避组；sha256 = 各行按编号排列、每行末尾加换行符，UTF-8。',
  '承诺值 = SHA-256(秘密值)；种子 = SHA-256(秘密值|公开号码)，都是小写十六进制文本。',
  '层内顺序 = SHA-256(种子|组号|层名|编号) 从小到大；各层按 strata 的次序抽取，前 quota 名抽中，抽中的人不再参加后面的层。',
  '能进一层的人：类别在 pool 里；district 不为空的，区市相同；related 为 true 的，相关组里有本组；回避组里没有本组。',
]

export function publishedDraw(draw: PublicDraw, { groups }: Pick<StoredCampaign, 'groups'>): PublishedDraw {
  return {
    about: ABOUT, year: draw.year, attempt: draw.attempt, plan: { version: draw.plan.version, hash: draw.plan.hash },
    groups: groups.map(({ no, name }) => ({ no, name })),
    pool: { frozenAt: draw.frozenAt.toISOString(), sha256: draw.poolHash, lines: draw.pool }, commitment: draw.commitment,
    beacon: { source: draw.beaconSource, on: draw.beaconOn, number: draw.publicNumber }, secret: draw.secret, seed: draw.seed,
    strata: draw.strata.map(({ round, name, pool, district, related, quota }) => ({ round, name, pool, district, related, quota })),
    results: draw.results.map(({ round, name, order, quota }) => ({ round, name, representatives: order.slice(0, quota), reserves: order.slice(quota) })),
    replacements: draw.replacements.map(({ at, round, stratum, out, in: next, reason }) => ({ at: at.toISOString(), round, stratum, out, in: next, reason })),
  }
}
