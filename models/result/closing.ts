import type { Questionnaire } from '../questionnaire/index.ts'

type Window = Pick<Questionnaire, 'state' | 'closesAt' | 'closedAt' | 'graceMinutes'>

/**
 * The moment from which figures may be computed: the close, or the latest day that a single recipient was given, and the
 * grace on top. Null while no close is known.
 * @param latestExtension of those who have not answered
 * @source DESIGN.md §7 Questionnaire (no figures before the close)
 */
export function figuresDueAt(
  { state, closesAt, closedAt, graceMinutes }: Window, latestExtension: Date | null,
): Date | null {
  const closedEarly = state === 'closed' && closedAt !== null && (closesAt === null || closedAt < closesAt)
  const close = closedEarly ? closedAt : closesAt
  if (close === null) return null
  const last = latestExtension !== null && latestExtension > close ? latestExtension : close
  return new Date(last.getTime() + graceMinutes * 60_000)
}
