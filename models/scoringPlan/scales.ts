/** A set of options as printed on the paper, what each is worth, and which count as satisfied in the wide and narrow sense. */
export interface Scale {
  options: readonly string[]
  /** points; null = 不了解, not scored */
  values: readonly (number | null)[]
  broad: readonly number[]
  narrow: readonly number[]
}

/**
 * Scores under different scales cannot be compared, so a score always names its own.
 * @source domain.md §7 Scales; SD3 is the province's
 */
export const SCALES = {
  B4: {
    options: ['满意', '比较满意', '基本满意', '不满意', '不了解'], values: [100, 80, 60, 0, null], broad: [0, 1, 2], narrow: [0],
  },
  SD3: { options: ['满意', '基本满意', '不满意', '不了解'], values: [100, 75, 55, null], broad: [0, 1], narrow: [0] },
  G5: {
    options: ['很满意', '满意', '基本满意', '不太满意', '不满意', '不了解'], values: [100, 80, 60, 30, 0, null],
    broad: [0, 1, 2], narrow: [0, 1],
  },
} as const satisfies Record<string, Scale>

export type ScaleName = keyof typeof SCALES
export const SCALE_NAMES = Object.keys(SCALES) as ScaleName[]
export const scaleOf = (name: ScaleName): Scale => SCALES[name]
