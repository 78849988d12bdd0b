import { TextTagModel } from '../../models/textTag/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import type { Found } from './find.ts'

/**
 * Stores what a reader says texts are about; those without a change are left alone.
 * @returns how many changed
 */
export async function saveTags(
  deps: Deps, actor: Actor, { _id, no }: Pick<Found, '_id' | 'no'>, item: string,
  wanted: ReadonlyMap<string, readonly string[]>, known: ReadonlyMap<string, { tags: readonly string[] }>,
): Promise<number> {
  const changed = [...wanted].filter(([key, tags]) => tags.join() !== (known.get(key)?.tags ?? []).join())
  if (changed.length === 0) return 0
  return act(deps, actor, 'answer.tag', async (tx) => {
    await TextTagModel.bulkWrite(changed.map(([key, tags]) => ({
      updateOne: {
        filter: { _id: key },
        update: { $set: { questionnaire: _id, item, tags: [...tags], taggedByName: actor.name, taggedAt: tx.now } }, upsert: true,
      },
    })), { session: tx.session })
    tx.audit({ record: { type: 'questionnaire', id: _id, no }, changes: { 题: item, 改了标签: String(changed.length) } })
    return changed.length
  })
}
