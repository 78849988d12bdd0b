import { Schema, model } from 'mongoose'

/** Sign-ins refused to an address within one minute. A finished minute becomes one audit entry: a flood leaves a line a minute. */
export interface Refusal {
  /** address and minute */
  _id: string
  address: string
  minuteAt: Date
  count: number
}

const schema = new Schema<Refusal>({
  _id: { type: String, required: true },
  address: { type: String, required: true },
  minuteAt: { type: Date, required: true },
  count: { type: Number, required: true },
})
schema.index({ minuteAt: 1 })

export const RefusalModel = model('Refusal', schema, 'refusals')

/** Counts one refusal. @source DESIGN.md §7 Audit */
export async function countRefusal(address: string, at: Date): Promise<void> {
  const minuteAt = new Date(Math.floor(at.getTime() / 60_000) * 60_000)
  await RefusalModel.updateOne({ _id: `${address}|${minuteAt.toISOString()}` }, { $inc: { count: 1 }, $setOnInsert: { address, minuteAt } }, { upsert: true })
}
