/** Units that a header or a cell may give for money, as factors to 万元. */
export const MONEY_UNITS: Readonly<Record<string, number>> = {
  亿: 10_000, 亿元: 10_000, 百万: 100, 百万元: 100, 万: 1, 万元: 1, 千元: 0.1, 元: 0.0001,
}

/** A count of people; separators, 人, 名, 约 are dropped. null = not a number. */
export function readCount(text: string): number | null {
  const bare = text.normalize('NFKC').replace(/[,，\s]|约|左右|余?[人名户家]|以上/g, '')
  return /^\d+(\.0+)?$/.test(bare) ? Number(bare) : null
}

/**
 * Money in 万元. A unit in the cell wins over `factor`, the one of the column's header.
 * @param factor to 万元, see MONEY_UNITS
 */
export function readMoney(text: string, factor: number): number | null {
  const match = /^([-+]?\d+(?:\.\d+)?)(\D*)$/.exec(text.normalize('NFKC').replace(/[,，\s]|约|左右|人民币/g, ''))
  if (!match) return null
  const unit = match[2] ?? ''
  const scale = unit === '' ? factor : MONEY_UNITS[unit]
  if (scale === undefined) return null
  return Math.round(Number(match[1]) * scale * 1e6) / 1e6
}

const DIGITS = '零一二三四五六七八九'

/** 十七 → 17, 二十 → 20; null when it is no Chinese numeral below 100. */
export function readChineseNumeral(text: string): number | null {
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(text)
  if (!match || text === '') return null
  const [, tens, ten, ones] = match
  if (!ten) return tens && !ones ? DIGITS.indexOf(tens) : null
  return (tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0)
}

/** 17 → 十七, for numbers below 100. */
export function chineseNumeral(value: number): string {
  const tens = Math.floor(value / 10)
  const ones = value % 10
  return `${tens > 1 ? DIGITS.charAt(tens) : ''}${tens > 0 ? '十' : ''}${ones > 0 ? DIGITS.charAt(ones) : ''}`
}

/**
 * Terms (届次) in a cell, rising: 市十七届, 第十七届, 17, 十六、十七届, 16,17届.
 * @returns null when a part is no term
 */
export function readTerms(text: string): number[] | null {
  const parts = text.normalize('NFKC').replace(/\s+/g, '').split(/[、,，;；/及和]+/)
  const terms = parts.map((part) => {
    const bare = part.replace(/^(山东省|青岛市|省|市|区|县)?第?/, '').replace(/届.*$/, '')
    return /^\d{1,2}$/.test(bare) ? Number(bare) : readChineseNumeral(bare)
  })
  if (terms.some((term) => term === null || term === 0)) return null
  return [...new Set(terms as number[])].sort((a, b) => a - b)
}
