import { PLACES } from './places.ts'
import type { Random } from './random.ts'

const FEW = ['两', '三', '四', '五', '六'] as const

/** 11月9日, as running text has it. `on` is a civil day. */
export const spokenDay = (on: string): string => `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`

/** The civil day `days` after `on` (negative: before). */
export function dayAfter(on: string, days: number): string {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

type Slot = (random: Random, about: { on: string; districtCode: string; park: string | null }) => string

/** What each slot of a situation is filled with; `about.on` is the day on which it is said. */
const SLOTS: Readonly<Record<string, Slot>> = {
  路: (random, { districtCode }) => random.pick(PLACES[districtCode]?.roads ?? []),
  园: (random, { districtCode, park }) => park ?? random.pick(PLACES[districtCode]?.parks ?? []),
  日: (random, { on }) => spokenDay(dayAfter(on, -random.int(8, 75))),
  月: (random, { on }) => `${Number(dayAfter(on, -random.int(25, 110)).slice(5, 7))}月`,
  近: (random, { on }) => spokenDay(dayAfter(on, -random.int(0, 3))),
  万: (random) => String(random.int(18, 960)),
  几: (random) => random.pick(FEW),
  数: (random) => String(random.int(12, 96)),
  百: (random) => String(random.int(11, 98) * 10),
  天: (random) => String(random.int(12, 58)),
  成: (random) => `${random.int(9, 48)}%`,
}

/** Fills the slots of a text; numbers stand with a space before Chinese, as the house writes them. */
export function fill(
  text: string,
  random: Random,
  about: { on: string; districtCode: string; park: string | null },
): string {
  return text
    .replace(/\{(.)\}/gu, (whole, slot: string) => SLOTS[slot]?.(random, about) ?? whole)
    .replace(/(?<=[一-鿿])(?=\d+%?[一-鿿])(?!\d+[月日])/gu, ' ')
    .replace(/(?<=\d%?)(?=[一-鿿])(?![月日%])/gu, ' ')
    .replace(/(?<=日)(?=\d)/gu, ' ')
    .replace(/(?<=月) (?=\d)/gu, '')
}
