import { asDay, readDate } from './days.ts'
import type { FieldValue } from './values.ts'

const RESIGNED = /(辞去|辞职|请辞)(了)?(人大|政协)?(代表|委员)?(职务|资格)?[。.]?$/
const ENDED = /(代表|委员)?(资格|职务)?(终止|被罢免|被撤销|已去世|病故|调离本市|迁出本市)(代表|委员)?(资格|职务)?[。.]?$/
const DAY = /\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?/

/**
 * Whether words beside a member say that the mandate has ended, and on which day.
 * @returns nothing when they say no such thing: 已辞去董事长职务 is not about the mandate
 */
export function readStatus(text: string): Record<string, FieldValue> {
  const bare = text.trim()
  const status = RESIGNED.test(bare) ? 'resigned' : ENDED.test(bare) ? 'ended' : null
  if (status === null) return {}
  const day = DAY.exec(bare)?.[0]
  const date = day === undefined ? null : readDate(day, false)
  const endedOn = date && asDay(date)
  return endedOn ? { status, endedOn } : { status }
}
