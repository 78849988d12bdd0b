import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { MemberModel } from '../../models/member/index.ts'
import type { OneTimeCode } from '../../models/oneTimeCode/index.ts'
import type { Channel } from '../../models/outbox/index.ts'
import type { Deps } from '../deps.ts'
import { maskPhone } from '../lib/format.ts'
import type { Recipient } from './senders.ts'

/** How the roster reaches a firm's first contact or a member; empty where nothing is on record. */
export async function contactOnRecord({ kind, id }: OneTimeCode['owner']): Promise<Recipient> {
  if (kind === 'member') {
    const member = await MemberModel.findById(id, { phones: 1 }).lean()
    return { phone: member?.phones.find(isMobile) ?? '', mail: '' }
  }
  const firm = id === '' ? null : await EnterpriseModel.findById(id, { contacts: 1 }).lean()
  const [first] = firm?.contacts ?? []
  return { phone: first?.phones.find(isMobile) ?? '', mail: first?.email ?? '' }
}

/** A text message needs a mobile number; `138 0000 5678` and `+86` are read. */
const isMobile = (phone: string): boolean => /^(\+?86)?1\d{10}$/.test(phone.replaceAll(/[\s-]/g, ''))

/**
 * The channels that reach somebody now, each with where it goes, masked. A robot of WeCom or DingTalk writes to a group of
 * staff, where nothing for a firm has a place.
 */
export function waysTo({ config }: Pick<Deps, 'config'>, { phone, mail }: Recipient): { channel: Channel, shown: string }[] {
  return [
    ...(config.notifyUrl !== null && config.notifyForm === 'plain' && phone !== ''
      ? [{ channel: 'http' as const, shown: `手机 ${maskPhone(phone)}` }] : []),
    ...(config.smtpUrl !== null && mail !== '' ? [{ channel: 'mail' as const, shown: `邮箱 ${maskMail(mail)}` }] : []),
  ]
}

/** `z***@example.cn` @source domain.md §6 Masking */
const maskMail = (mail: string): string => mail.replace(/^(.)[^@]*/, '$1***')
