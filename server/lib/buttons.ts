import type { Button } from './parts.ts'

type Kind = Button['kind']

/** Leads to a page, where the act is done or its form stands. */
export const linkButton = (text: string, href: string, kind: Kind = 'second'): Button =>
  ({ text, kind, href, post: null, fields: [] })

/** Does the act at once. `fields` go along hidden, such as the version that the reader has seen. */
export const postButton = (
  text: string, post: string, fields: Record<string, string> = {}, kind: Kind = 'second',
): Button =>
  ({ text, kind, href: null, post, fields: Object.entries(fields).map(([name, value]) => ({ name, value })) })

/** The first button becomes the page's primary one, the others second. */
export const withPrimary = (buttons: readonly Button[]): Button[] =>
  buttons.map((button, index) => ({ ...button, kind: index === 0 ? 'primary' : 'second' }))
