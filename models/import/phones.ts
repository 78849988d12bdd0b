import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

const ASIDE = /[(（](?![\d\s-]+[)）])[^)）]*[)）]/g

export interface PhonesReading {
  /** mobile: 11 digits; landline: 0532-80000123; order kept, doubles dropped */
  phones: string[]
  /** parts that look like a number and are none */
  bad: string[]
}

/**
 * All phone numbers in a cell. Labels, names and notes beside a number are dropped; several numbers are split at 、 / ; ，
 * a break, or a space between two whole numbers. A number that has lost digits is never completed.
 * @source test/fixtures/rosters/expected.json, rule on phones
 */
export function readPhones(text: string): PhonesReading {
  const phones: string[] = []
  const bad: string[] = []
  const parts = text.normalize('NFKC').replace(ASIDE, ' ').split(/[、/;,，；\n\r|]+/)
  for (const part of parts.flatMap(wholeNumbers)) {
    const phone = readPhone(part)
    if (phone === null) bad.push(part.trim())
    else if (!phones.includes(phone)) phones.push(phone)
  }
  return { phones, bad }
}

/**
 * Splits at spaces only where both sides are whole: `138 0000 1234` is one number, `13800001234 13800005678` are two.
 */
function wholeNumbers(part: string): string[] {
  if (part.trim() === '') return []
  if (readPhone(part) !== null) return [part]
  const words = part.trim().split(/\s+/)
  const found: string[] = []
  let open = ''
  for (const word of words) {
    open = open ? `${open} ${word}` : word
    if (readPhone(open) !== null) {
      found.push(open)
      open = ''
    }
  }
  const rest = /\d/.test(open) || found.length === 0 ? [open] : []
  return [...found, ...rest].filter((one) => one !== '')
}

/** One number, or null. Extensions (转801) are not kept. */
function readPhone(text: string): string | null {
  if (/\d[eE]\+?\d/.test(text)) return null
  const bare = text.replace(/(转|分机)\s*\d+\s*$/, '').replace(/[^\d+]/g, '').replace(/^(\+86|0086)/, '')
  const digits = bare.replace(/\D/g, '')
  const national = digits.length === 13 && digits.startsWith('86') ? digits.slice(2) : digits
  const number = national.length >= 7 ? parsePhoneNumberFromString(national, 'CN') : undefined
  if (!number?.isValid()) return null
  if (number.getType() === 'MOBILE') return number.nationalNumber.length === 11 ? number.nationalNumber : null
  if (!national.startsWith('0')) return number.getType() === 'TOLL_FREE' || /^400/.test(national) ? national : null
  return number.formatNational().replace(/\s/, '-').replace(/\s/g, '')
}
