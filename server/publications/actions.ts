import { CampaignModel } from '../../models/campaign/index.ts'
import { openObjections } from '../../models/objection/index.ts'
import { frozenResults, PublicationModel, publish, type PublicTable } from '../../models/publication/index.ts'
import { rowsToFreeze } from '../../models/publication/queries.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'

/** Why the scores of a campaign cannot be frozen yet, as whole sentences; empty when they can. */
export async function missingForFreeze(campaign: StoredCampaign, now: Date): Promise<string[]> {
  const [found, open] = await Promise.all([rowsToFreeze(campaign.year), openObjections(campaign.year)])
  if (found === null) return ['还没有计分方案']
  return [
    ...(found.plan.frozenAt === null ? ['计分方案还没有冻结'] : []),
    ...(found.missing.length === 0 ? [] : [`还没有按现行方案算出评议得分：${found.missing.join('、')}`]),
    ...(campaign.objectionUntilOn === null ? ['还没有向各部门开放得分、受理异议'] : []),
    ...(campaign.objectionUntilOn !== null && dayOf(now) <= campaign.objectionUntilOn ? ['异议受理还没有结束'] : []),
    ...(open === 0 ? [] : [`还有 ${open} 件异议没有处理`]),
  ]
}

/** Freezes the latest calculations of a year. @returns the 校验码. @throws RuleBroken with what is missing */
export async function freezeScores(deps: Deps, actor: Actor, campaign: StoredCampaign): Promise<string> {
  const missing = await missingForFreeze(campaign, deps.clock.now())
  const found = await rowsToFreeze(campaign.year)
  if (missing.length > 0 || found === null) throw new RuleBroken('not-freezable', `还不能冻结：${missing.join('；')}。`)
  if ((await PublicationModel.exists({ _id: campaign.year })) !== null) throw new RuleBroken('scores-frozen', `${campaign.year}年的得分已经冻结。`)
  return act(deps, actor, 'publication.freeze', async (tx) => {
    const { plan, rows } = found
    const frozen = frozenResults(campaign.year, { id: plan._id, version: plan.version, hash: plan.hash }, rows, actor, tx.now)
    await PublicationModel.create([frozen], { session: tx.session })
    tx.audit({ record: { type: 'publication', id: campaign._id, no: String(campaign.year) }, changes: { hash: frozen.hash, plan: String(plan.version) } })
    return frozen.hash
  })
}

/** Switches what citizens may see. @throws NotFound before the freezing */
export const switchTables = (deps: Deps, actor: Actor, campaign: StoredCampaign, tables: PublicTable[]): Promise<void> =>
  act(deps, actor, 'publication.publish', async (tx) => {
    const one = await PublicationModel.findById(campaign.year).session(tx.session)
    if (!one) throw new NotFound()
    one.set({ tables })
    await one.save({ session: tx.session })
    tx.audit({ record: { type: 'publication', id: campaign._id, no: String(campaign.year) }, changes: { tables: tables.join(' ') } })
  })

/** Makes the frozen results public; the campaign is over with it. @throws NotFound, RuleBroken */
export const publishResults = (deps: Deps, actor: Actor, { _id, year }: StoredCampaign): Promise<void> =>
  act(deps, actor, 'publication.publish', async (tx) => {
    const [one, campaign] = [
      await PublicationModel.findById(year).session(tx.session), await CampaignModel.findOne({ year }).session(tx.session),
    ]
    if (!one || !campaign) throw new NotFound()
    publish(one, actor, tx.now)
    campaign.set({ publishedAt: tx.now })
    await one.save({ session: tx.session })
    await campaign.save({ session: tx.session })
    tx.audit({ record: { type: 'publication', id: _id, no: String(year) }, changes: { published: 'yes', hash: one.hash } })
  })
