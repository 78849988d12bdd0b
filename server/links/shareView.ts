import type { Button, Fact, PageTitle } from '../lib/parts.ts'

/** A link as staff hands it on: to copy, as QR code, as a card to print. */
export interface SharePage {
  title: PageTitle
  notice: string | null
  /** null while there is no link, or none that works */
  share: { address: string, message: string, qr: string, pictureHref: string, rows: number } | null
  facts: Fact[]
  make: Button | null
  hints: string[]
}

declare module '../lib/templates.ts' {
  interface Views { 'links/share': SharePage }
}

/** The text that goes with a link into WeChat or a short message; it names no case. */
export const shareOf = (address: string, qr: string, words: string, pictureHref: string): NonNullable<SharePage['share']> =>
  ({ address, qr, pictureHref, message: `${words}\n${address}`, rows: 5 })
