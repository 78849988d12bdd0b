import { provincialResultOf, type ProvincialResult } from '../../models/provincialResult/index.ts'
import { provincialNode } from '../../models/score/evaluation.ts'
import { displayText, parseRational } from '../../models/shared/rational.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignPath } from '../campaigns/tabs.ts'
import type { Fact } from '../lib/parts.ts'

export const NEVER_MIXED = '省里对全市的调查，和各部门得分并列，不计入得分'

/** `88.00`, exact inside, rounded for the eye. */
export const shownValue = (exact: string | null): string => (exact === null ? '—' : displayText(parseRational(exact)))

/** The derivation of a result: the mean of both surveys by the province's weights. */
export const nodeOf = ({ phone, paper }: Pick<ProvincialResult, 'phone' | 'paper'>) => provincialNode(phone ?? [], paper ?? [])

/**
 * The province's result as a fact, for pages on which a score stands; says so when there is none. Nothing for those who may
 * not read it. @source domain.md §7, 6
 */
export async function provincialFacts(actor: Actor, year: number): Promise<Fact[]> {
  if (!mayEver(actor, 'provincialResult.read')) return []
  const result = await provincialResultOf(year)
  return [{
    term: '省满意度', href: campaignPath(year, 'provincial'), action: null,
    text: result === null ? `${year}年还没有省里的结果` : shownValue(nodeOf(result).value),
    small: result === null ? null : `${result.source}，${result.onDay}。${NEVER_MIXED}`,
  }]
}
