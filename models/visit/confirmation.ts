import { RuleBroken } from '../shared/errors.ts'

/** How it is known that a visit really took place. @source DESIGN.md §7 Visit */
export const CONFIRMATIONS = {
  signedSheet: '对方签字的登记表', call: '电话核实', link: '对方在链接里确认',
} as const
export type Confirmation = keyof typeof CONFIRMATIONS

/** The kinds that a member of staff enters; the link is used by the visited party alone. */
export const ENTERED_BY_STAFF = ['signedSheet', 'call'] as const satisfies readonly Confirmation[]

/** A visit as far as its confirmation looks at it; people are given by id. */
export interface Confirmable {
  state: 'planned' | 'done' | 'void'
  outcome: string
  createdBy: string
  visitors: readonly string[]
  confirmed: boolean
}

/**
 * Why this person cannot confirm the visit this way, or null when they can: a whole Chinese sentence.
 * The visitor may hand in the signed sheet, but a call must be made by somebody who neither went nor wrote the record.
 */
export function whyNotConfirm(visit: Confirmable, how: Confirmation, who: string, hasPhoto: boolean): string | null {
  if (visit.confirmed) return '这次走访已经确认过，不用再确认'
  if (visit.state === 'planned') return '走访还没有进行，记完走访再确认'
  if (visit.state === 'void') return '这条走访记录已作废，不能确认'
  if (visit.outcome === '失联') return '这次没有联系上对方，没有可以确认的走访'
  if (how === 'signedSheet' && !hasPhoto) return '请附上对方签字的登记表照片'
  if (how === 'call' && (visit.createdBy === who || visit.visitors.includes(who))) {
    return '电话核实要由没有去走访的人来做，请同事或办公室核实'
  }
  return null
}

/** @throws RuleBroken('visit-confirmation') with the sentence of `whyNotConfirm` */
export function assertConfirmable(visit: Confirmable, how: Confirmation, who: string, hasPhoto: boolean): void {
  const why = whyNotConfirm(visit, how, who, hasPhoto)
  if (why !== null) throw new RuleBroken('visit-confirmation', why)
}
