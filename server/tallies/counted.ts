import { unsealingHash, type MarkList } from '../../models/ballot/unsealing.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { planOfYear } from '../../models/scoringPlan/queries.ts'
import { scaleOf, type Scale } from '../../models/scoringPlan/scales.ts'
import { DEFAULT_WEIGHTS, type PlanWeights } from '../../models/scoringPlan/weights.ts'
import { MarkListModel, type TallyRow } from '../../models/tally/index.ts'
import { reconciliationOf, tallyOf, type StratumReconciled } from '../../models/tally/queries.ts'

/** The weights and options that a campaign's marks are counted by. */
export async function countingPlan({ year }: Pick<StoredCampaign, 'year'>): Promise<{ weights: PlanWeights, scale: Scale }> {
  const weights = (await planOfYear(year))?.weights ?? DEFAULT_WEIGHTS
  return { weights, scale: scaleOf(weights.scale) }
}

export interface Counted {
  rows: TallyRow[]
  reconciled: StratumReconciled[]
  weights: PlanWeights
  departmentName: (code: string) => string
  /** 校验码 of the unsealed marks, counted again just now */
  recount: string
}

/** Everything that was counted in a year; empty before the unsealing. */
export async function countedOf(campaign: StoredCampaign): Promise<Counted> {
  const { year } = campaign
  const [rows, reconciled, { weights, scale }, lists, names] = await Promise.all([
    tallyOf(year), reconciliationOf(year), countingPlan(campaign),
    MarkListModel.find({ campaign: year }).lean<MarkList[]>(), departmentsByCode(),
  ])
  return {
    rows, reconciled, weights, departmentName: (code) => names.get(code)?.name ?? code,
    recount: unsealingHash(lists, scale.options.length),
  }
}
