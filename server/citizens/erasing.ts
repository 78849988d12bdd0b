import type { Campaign } from '../../models/campaign/index.ts'
import { allCampaigns } from '../../models/campaign/queries.ts'
import { eraseDueOn } from '../../models/campaign/erasing.ts'
import { DisciplineCaseModel, NO_REPORTER } from '../../models/disciplineCase/index.ts'
import { NO_AUTHOR, OpinionModel } from '../../models/opinion/index.ts'
import { deidentified, NAMELESS } from '../../models/representative/deidentified.ts'
import { RepresentativeModel, type Representative } from '../../models/representative/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

/** How many records lost their personal data, or would. */
export type Erased = Record<'campaigns' | 'opinions' | 'representatives' | 'reports', number>

const AT_ONCE = 500

/**
 * Takes names, units and phones out of campaigns that ended six months ago: authors of opinions, representatives, who reported
 * to the discipline. Words, states and codes stay, so every figure still adds up. A second run finds nothing.
 * @source domain.md §6, DESIGN.md §7
 */
export async function eraseOld(deps: Deps, { dryRun }: { dryRun: boolean }): Promise<Erased> {
  const today = dayOf(deps.clock.now())
  const due = (await allCampaigns()).filter((campaign) => eraseDueOn(campaign) <= today)
  const erased: Erased = { campaigns: 0, opinions: 0, representatives: 0, reports: 0 }
  for (const campaign of due) {
    const found = await waiting(campaign)
    if (found.opinions + found.representatives + found.reports === 0) continue
    if (!dryRun) await erase(deps, campaign)
    erased.campaigns += 1
    erased.opinions += found.opinions
    erased.representatives += found.representatives
    erased.reports += found.reports
  }
  return erased
}

const opinionsOf = (year: number) => ({ campaign: year, erasedAt: null })
const namedOf = (year: number) => ({ campaign: year, name: { $ne: NAMELESS } })

async function waiting({ year }: Pick<Campaign, 'year'>): Promise<Omit<Erased, 'campaigns'>> {
  const [opinions, representatives, reports] = await Promise.all([
    OpinionModel.countDocuments(opinionsOf(year)), RepresentativeModel.countDocuments(namedOf(year)), DisciplineCaseModel.countDocuments(opinionsOf(year)),
  ])
  return { opinions, representatives, reports }
}

async function erase(deps: Deps, { _id, year }: Pick<Campaign, '_id' | 'year'>): Promise<void> {
  await act(deps, SYSTEM, 'campaign.erase', async (tx) => {
    const gone = (nobody: Record<string, unknown>, path: string) => ({
      $set: { ...Object.fromEntries(Object.entries(nobody).map(([name, value]) => [`${path}.${name}`, value])), erasedAt: tx.now }, $inc: { __v: 1 },
    })
    const opinions = await OpinionModel.updateMany(opinionsOf(year), gone(NO_AUTHOR, 'author'), { session: tx.session })
    const reports = await DisciplineCaseModel.updateMany(opinionsOf(year), gone(NO_REPORTER, 'reporter'), { session: tx.session })
    tx.audit({ record: { type: 'campaign', id: _id, no: String(year) }, changes: { opinions: String(opinions.modifiedCount), reports: String(reports.modifiedCount) } })
  })
  for (;;) {
    const people = await RepresentativeModel.find(namedOf(year), { _id: 1 }).limit(AT_ONCE).lean<Pick<Representative, '_id'>[]>()
    if (people.length === 0) return
    await act(deps, SYSTEM, 'campaign.erase', async (tx) => {
      await RepresentativeModel.bulkWrite(people.map((one) => ({
        updateOne: { filter: { _id: one._id }, update: { $set: { ...deidentified(one) }, $inc: { __v: 1 } } },
      })), { session: tx.session })
      tx.audit({ record: { type: 'campaign', id: _id, no: String(year) }, changes: { representatives: String(people.length) } })
    })
  }
}
