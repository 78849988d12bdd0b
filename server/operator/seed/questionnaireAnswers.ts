import type { Enterprise } from '../../../models/enterprise/index.ts'
import { questionsOf } from '../../../models/answer/questions.ts'
import type { Section, Values } from '../../../models/questionnaire/items.ts'
import type { Random } from './random.ts'
import { namedOf, wishOf } from './questionnaireTexts.ts'

/** How well the items are thought of beside the firm's own mood, and how many had nothing to do with it. */
const ITEMS: Readonly<Record<string, readonly [liking: number, unknown: number]>> = {
  'm1.1': [0.1, 0.03], 'm1.2': [-0.25, 0.02], 'm1.3': [-0.1, 0.12], 'm1.4': [-0.45, 0.18],
  'm2.1': [0.2, 0.1], 'm2.2': [0.1, 0.12], 'm2.3': [-0.4, 0.25], 'm2.4': [-0.05, 0.08],
  'm3.1': [0.25, 0.03], 'm3.2': [0.45, 0.04], 'm3.3': [0.05, 0.15], 'm3.4': [-0.2, 0.02],
  'm4.1': [-0.05, 0.35], 'm4.2': [-0.15, 0.3], 'm4.3': [-0.5, 0.4], 'm4.4': [0, 0.05],
  q17: [0.15, 0],
}
const SIZES: Readonly<Record<string, number>> = { 大型: 0.35, 中型: 0.1, 小型: -0.15, 微型: -0.25 }
/** Better or worse served by where they are. */
const districtMood = (district: string): number => ((Number(district) % 7) - 3) * 0.06

/** Where one level ends and the next begins. */
const BOUNDS = [[0.25, '5'], [-0.6, '4'], [-1.35, '3'], [-1.95, '2']] as const

/** One answer: a firm's mood goes through all items, what it writes goes with it. `topic` is what the wish is about. */
export function answerOfFirm(
  firm: Pick<Enterprise, 'district' | 'size'>, sections: readonly Section[], year: number, random: Random, lift = 0,
): { values: Values, topic: string | null } {
  const mood = (SIZES[firm.size] ?? 0) + districtMood(firm.district) + gauss(random) * 0.75 + lift
  const values: Values = {}
  let topic: string | null = null
  for (const { key, kind } of sections.flatMap((section) => questionsOf(section))) {
    const [liking, unknown] = ITEMS[key] ?? [0, 0]
    if (kind === 'level' || kind === 'single') {
      values[key] = random.chance(unknown) ? '0' : levelOf(mood + liking + gauss(random) * 0.55)
    } else if (kind === 'scale') {
      values[key] = String(Math.max(0, Math.min(10, Math.round(8.1 + mood * 1.6 + gauss(random) * 1.1))))
    } else if (kind === 'long' && random.chance(0.55)) {
      const wish = wishOf(random, firm.district, year)
      topic = wish.topic
      values[key] = wish.text
    } else if (kind === 'short' && random.chance(0.22)) values[key] = namedOf(random, mood > -0.2)
  }
  return { values, topic }
}

const levelOf = (liking: number): string => BOUNDS.find(([from]) => liking >= from)?.[1] ?? '1'
const gauss = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
