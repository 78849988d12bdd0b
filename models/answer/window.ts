import type { Questionnaire } from '../questionnaire/index.ts'
import type { Invitation } from '../invitation/index.ts'

/** Whether an invited firm may answer now, and until when. */
export interface AnswerWindow {
  state: 'notYet' | 'open' | 'grace' | 'closed'
  /** null = no deadline was set */
  deadline: Date | null
  /** the last moment for those who had begun */
  lastAt: Date | null
}

type Rules = Pick<Questionnaire, 'state' | 'opensAt' | 'closesAt' | 'closedAt' | 'graceMinutes' | 'results'>
type Recipient = Pick<Invitation, 'begunAt' | 'extendedUntil'>

/**
 * The time to answer: from the opening to the close, or to the recipient's own later day; who had begun by then has the
 * grace on top. A close by hand before its time moves the deadline there. Once the figures are computed nobody answers.
 * @source DESIGN.md §7 Questionnaire; security.md K4: asked on GET and POST
 */
export function windowOf(
  { state, opensAt, closesAt, closedAt, graceMinutes, results }: Rules, { begunAt, extendedUntil }: Recipient,
  now: Date,
): AnswerWindow {
  const closedEarly = state === 'closed' && closedAt !== null && (closesAt === null || closedAt < closesAt)
  const close = closedEarly ? closedAt : closesAt
  const deadline = close !== null && extendedUntil !== null && extendedUntil > close ? extendedUntil : close
  const lastAt = deadline && new Date(deadline.getTime() + graceMinutes * 60_000)
  const at = (word: AnswerWindow['state']): AnswerWindow => ({ state: word, deadline, lastAt })
  if (state === 'draft' || (opensAt !== null && now < opensAt)) return at('notYet')
  if (results !== null && results !== undefined) return at('closed')
  if (deadline === null || lastAt === null || now <= deadline) return at('open')
  return begunAt !== null && begunAt <= deadline && now <= lastAt ? at('grace') : at('closed')
}
