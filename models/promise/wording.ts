import { RuleBroken } from '../shared/errors.ts'
import type { Actor } from '../user/actor.ts'
import type { Issue } from '../issue/index.ts'

/**
 * Approves the words in which a promise is shown to citizens. Until then it is not public at all; approving anew
 * replaces the words.
 *
 * @throws RuleBroken when the case has no promise
 * @source DESIGN.md §7 Notices: a promise is public only with its own approved wording
 */
export function approveWording(issue: Pick<Issue, 'promise'>, text: string, by: Actor): void {
  if (issue.promise === null) throw new RuleBroken('promise-none', '这件诉求没有承诺，没有可公开的措辞。')
  issue.promise.publicText = text
  issue.promise.publicApprovedByName = by.name
}
