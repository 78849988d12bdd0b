import { RuleBroken } from '../shared/errors.ts'
import type { Invitation, InvitationChannel, InvitationState } from './index.ts'

/*
 * What the house does to one invitation. Each verb changes fields of the record in hand; the caller saves it once.
 * Beginning and answering are the recipient's own and stand in server/answers.
 */

type Fields = Omit<Invitation, '_id'>

/** It left the house by hand: the steward sent it by WeChat, or the letter was posted. @throws RuleBroken */
export function markSent(invitation: Fields, channel: InvitationChannel, now: Date): void {
  mustNotHaveAnswered(invitation)
  if (invitation.state === 'declined') throw new RuleBroken('invitation.declined', '这户企业已表示不参加，没有再发。')
  if (BEFORE_SENDING.has(invitation.state)) invitation.state = 'sent'
  invitation.channel = channel
  invitation.sentAt ??= now
  invitation.mailing = null
  invitation.problem = ''
}

/** A receipt came, or the recipient said on the phone that it is there. @throws RuleBroken */
export function markDelivered(invitation: Fields, now: Date): void {
  if (invitation.state !== 'sent') throw new RuleBroken('invitation.notSent', '只有已发出、还没有开始填的邀请才能记为送达。')
  invitation.state = 'delivered'
  invitation.deliveredAt = now
}

/** It came back, or nobody of the firm can be reached this way. @throws RuleBroken */
export function markBounced(invitation: Fields, problem: string): void {
  mustNotHaveAnswered(invitation)
  Object.assign(invitation, { state: 'bounced', problem, mailing: null } satisfies Partial<Invitation>)
}

/** The firm does not take part. Its link still works, should it change its mind. @throws RuleBroken */
export function markDeclined(invitation: Fields, problem: string): void {
  mustNotHaveAnswered(invitation)
  Object.assign(invitation, { state: 'declined', problem, mailing: null } satisfies Partial<Invitation>)
}

/** Takes 退回 or 不参加 back: where it stood follows from what is on record. @throws RuleBroken */
export function restore(invitation: Fields): void {
  if (invitation.state !== 'bounced' && invitation.state !== 'declined') {
    throw new RuleBroken('invitation.standing', '这份邀请没有记为退回或不参加，不用恢复。')
  }
  invitation.state = standingOf(invitation)
  invitation.problem = ''
}

/**
 * The former link is dead, so nobody holds one that works: it waits to be sent again. Who had begun goes on where they
 * were, by the new link.
 */
export function afterReissue(invitation: Fields): void {
  if (invitation.state !== 'answered' && invitation.state !== 'begun') invitation.state = 'made'
  Object.assign(invitation, { channel: '', sentAt: null, deliveredAt: null, mailing: null } satisfies Partial<Invitation>)
}

/**
 * "Wrong person": a named contact gets a new link and begins afresh; what the wrong one had begun is dropped by the
 * caller. @throws RuleBroken
 */
export function forwardTo(invitation: Fields, person: NonNullable<Invitation['forwardedTo']>): void {
  mustNotHaveAnswered(invitation)
  Object.assign(invitation, {
    forwardedTo: person, state: 'made', channel: '', sentAt: null, deliveredAt: null, begunAt: null, version: null,
    mailing: null, problem: '',
  } satisfies Partial<Invitation>)
}

/**
 * One recipient's own later deadline.
 * @param closesAt the deadline of all; an extension must be later, and not yet over
 * @throws RuleBroken
 */
export function extendUntil(
  invitation: Fields, until: Date, reason: string, { closesAt, now }: { closesAt: Date | null, now: Date },
): void {
  mustNotHaveAnswered(invitation)
  if (closesAt === null) throw new RuleBroken('invitation.noDeadline', '这份问卷没有截止时间，不用延期。')
  if (until <= closesAt) throw new RuleBroken('invitation.earlier', '延期的日子要晚于问卷的截止日。')
  if (until <= now) throw new RuleBroken('invitation.past', '延期的日子已经过去，请选今天或以后的一天。')
  invitation.extendedUntil = until
  invitation.extensionReason = reason
}

const BEFORE_SENDING: ReadonlySet<InvitationState> = new Set(['made', 'bounced'])

function mustNotHaveAnswered({ state }: Fields): void {
  if (state === 'answered') throw new RuleBroken('invitation.answered', '这户企业已经提交答卷，不用再办。')
}

function standingOf({ begunAt, deliveredAt, sentAt }: Fields): InvitationState {
  if (begunAt !== null) return 'begun'
  if (deliveredAt !== null) return 'delivered'
  return sentAt === null ? 'made' : 'sent'
}
