import mongoose from 'mongoose'
import { RateLimiterMongo } from 'rate-limiter-flexible'
import { AnswerDraftModel } from '../../models/answer/index.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { LIMITS } from '../http/limits.ts'
import type { Opened } from './opened.ts'

/**
 * Who resumes a confidential answer on another device names the last four digits of a phone on record; five wrong
 * ones in an hour end the tries, whoever makes them. @source DESIGN.md §7 Links
 */
export function resumptionDoor() {
  const tries = new RateLimiterMongo({
    storeClient: mongoose.connection, tableName: 'limits', keyPrefix: 'draft-digits', disableIndexesCreation: true,
    points: LIMITS.draftDigits.points, duration: LIMITS.draftDigits.seconds,
  })
  return {
    /** Whether there is a phone to compare with. */
    knows: async (opened: Opened): Promise<boolean> => (await endingsOf(opened)).size > 0,

    /** Null when the digits are right, else the message and the status of its page. */
    async check(opened: Opened, typed: string): Promise<{ text: string, status: number } | null> {
      const digits = typed.normalize('NFKC').replace(/\D/g, '')
      if (digits.length !== DIGITS) return { text: `请输入手机号的后四位数字，现在是 ${digits.length} 位`, status: 422 }
      const endings = await endingsOf(opened)
      try {
        await tries.consume(opened.link.link._id)
      } catch (refused) {
        if (refused instanceof Error) throw refused
        return { text: '错了 5 次，请一小时后再试，或者在原来的手机上接着填。', status: 429 }
      }
      if (!endings.has(digits)) return { text: '和登记的手机对不上，请核对后再输入', status: 422 }
      await tries.delete(opened.link.link._id)
      return null
    },
  }
}

/** Lets one more browser resume the draft. */
export async function admitDevice({ invitation }: Opened, device: string): Promise<void> {
  await AnswerDraftModel.updateOne({ _id: invitation._id }, { $addToSet: { holders: device }, $inc: { revision: 1 } })
}

/** Empties a draft whose beginner can no longer be asked for; the recipient begins anew under the same version. */
export async function restartDraft({ invitation, now }: Opened, device: string): Promise<void> {
  await AnswerDraftModel.updateOne(
    { _id: invitation._id }, { $set: { values: {}, step: 0, savedAt: now, holders: [device] }, $inc: { revision: 1 } },
  )
}

const DIGITS = 4

async function endingsOf({ invitation }: Opened): Promise<Set<string>> {
  const firm = await EnterpriseModel.findById(invitation.enterprise).select('contacts').lean()
  const phones = [invitation.forwardedTo?.phone ?? '', ...(firm?.contacts ?? []).flatMap((contact) => contact.phones)]
  const endings = phones.map((phone) => phone.replace(/\D/g, '').slice(-DIGITS))
  return new Set(endings.filter((ending) => ending.length === DIGITS))
}
