/** Fewest signs of a passphrase. Four words or a sentence are easier to keep than a short jumble. */
export const PASSPHRASE_SIGNS = 12
export const PASSPHRASE_MOST = 100

export type Strength = 'weak' | 'fair' | 'strong'
export const STRENGTH_WORDS: Record<Strength, string> = { weak: '太弱', fair: '够用', strong: '很强' }

/** Ways to draw one more sign, by kind; a Chinese sign is one of about three thousand in use. */
const KINDS: readonly (readonly [RegExp, bits: number])[] = [
  [/\p{Script=Han}/u, 11.5], [/[a-z]/, 4.7], [/[A-Z]/, 4.7], [/\p{N}/u, 3.3], [/[^\p{Script=Han}\p{L}\p{N}]/u, 5],
]
const FAIR_BITS = 55
const STRONG_BITS = 80

/**
 * How hard a passphrase is to guess, roughly: bits of its signs, where repeated signs and runs like 1234 count little.
 */
export function strengthOf(passphrase: string): Strength {
  const signs = [...passphrase.normalize('NFKC')]
  const bits = signs.reduce((sum, sign, at) => sum + (isExpected(signs, at) ? 0.5 : bitsOf(sign)), 0)
  if (bits < FAIR_BITS || new Set(signs).size < 6) return 'weak'
  return bits < STRONG_BITS ? 'fair' : 'strong'
}

/** Why a passphrase cannot be taken, or null. */
export function passphraseComplaint(passphrase: string, repeated: string): string | null {
  const signs = [...passphrase].length
  if (signs === 0) return '请填写口令'
  if (signs < PASSPHRASE_SIGNS && !/\p{Script=Han}{6}/u.test(passphrase)) {
    return `口令至少 ${PASSPHRASE_SIGNS} 个字符（或 6 个以上汉字），现在是 ${signs} 个`
  }
  if (signs > PASSPHRASE_MOST) return `口令最多 ${PASSPHRASE_MOST} 个字符，现在是 ${signs} 个`
  if (strengthOf(passphrase) === 'weak') return '口令太弱，容易被猜到。可以用四个不相干的词，或一句别人想不到的话'
  return passphrase === repeated ? null : '两次输入的口令不一样，请重新输入'
}

const bitsOf = (sign: string): number => KINDS.find(([kind]) => kind.test(sign))?.[1] ?? 3

/** The same sign again, or the next in a run. */
function isExpected(signs: readonly string[], at: number): boolean {
  const [before, sign] = [signs[at - 1], signs[at]]
  if (before === undefined || sign === undefined) return false
  const step = (sign.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0)
  return Math.abs(step) <= 1
}
