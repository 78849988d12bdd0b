import type { Visit } from '../../models/visit/index.ts'
import type { StatusTag } from '../lib/parts.ts'

type Standing = Pick<Visit, 'state' | 'confirmation' | 'outcome'>

/** Where a visit stands, in the list's word and glyph. */
export function visitStatus({ state, confirmation, outcome }: Standing): StatusTag {
  if (state === 'planned') return { glyph: 'empty', text: '计划' }
  if (state === 'void') return { glyph: 'off', text: '已取消' }
  if (confirmation !== null) return { glyph: 'full', text: '已确认' }
  return outcome === '失联' ? { glyph: 'off', text: '失联' } : { glyph: 'half', text: '待确认' }
}

/** `青岛澄屿精密机械有限公司`, `… 等 3 家`; deputies and firms together are counted as 个. */
export function subjectsText(subjects: readonly { name: string }[]): string {
  const [first, ...others] = subjects
  return others.length === 0 ? (first?.name ?? '') : `${first?.name ?? ''} 等 ${others.length + 1} 个`
}

/** `14:00`, `14:00–15:30`, or ''. */
export const timeSpan = ({ fromTime, toTime }: Pick<Visit, 'fromTime' | 'toTime'>): string =>
  toTime === '' ? fromTime : `${fromTime}–${toTime}`
