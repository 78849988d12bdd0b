import type { Types } from 'mongoose'
import type { CivilDay } from '../shared/calendarDay.ts'

/** Who holds the post on a civil day; null when it is vacant. Both ends of a term count. */
export function holderOn(
  post: { holders: readonly { user: Types.ObjectId, fromOn: CivilDay, toOn: CivilDay | null }[] }, on: CivilDay,
): Types.ObjectId | null {
  const found = post.holders.find((holder) => holder.fromOn <= on && (holder.toOn === null || on <= holder.toOn))
  return found ? found.user : null
}
