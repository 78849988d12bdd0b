import { CODE_MINUTES } from '../../models/oneTimeCode/code.ts'

export interface Hidden { name: string, value: string }

/** The page that asks for the six digits, and keeps what is about to be said. */
export interface CodePage {
  heading: string
  line: string
  summary: string[]
  action: string
  mark: string
  id: string
  kept: Hidden[]
  /** which code; null when none could be sent */
  ask: string | null
  sentText: string
  error: string | null
}

declare module '../lib/templates.ts' {
  interface Views { 'confirmations/code': CodePage }
}

export const codePage = ({ sentTo, ...rest }: Omit<CodePage, 'sentText'> & { sentTo: string }): CodePage => ({
  ...rest, sentText: `验证码已发到登记的${sentTo}，${CODE_MINUTES} 分钟内有效。`,
})
