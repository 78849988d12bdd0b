import { RollModel, type RollEntry } from './index.ts'

/** The line of the roll that a ballot link opens. */
export const rollEntry = (id: string): Promise<RollEntry | null> =>
  (/^[0-9a-f]{24}$/.test(id) ? RollModel.findById(id).lean<RollEntry>().exec() : Promise.resolve(null))

/** Whether the roll of a year has been made. */
export const hasRoll = async (year: number): Promise<boolean> => (await RollModel.exists({ campaign: year })) !== null
