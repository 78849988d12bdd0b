import { createHash, createHmac } from 'node:crypto'

/** What a link is for; one made for a purpose opens nothing else. The letter is the first part of its address. */
export const PURPOSES = { questionnaire: 'q', enterprise: 'e', confirmation: 'c', ballot: 'b' } as const
export type Purpose = keyof typeof PURPOSES

const TOKEN = /^[\w-]{43}$/

/**
 * The token of a derived link: the same for the same purpose, subject and version, so that a reminder or a reprint carries
 * the same link although neither database nor outbox holds it. 256 bits as 43 signs.
 * @source DESIGN.md §7 Links
 */
export const derivedToken = (key: Buffer, purpose: Purpose, subject: string, version: number): string =>
  createHmac('sha256', key).update(JSON.stringify([purpose, subject, version])).digest('base64url')

/** What is stored and looked up in the token's place. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Whether a text could be a token at all. */
export const looksLikeToken = (text: string): boolean => TOKEN.test(text)

/** The hidden field that ties a form to the link it was opened by. */
export const formMark = (key: string, token: string): string => createHmac('sha256', key).update(`link form ${token}`).digest('base64url')
