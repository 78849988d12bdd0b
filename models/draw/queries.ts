import { DrawModel, type Draw } from './index.ts'

export type StoredDraw = Draw & { __v: number }
/** A draw as anybody may see it: the secret only once it is out. */
export type PublicDraw = Omit<StoredDraw, 'secret'> & { secret: string | null }

const publicOf = (draw: StoredDraw): PublicDraw => ({ ...draw, secret: draw.state === 'drawn' ? draw.secret : null })

/** The draw of a year that counts: the latest attempt that was not voided; null when the pool is open. */
export async function drawOf(year: number): Promise<PublicDraw | null> {
  const draw = await DrawModel.findOne({ year, state: { $ne: 'voided' } }).sort({ year: -1, attempt: -1 }).lean<StoredDraw>()
  return draw === null ? null : publicOf(draw)
}

/** Voided attempts of a year, the first one first. */
export async function voidedDraws(year: number): Promise<PublicDraw[]> {
  return (await DrawModel.find({ year, state: 'voided' }).sort({ attempt: 1 }).lean<StoredDraw[]>()).map(publicOf)
}

/** Whether the pool of a year is closed: codes are given, nobody can come in or leave by the list. */
export const isPoolFrozen = async (year: number): Promise<boolean> =>
  (await DrawModel.exists({ year, state: { $ne: 'voided' } })) !== null
