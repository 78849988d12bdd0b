import { Schema, model, type ClientSession } from 'mongoose'

/**
 * Figures and lists that a city sets for itself: office hours, ladder, own limits of the office, duty contact, the mark of a
 * sample city. One document per name, its `value` plain data that the reader of that name checks.
 */
export interface Setting {
  _id: string
  value: unknown
  changedAt: Date
}

const schema = new Schema<Setting>(
  { _id: { type: String, required: true }, value: { type: Schema.Types.Mixed, required: true }, changedAt: { type: Date, required: true } },
  { optimisticConcurrency: true },
)

export const SettingModel = model('Setting', schema, 'settings')

/** The stored value of a setting, or `fallback` when the city has never set it. */
export async function readSetting<T>(name: string, fallback: T, session?: ClientSession): Promise<T> {
  const found = await SettingModel.findById(name).session(session ?? null).lean()
  return found ? (found.value as T) : fallback
}

/** Stores a setting as a whole; validated by the caller. */
export async function writeSetting(name: string, value: unknown, changedAt: Date, session?: ClientSession): Promise<void> {
  await SettingModel.updateOne({ _id: name }, { $set: { value, changedAt } }, { upsert: true, ...(session ? { session } : {}) })
}
