import { readSetting } from '../../models/setting/index.ts'
import { memoFor } from '../../models/shared/memo.ts'

const NOBODY_NAMED = '有疑问请联系市联席会议办公室'

/** Who to ring, as every page ends with it; the office sets it. Kept half a minute. */
export const readContact = memoFor(30_000, () => readSetting('contact', NOBODY_NAMED))
