import { pinyin } from 'pinyin-pro'

/** What is stored beside a name so that lists sort and boxes find in the database's plain binary order. */
export interface NameKeys {
  /** pinyin with tone and sign, syllable by syllable: 曾 stands under zeng, all 李 together before all 黎 */
  sortKey: string
  /** `zengguofan` */
  pinyin: string
  /** `zgf` */
  initials: string
  /** everything that a prefix query may begin with, see `searchKeysOf` */
  searchKeys: string[]
}

export type NameKind = 'person' | 'firm'

/** So many signs of a name may be where somebody begins to type; later ones are legal forms like 有限公司. */
const STARTS = 8
const LONGEST_KEY = 40
const WORD = /[\p{L}\p{N}]/u
const HAN = /^\p{Script=Han}$/u

interface Syllable { sign: string, plain: string, toned: string }

/**
 * Keys of a person's or a firm's name. A person's surname is read as a surname (曾 zeng, 单 shan, 仇 qiu), a firm's name as
 * ordinary words (长城 changcheng, 重庆 chongqing).
 * @param others further names to be found by, like a short name
 * @source ecosystem.md §7 Sorting
 */
export function nameKeys(name: string, kind: NameKind, others: readonly string[] = []): NameKeys {
  const syllables = syllablesOf(name, kind)
  return {
    sortKey: syllables.map(sortPart).join(' '),
    pinyin: syllables.map((one) => one.plain).join(''),
    initials: syllables.map((one) => one.plain.charAt(0)).join(''),
    searchKeys: [...new Set([syllables, ...others.map((other) => syllablesOf(other, kind))].flatMap(searchKeysOf))],
  }
}

/** What somebody typed into a search box, as names are kept: no spaces or signs, small letters, half width. */
export const searchText = (typed: string): string =>
  [...typed.normalize('NFKC').toLowerCase()].filter((sign) => WORD.test(sign)).join('').slice(0, LONGEST_KEY)

// People type the telling part of a firm's name, not its city: so each of the first signs may be a beginning.
function searchKeysOf(syllables: readonly Syllable[]): string[] {
  const starts = syllables.slice(0, STARTS).map((_, at) => syllables.slice(at))
  return starts.flatMap((rest) => [
    joined(rest, (one) => one.sign), joined(rest, (one) => one.plain), joined(rest, (one) => one.plain.charAt(0)),
  ])
}

const joined = (syllables: readonly Syllable[], part: (one: Syllable) => string): string =>
  syllables.map(part).join('').slice(0, LONGEST_KEY)

const sortPart = ({ sign, toned }: Syllable): string => (toned === sign ? sign : `${toned}${sign}`)

function syllablesOf(name: string, kind: NameKind): Syllable[] {
  const text = name.normalize('NFKC').toLowerCase()
  const signs = [...text]
  const options = { type: 'array', v: true, mode: kind === 'person' ? 'surname' : 'normal' } as const
  const toned = pinyin(text, { ...options, toneType: 'num' })
  const plain = pinyin(text, { ...options, toneType: 'none' })
  return signs.flatMap((sign, at) => {
    if (!WORD.test(sign)) return []
    if (!HAN.test(sign)) return [{ sign, plain: sign, toned: sign }]
    return [{ sign, plain: plain[at] ?? sign, toned: toned[at] ?? sign }]
  })
}
