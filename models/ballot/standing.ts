import type { VotingWindow } from '../campaign/phases.ts'

/** Where the holder of a genuine ballot token stands. */
export type Standing = 'open' | 'voted' | 'notYet' | 'closed' | 'notHandedOut' | 'paper' | 'revoked' | 'unread'

export interface StandingFacts {
  window: VotingWindow | null
  /** the campaign's key is there and not yet used */
  keyReady: boolean
  voted: boolean
  handed: 'token' | 'paper' | null
  linkOpen: boolean
  /** what must be read before the vote has been ticked as read */
  read: boolean
}

/**
 * Whether the ballot may be filled, asked on every page and once more inside the cast. Who has voted is told so at
 * any time after; a ballot that nobody has handed out yet votes nothing, so that letters lost before the sign-in are
 * worth nothing.
 * @source DESIGN.md §7 Links, Ballot; security.md K4
 */
export function standingAt(facts: StandingFacts, now: Date): Standing {
  const { window } = facts
  if (facts.voted) return 'voted'
  if (facts.handed === 'paper') return 'paper'
  if (!facts.linkOpen) return 'revoked'
  if (isOver(window, now)) return 'closed'
  if (facts.handed === null) return 'notHandedOut'
  if (!facts.read) return 'unread'
  return window === null || now < window.opensAt || !facts.keyReady ? 'notYet' : 'open'
}

/** A cast that began before the close has ended by then, so that the box is still when it is opened. */
export const SETTLING_MS = 60_000

export const mayUnseal = (window: VotingWindow | null, now: Date): boolean =>
  window !== null && now.getTime() >= window.closesAt.getTime() + SETTLING_MS

export const isOver = (window: VotingWindow | null, now: Date): boolean => window !== null && now >= window.closesAt
