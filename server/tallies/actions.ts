import type { Stratum } from '../../models/ballot/stratum.ts'
import { stratumOf } from '../../models/ballot/stratum.ts'
import { DifferenceModel, PaperSheetModel } from '../../models/tally/index.ts'
import type { Gap } from '../../models/tally/reconciliation.ts'
import { agree, type SheetFigures } from '../../models/tally/sheets.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

/** What became of an entry. */
export type Entered = 'first' | 'agreed' | 'differs'

/**
 * Enters what one person read off the paper ballots of a stratum at a place. The second person's entry makes it count when
 * both are the same; whoever enters again replaces the own entry.
 * @throws RuleBroken when two others have entered it already
 */
export async function enterSheet(
  deps: Deps, actor: Actor, stratum: Stratum, place: string, figures: SheetFigures, options: readonly string[],
): Promise<Entered> {
  return act(deps, actor, 'tally.enter', async (tx) => {
    const by = actor.id
    if (by === null) throw new Error('Nobody enters a sheet')
    const at = { ...stratumOf(stratum), place }
    const sheet = (await PaperSheetModel.findOne(at).session(tx.session)) ?? new PaperSheetModel({ ...at, entries: [] })
    const others = sheet.entries.filter((entry) => !entry.by.equals(by))
    if (others.length > 1) {
      throw new RuleBroken('sheet-full', `这张计票单已由${others.map(({ byName }) => byName).join('、')}录入，第三个人不能再录。`)
    }
    const own = { by, byName: actor.name, at: tx.now, ...figures }
    const entries = [...others.map((entry) => (entry as unknown as { toObject(): typeof own }).toObject()), own]
    const agreed = agree(entries, options)
    sheet.set({ entries, agreedAt: agreed ? tx.now : null })
    await sheet.save({ session: tx.session })
    tx.audit({
      record: { type: 'tally', id: sheet._id, no: `${stratum.campaign}/${place}` },
      changes: { 计票单: `${stratum.venue} ${stratum.category}`, 结果: agreed ? '两人一致' : others.length > 0 ? '两人不一致' : '第一人已录' },
    })
    return agreed ? 'agreed' : others.length > 0 ? 'differs' : 'first'
  })
}

/** Signs a difference with its reason; a new size needs a new signature. */
export const signDifference = (deps: Deps, actor: Actor, stratum: Stratum, gap: Gap, reason: string): Promise<void> =>
  act(deps, actor, 'tally.sign', async (tx) => {
    const at = { ...stratumOf(stratum), place: gap.place, kind: gap.kind }
    await DifferenceModel.updateOne(
      at, { $set: { number: gap.number, reason, signedAt: tx.now, signedByName: actor.name } }, { upsert: true, session: tx.session },
    )
    tx.audit({
      record: { type: 'tally', id: String(stratum.campaign), no: String(stratum.campaign) },
      changes: { 差额: `${stratum.venue} ${stratum.category} ${gap.number} 张` }, reason,
    })
  })
