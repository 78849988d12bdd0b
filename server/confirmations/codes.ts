import mongoose from 'mongoose'
import { RateLimiterMongo } from 'rate-limiter-flexible'
import { isCode, readCode } from '../../models/oneTimeCode/code.ts'
import { newCode, OneTimeCodeModel, takeTry, useCode, type CodeFor, type OneTimeCode } from '../../models/oneTimeCode/index.ts'
import { OutboxModel, type Channel } from '../../models/outbox/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { LIMITS } from '../http/limits.ts'
import { contactOnRecord, waysTo } from '../outbox/onRecord.ts'

/** Whoever holds a link of a firm or a raiser: no account, no name. */
export const OUTSIDER: Actor = { id: null, name: '对方联系人', department: null, roles: [], isHead: false, leader: null }

/** What a code is wanted for, and who is to get it. */
export type CodeWanted = CodeFor & Pick<OneTimeCode, 'owner'>

/** A message for the page and its status. */
export interface Refusal { text: string, status: number }

/** The code was used a moment ago: the second of two posts. */
export class CodeUsed extends Error {}

/**
 * Six-digit codes to the contact on record: who holds a link need not be who may say something for the firm. So many an
 * hour for each contact and each address, so many tries for each code.
 * @source DESIGN.md §7 Links
 */
export function codeDoor(deps: Deps) {
  const limiter = (keyPrefix: string, { points, seconds }: { points: number, seconds: number }) => new RateLimiterMongo({
    storeClient: mongoose.connection, tableName: 'limits', keyPrefix, points, duration: seconds, disableIndexesCreation: true,
  })
  const perContact = limiter('code-contact', LIMITS.codesPerContact)
  const perAddress = limiter('code-address', LIMITS.codesPerAddress)

  return {
    /** Where a code would go, masked; null when nothing is on record or nothing is set up to send it. */
    wayTo: async (owner: OneTimeCode['owner']): Promise<string | null> =>
      waysTo(deps, await contactOnRecord(owner)).map(({ shown }) => shown).join('和') || null,

    /** Stores a code and what sends it. @returns its id for the form, or why none was sent */
    async send(address: string, wanted: CodeWanted): Promise<{ ask: string } | Refusal> {
      const ways = waysTo(deps, await contactOnRecord(wanted.owner))
      if (ways.length === 0) return { text: '现在发不出验证码，请改为请办公室打电话核实。', status: 409 }
      const over = (await spend(perAddress, address)) || (await spend(perContact, `${wanted.owner.kind} ${wanted.owner.id}`))
      if (over) return { text: '验证码要得太多了，请一小时后再试，或者请办公室打电话核实。', status: 429 }
      return act(deps, OUTSIDER, 'oneTimeCode.send', async (tx) => {
        const code = await newCode(tx.session, wanted, tx.now)
        await OutboxModel.insertMany(ways.map(({ channel }) => rowFor(code, channel)), { session: tx.session })
        tx.audit({ record: { type: 'oneTimeCode', id: code.link, no: code.subject }, changes: { purpose: code.purpose } })
        return { ask: code._id }
      })
    },

    /** Null when the digits are right. A wrong one costs a try, and so do two at the same moment. */
    async check(ask: string, typed: string, wanted: CodeFor): Promise<Refusal | null> {
      const digits = readCode(typed)
      if (digits === null) return { text: '验证码是短信或邮件里的六位数字', status: 422 }
      const left = await takeTry(ask, wanted, deps.clock.now())
      if (left === null) {
        // the second of two posts finds the code used; what it wanted is done
        const used = await OneTimeCodeModel.exists({ _id: ask, ...pick(wanted), usedAt: { $ne: null } })
        if (used && isCode(deps.keys.codes, ask, digits)) throw new CodeUsed()
        return { text: '这个验证码已经过期或者输错太多次，请重新发一个', status: 422 }
      }
      if (isCode(deps.keys.codes, ask, digits)) return null
      return { text: left > 0 ? `验证码不对，还可以试 ${left} 次` : '验证码输错了 5 次，请重新发一个', status: 422 }
    },

    /** Uses a checked code inside the act that it is for. @throws CodeUsed */
    async use(tx: Tx, ask: string, wanted: CodeFor): Promise<void> {
      if (!(await useCode(tx.session, ask, pick(wanted), tx.now))) throw new CodeUsed()
    },
  }
}
export type CodeDoor = ReturnType<typeof codeDoor>

const pick = ({ purpose, link, subject }: CodeFor): CodeFor => ({ purpose, link, subject })

async function spend(limiter: RateLimiterMongo, key: string): Promise<boolean> {
  try {
    await limiter.consume(key)
    return false
  } catch (refused) {
    if (refused instanceof Error) throw refused
    return true
  }
}

/** Leaves at any hour: somebody waits for it. The digits are made at sending. */
const rowFor = ({ _id, subject, createdAt }: OneTimeCode, channel: Channel) => ({
  key: `code:${_id}:${channel}`, channel, to: null, outsider: { kind: 'oneTimeCode' as const, id: _id }, template: 'code.sent',
  facts: { act: '验证码', no: subject.startsWith('SQ') || subject.startsWith('ZF') ? subject : '' }, urgent: true, nextAt: createdAt, createdAt,
})
