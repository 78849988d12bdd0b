/** The longest text that a cell may hold; a longer one makes Excel "repair" the file. */
export const CELL_LIMIT = 32_767

// Control characters but tab and line feed, half surrogates, and the two code points that XML forbids.
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]|\p{Cs}/gu
/** Nearly every text is clean; this sees it without reading the text sign by sign. */
const SUSPECT = /[\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff\ufffe\uffff]/

/** A text as a workbook's cell may hold it: no control characters, line breaks as one sign, cut at the limit with 「…」. */
export function storableText(text: string): string {
  const clean = SUSPECT.test(text) ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(UNPRINTABLE, '') : text
  return clean.length <= CELL_LIMIT ? clean : `${clean.slice(0, CELL_LIMIT - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

const INVISIBLE = '\\s\\u200b-\\u200f\\u202a-\\u202e\\u2060'
const LIKE_A_FORMULA = new RegExp(`^(?:[\\t\\r\\n]|[${INVISIBLE}]*[=+\\-@＝＋－＠])`)

/** Whether a spreadsheet might take this text for a formula when a person opens, edits or saves it. @source security.md P11 */
export const looksLikeFormula = (text: string): boolean => LIKE_A_FORMULA.test(text)

/**
 * A name that Excel takes for a sheet: at most 31 signs, none of `*?:\/[]`, no quote at the ends, not `History`, and not one
 * of those taken already.
 */
export function sheetName(name: string, taken: readonly string[] = []): string {
  const clean = name.replace(UNPRINTABLE, '').replace(/[*?:\\/[\]]/g, ' ').trim().replace(/^'+|'+$/g, '')
  const legal = /^history$/i.test(clean) || clean === '' ? `${clean}表` : clean
  const used = new Set(taken.map((each) => each.toLowerCase()))
  for (let n = 1; ; n++) {
    const mark = n === 1 ? '' : ` (${n})`
    const candidate = legal.slice(0, 31 - mark.length).replace(/[\ud800-\udbff]$/, '') + mark
    if (!used.has(candidate.toLowerCase())) return candidate
  }
}

/** A text inside a page's header or footer, where `&` begins a code. */
export const footerText = (text: string): string => text.replace(UNPRINTABLE, '').replaceAll('&', '&&')

/** The room a text takes at the body's size, in the unit of column widths (one digit of the default font). */
export function widthOf(text: string): number {
  let width = 0
  for (let at = 0; at < text.length; at++) width += text.charCodeAt(at) > 255 ? 2.1 : 1.05
  return width
}
