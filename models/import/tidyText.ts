const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad]/g
const HAN = '\\p{Script=Han}\u3007\u3000-\u303f\uff00-\uffef'
const SPACE_BY_HAN = new RegExp(`(?<=[${HAN}])\\s+|\\s+(?=[${HAN}])`, 'gu')
const EMPTY_WORDS = new Set(
  ['无', '暂无', '/', '\\', '-', '--', '—', '——', '待定', '空缺', 'n/a', '(空缺)', '(无)', '(暂无)', '(待定)'],
)
const EXCEL_ERROR = /^#(N\/A|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)$/

/**
 * Full-width digits, letters and signs of one's keyboard → half-width; Chinese punctuation and rare characters stay.
 */
export function narrow(text: string): string {
  return text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff20\uff0f\uff0d\uff0b\uff0e]/g, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  )
}

/**
 * One line of text as a roster means it: padding, breaks and invisible signs go; beside a Chinese character white space
 * goes altogether, elsewhere it becomes one space.
 */
export function tidyText(text: string): string {
  return narrow(text.replace(INVISIBLE, '')).trim().replace(SPACE_BY_HAN, '').replace(/\s+/g, ' ')
}

/** Text without any white space, NFKC, for comparing what people typed in two ways. */
export function comparable(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, '')
}

/** 无, /, 待定 …: words that stand for an empty cell. */
export function isEmptyWord(text: string): boolean {
  return EMPTY_WORDS.has(comparable(text).toLowerCase())
}

/** `#N/A` typed or pasted as text, as a csv holds it. */
export function isExcelError(text: string): boolean {
  return EXCEL_ERROR.test(text.trim())
}

/** The name of a firm; parentheses inside Chinese text are full-width, as the registry prints them. */
export function tidyFirmName(text: string): string {
  return tidyText(text).replace(/\((?=[^)]*\p{Script=Han})/gu, '（').replace(/(?<=（[^（）)]*)\)/g, '）')
}

export interface PersonName {
  name: string
  gender: string | null
  ethnicity: string | null
  /** what else stood in parentheses after the name */
  aside: string | null
}

/**
 * The name of a person: padding inside goes, the dots between the parts of a minority name become ·, and gender or 民族
 * in parentheses after it are taken out. Characters outside the BMP (𠮷) are one character.
 */
export function tidyPersonName(text: string): PersonName {
  const whole = text.replace(INVISIBLE, '').trim()
  const match = /^([^(（]*)[(（]([^)）]*)[)）]?\s*$/u.exec(whole)
  const base = match?.[1]?.trim() ? match[1] : whole
  const result: PersonName = { name: tidyDots(tidyText(base)), gender: null, ethnicity: null, aside: null }
  const asides: string[] = []
  for (const part of match?.[1]?.trim() ? (match[2] ?? '').split(/[,，、;；\s]+/) : []) {
    if (/^[男女]性?$/.test(part)) result.gender = part.charAt(0)
    else if (/族$/.test(part)) result.ethnicity = part
    else if (part) asides.push(part)
  }
  if (asides.length > 0) result.aside = asides.join('，')
  return result
}

function tidyDots(name: string): string {
  return name.replace(/(?<=\p{Script=Han})\s*[.·•・‧⋅∙．]\s*(?=\p{Script=Han})/gu, '·')
}
