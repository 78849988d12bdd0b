import type { InvitationState } from './index.ts'

/** How far the invited firms came. Each number counts those who came at least so far, but for the last two. */
export interface Response {
  invited: number
  /** the invitation left, whatever became of it */
  sent: number
  /** began to answer, sent or not */
  begun: number
  answered: number
  bounced: number
  declined: number
}

/** The attributes by which the response is told apart. */
export const RESPONSE_BY = { district: '区市', industry: '行业', size: '规模' } as const
export type ResponseBy = keyof typeof RESPONSE_BY

/** All invited firms, and the same by each attribute, the largest group first. */
export interface ResponseFigures extends Record<ResponseBy, ({ value: string } & Response)[]> {
  total: Response
}

/** Alike invitations with their number. */
export interface RollCount extends Record<ResponseBy, string> {
  state: InvitationState
  /** it left the house before it came to this state */
  left: boolean
  count: number
}

/** Adds up the roll. Every attribute's groups add up to the total. */
export function responseFrom(counts: readonly RollCount[]): ResponseFigures {
  const by = (name: ResponseBy) => {
    const values = [...new Set(counts.map((each) => each[name]))]
    return values.map((value) => ({ value, ...sumOf(counts.filter((each) => each[name] === value)) }))
      .toSorted((a, b) => b.invited - a.invited || (a.value < b.value ? -1 : 1))
  }
  return { total: sumOf(counts), district: by('district'), industry: by('industry'), size: by('size') }
}

const SENT: ReadonlySet<InvitationState> = new Set(['sent', 'delivered', 'begun', 'answered', 'bounced'])

function sumOf(counts: readonly RollCount[]): Response {
  const sum = (counted: (each: RollCount) => boolean) =>
    counts.filter(counted).reduce((all, { count }) => all + count, 0)
  return {
    invited: sum(() => true),
    sent: sum(({ state, left }) => left || SENT.has(state)),
    begun: sum(({ state }) => state === 'begun' || state === 'answered'),
    answered: sum(({ state }) => state === 'answered'),
    bounced: sum(({ state }) => state === 'bounced'),
    declined: sum(({ state }) => state === 'declined'),
  }
}
