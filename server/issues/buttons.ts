import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver, type Act } from '../../models/user/permissions.ts'
import type { Card } from '../../models/card/index.ts'
import { hindrance } from '../../models/issue/gates.ts'
import { ISSUE_ACTS, type IssueAct } from '../../models/issue/state.ts'
import { mayUrge } from '../../models/issue/urging.ts'
import { awaitsRelease, type Moment } from '../../models/issue/step.ts'
import type { Issue } from '../../models/issue/record.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import type { Button } from '../lib/parts.ts'

/** The address of each act under the case, and the verb on its button. @source DESIGN.md §7 Issue */
const PLACES: Partial<Record<IssueAct, { slug: string; verb?: string }>> = {
  accept: { slug: 'acceptance' },
  reject: { slug: 'rejection' },
  withdraw: { slug: 'withdrawal' },
  sign: { slug: 'signature' },
  refuse: { slug: 'refusal' },
  arbitrate: { slug: 'arbitration' },
  assign: { slug: 'assignment' },
  nameHandler: { slug: 'handler' },
  contact: { slug: 'contact', verb: '记首次联系' },
  plan: { slug: 'plan' },
  progress: { slug: 'progress' },
  draftAnswer: { slug: 'answer', verb: '答复' },
  releaseAnswer: { slug: 'release' },
  verify: { slug: 'verification' },
  callBack: { slug: 'call-back', verb: '记回访' },
  close: { slug: 'closure' },
  askExtension: { slug: 'extension' },
  decideExtension: { slug: 'extension' },
  note: { slug: 'note', verb: '加备注' },
  reopen: { slug: 'look-back' },
}

/** Acts in the order in which a day usually needs them; the first that this user may do is the primary one. */
const USUAL: readonly IssueAct[] = [
  'accept',
  'sign',
  'arbitrate',
  'verify',
  'close',
  'callBack',
  'releaseAnswer',
  'decideExtension',
  'contact',
  'plan',
  'draftAnswer',
  'progress',
  'nameHandler',
  'askExtension',
  'refuse',
  'reject',
  'assign',
  'reopen',
  'withdraw',
  'note',
]

export const placeOf = (no: string, act: IssueAct, queue: string | null = null): string =>
  `/issues/${no}/${PLACES[act]?.slug ?? ''}${queue ? `?queue=${queue}` : ''}`

/** The acts that this user may do now and that would be accepted, the usual one first. */
export function actsFor(actor: Actor, issue: Issue, { now, calendar }: Moment): IssueAct[] {
  return USUAL.filter((act) => mayDo(actor, act, issue) && hindrance(issue, act, actor, now, calendar) === null)
}

/** Whether the table of rights gives this user the act on this case. */
export const mayDo = (actor: Actor, act: IssueAct, issue: object): boolean => can(actor, `issue.${act}` as Act, issue)

const SHOWN_AT_ONCE = 4

/** Acts on papers that hang on the case: the reply to an order, a leader's instruction, the revoking of a card. */
function linkedButtons(actor: Actor, issue: Issue, cards: readonly Card[]): Button[] {
  const place = (slug: string) => `/issues/${issue.no}/${slug}`
  const order = cards.find(({ rung, state, reply }) => rung === 'L3' && state === 'issued' && reply === null)
  const revocable = cards.find(
    (card) => card.state === 'issued' && card.revocation === null && can(actor, 'card.askRevocation', card),
  )
  return [
    ...(order && can(actor, 'order.reply', order) ? [linkButton('回复督办单', place('order-reply'))] : []),
    ...(issue.state === 'callBack' && can(actor, 'issue.confirmationLink', issue)
      ? [linkButton('发确认链接', place('confirmation'))]
      : []),
    ...(mayEver(actor, 'instruction.create') && issue.open
      ? [linkButton('批示', `/instructions/new?issue=${issue.no}`)]
      : []),
    ...(can(actor, 'issue.urge', issue) && mayUrge(issue)
      ? [linkButton('催办', `/issues/bulk?act=urge&no=${issue.no}`)]
      : []),
    ...(revocable ? [linkButton('申请撤牌', place('card-revocation'))] : []),
  ]
}

/** The buttons of the next-step panel: the usual acts at once, the others to unfold. 签收 itself takes one press. */
export function actButtons(
  actor: Actor, issue: Issue, cards: readonly Card[], when: Moment, queue: string | null,
): { first: Button[]; more: Button[] } {
  const acts = actsFor(actor, issue, when).flatMap((act, index) => {
    const kind = index === 0 && act !== 'note' ? 'primary' : 'second'
    const plain = linkButton(PLACES[act]?.verb ?? ISSUE_ACTS[act], placeOf(issue.no, act, queue), kind)
    if (act === 'draftAnswer') return [{ ...plain, text: awaitsRelease(issue) ? '改拟答复' : '答复' }]
    if (act !== 'sign') return [plain]
    const fields = { version: versionOf(issue), answer: 'accept', ...(queue ? { queue } : {}) }
    return [
      postButton('签收', placeOf(issue.no, 'sign'), fields, kind),
      linkButton('签收并请部门协办', placeOf(issue.no, 'sign', queue)),
    ]
  })
  const note = acts.filter(({ href }) => href === placeOf(issue.no, 'note', queue))
  const buttons = [...acts.filter((button) => !note.includes(button)), ...linkedButtons(actor, issue, cards), ...note]
  return { first: buttons.slice(0, SHOWN_AT_ONCE), more: buttons.slice(SHOWN_AT_ONCE) }
}

/**
 * What a form was made from: the number of entries in the history. Notes and cards' bookkeeping do not outdate a form.
 */
export const versionOf = (issue: Pick<Issue, 'history'>): string =>
  String(issue.history.filter(({ act }) => !['note', 'progress', 'recount', 'instruction', 'urge'].includes(act)).length)
