import mongoose from 'mongoose'
import { blockHash } from '../../models/audit/entry.ts'
import { AuditBlockModel, AuditEntryModel } from '../../models/audit/index.ts'
import { RefusalModel } from '../../models/refusal/index.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

const BATCH = 1000
const FIRST_LINK = 'first'

/**
 * Seals the entries that wait into one block that links to the last one. Any process may call it at any time: the block's
 * number is unique and the entries are taken in the same transaction, so two sealers cannot take the same entry.
 * @returns how many entries were sealed, 0 when none waited
 * @source DESIGN.md §7 Audit, speed.md 5
 */
export async function sealPending(deps: Deps): Promise<number> {
  const session = await mongoose.startSession()
  try {
    return await session.withTransaction(async () => {
      const waiting = await AuditEntryModel.find({ block: null }, { mac: 1 }, { session }).sort({ _id: 1 }).limit(BATCH).lean()
      if (waiting.length === 0) return 0
      const last = await AuditBlockModel.findOne({}, { hash: 1 }, { session }).sort({ _id: -1 }).lean()
      const number = (last?._id ?? 0) + 1
      const previous = last?.hash ?? FIRST_LINK
      const hash = blockHash(number, previous, waiting.map((entry) => entry.mac), deps.keys.audit)
      const entries = waiting.map((entry) => entry._id)
      await AuditBlockModel.create([{ _id: number, sealedAt: deps.clock.now(), entries, previous, hash }], { session })
      await AuditEntryModel.updateMany({ _id: { $in: entries }, block: null }, { $set: { block: number } }, { session })
      return waiting.length
    }, { writeConcern: { w: 'majority', j: true } })
  } catch (error) {
    // another process sealed the same number first; its block holds what waited
    if ((error as { code?: number }).code === 11000) return 0
    throw error
  } finally {
    await session.endSession()
  }
}

/** Seals until nothing waits: at stop, and before a check of the chain. */
export async function sealAll(deps: Deps): Promise<number> {
  let sealed = 0
  for (let step = await sealPending(deps); step > 0; step = await sealPending(deps)) sealed += step
  return sealed
}

/** Turns each finished minute of refused sign-ins into one audit entry. @returns how many minutes were written down */
export async function auditRefusals(deps: Deps): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - 60_000)
  const finished = await RefusalModel.find({ minuteAt: { $lte: before } }).sort({ minuteAt: 1 }).limit(BATCH).lean()
  for (const { _id, address, count, minuteAt } of finished) {
    await act(deps, SYSTEM, 'session.refused', async (tx) => {
      const taken = await RefusalModel.deleteOne({ _id }, { session: tx.session })
      const seen = taken.deletedCount === 1 ? String(count) : '0'
      tx.audit({ record: { type: 'address', id: address }, result: 'refused', changes: { count: seen, minute: minuteAt.toISOString() } })
    })
  }
  return finished.length
}
