import { ballotKeyKept, type StoredKey } from '../../models/ballot/queries.ts'
import { standingAt, type Standing } from '../../models/ballot/standing.ts'
import type { CampaignGroup, TrainingMaterial } from '../../models/campaign/index.ts'
import { campaignOf, type StoredCampaign } from '../../models/campaign/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { RepresentativeModel, type Representative } from '../../models/representative/index.ts'
import type { RollEntry } from '../../models/roll/index.ts'
import { rollEntry } from '../../models/roll/queries.ts'
import { planOfYear } from '../../models/scoringPlan/queries.ts'
import { scaleOf, type Scale } from '../../models/scoringPlan/scales.ts'
import { memoFor } from '../../models/shared/memo.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import type { OpenLink } from '../http/linkDoor.ts'

/** A department on a ballot; one that the voter must stay away from (回避) is shown and cannot be marked. */
export interface BallotDepartment {
  code: string
  name: string
  recused: boolean
}

/** A ballot that its holder has opened by the link. Nothing here says what anybody has chosen. */
export interface OpenBallot {
  link: OpenLink
  entry: RollEntry
  campaign: StoredCampaign
  group: CampaignGroup
  departments: BallotDepartment[]
  scale: Scale
  key: StoredKey | null
  standing: Standing
  /** papers to be read before the vote */
  materials: TrainingMaterial[]
  now: Date
}

// a hall asks for the same campaign fifty times a second
const campaignKept = memoFor(5_000, campaignOf, String)
const planKept = memoFor(5_000, planOfYear, String)

type Reader = Pick<Representative, 'state' | 'trainingReadAt' | 'reportsReadAt' | 'recusals'>

/** @throws NotFound when the link opens no ballot */
export async function openBallot(deps: Deps, link: OpenLink): Promise<OpenBallot> {
  const now = deps.clock.now()
  const entry = await rollEntry(link.link.subject)
  if (!entry) throw new NotFound()
  const [campaign, plan, key, names, reader] = await Promise.all([
    campaignKept(entry.campaign), planKept(entry.campaign), ballotKeyKept(entry.campaign), departmentsByCode(),
    RepresentativeModel.findById(entry.representative, { state: 1, trainingReadAt: 1, reportsReadAt: 1, recusals: 1 })
      .lean<Reader | null>(),
  ])
  const group = campaign?.groups.find(({ no }) => no === entry.group)
  if (!campaign || !group) throw new NotFound()
  const recusals = new Set(reader?.recusals ?? [])
  const standing = standingAt({
    window: campaign.window, keyReady: key !== null && key.publicKey !== null && key.unsealed === null, voted: entry.votedOn !== null,
    handed: entry.handed, linkOpen: link.state === 'open' && reader?.state !== 'replaced',
    read: hasRead(campaign, reader),
  }, now)
  return {
    link, entry, campaign, group, key, standing, now, materials: campaign.materials,
    scale: scaleOf(plan?.weights.scale ?? 'B4'),
    departments: group.departments.map((code) => ({
      code, name: names.get(code)?.name ?? code, recused: recusals.has(code),
    })),
  }
}

const hasRead = ({ materials }: StoredCampaign, reader: Reader | null): boolean =>
  reader === null || (reader.reportsReadAt !== null && (materials.length === 0 || reader.trainingReadAt !== null))
