/** Papers that a person signs, with the short name of their own series of numbers. */
export const PAPERS = {
  L3: { series: 'order', short: '联督' },
  L4: { series: 'circular', short: '联通' },
  L5: { series: 'talk', short: '联约' },
} as const

export type Paper = keyof typeof PAPERS

export const isPaper = (rung: string): rung is Paper => rung in PAPERS

/** `联督〔2026〕7号`. @source forms.md §1 (number pattern) */
export const paperNumber = (paper: Paper, year: number, n: number): string => `${PAPERS[paper].short}〔${year}〕${n}号`
