import { codeOf, CODE_MINUTES } from '../../models/oneTimeCode/code.ts'
import { CODE_PURPOSES, OneTimeCodeModel, type OneTimeCode } from '../../models/oneTimeCode/index.ts'
import type { OutboxRow, OutsiderKind } from '../../models/outbox/index.ts'
import { confirmationLook } from '../confirmations/outgoing.ts'
import type { Deps } from '../deps.ts'
import { invitationLook } from '../invitations/outgoing.ts'
import { contactOnRecord } from './onRecord.ts'
import { Unreachable, type Recipient } from './senders.ts'

/** What leaves to somebody without account, as it is known at the moment of sending. */
export interface ToOutsider {
  to: Recipient
  text: string
  /** absolute address, '' when the message leads nowhere */
  link: string
}

type Look = (deps: Deps, row: OutboxRow, id: string) => Promise<ToOutsider>

/** How each kind of people without account is reached. A feature that writes to them adds its line. */
const LOOKS: Partial<Record<OutsiderKind, Look>> = {
  oneTimeCode, invitation: invitationLook, confirmation: confirmationLook,
}

/** @throws Unreachable when nobody can be reached for this record any more */
export function outsiderOf(
  deps: Deps, row: OutboxRow, { kind, id }: { kind: OutsiderKind, id: string },
): Promise<ToOutsider> {
  const look = LOOKS[kind]
  if (!look) throw new Unreachable('没有登记怎样联系')
  return look(deps, row, id)
}

/** The digits are derived here and nowhere kept; a code whose time is over is not sent any more. */
async function oneTimeCode({ clock, keys }: Deps, _row: OutboxRow, id: string): Promise<ToOutsider> {
  const code = await OneTimeCodeModel.findById(id).lean<OneTimeCode | null>()
  if (!code || code.usedAt !== null || code.expiresAt <= clock.now()) throw new Unreachable('验证码已过期')
  return {
    to: await contactOnRecord(code.owner), link: '',
    text:
      `验证码 ${codeOf(keys.codes, id)}，用于${CODE_PURPOSES[code.purpose]}，${CODE_MINUTES} 分钟内有效。`
      + '不是您本人操作的，请不要告诉别人',
  }
}
