import type { Mongod } from './binary.ts'
import { Missing } from './missing.ts'
import { readOrNull, replaceFile, type Place } from './place.ts'
import { majorOf } from './version.ts'

/**
 * Refuses a mongod that cannot read the data beside which the stamp lies: an older one, or one more than a major
 * version newer. Said before the start, in one line, instead of in mongod's log after it.
 *
 * @throws Missing('downgrade' | 'leap')
 */
export async function checkStamp(place: Place, mongod: Mongod): Promise<void> {
  const stamp = await readOrNull(place.stamp)
  if (stamp === null) return
  const { version } = JSON.parse(stamp) as { version: string }
  const step = majorOf(mongod.version) - majorOf(version)
  if (step < 0) throw new Missing('downgrade', `mongod ${version}，现有 ${mongod.version}`)
  if (step > 1) throw new Missing('leap', `mongod ${version}，现有 ${mongod.version}`)
}

/** Notes the version of the data's format. */
export const writeStamp = (place: Place, version: string): Promise<void> =>
  replaceFile(place.stamp, JSON.stringify({ version }))
