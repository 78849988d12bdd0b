import { randomBytes } from 'node:crypto'
import type { ClientSession } from 'mongoose'
import { LinkModel, linkTo, type Link } from '../../models/link/index.ts'
import { derivedToken, PURPOSES, tokenHash, type Purpose } from '../../models/link/token.ts'
import type { Deps } from '../deps.ts'

export interface NewLink {
  purpose: Purpose
  subject: string
  expiresAt: Date | null
}

/** Makes the links that do not exist yet, in the caller's transaction. A thousand at once are one write. */
export async function makeLinks(deps: Deps, session: ClientSession, links: readonly NewLink[]): Promise<Link[]> {
  const createdAt = deps.clock.now()
  const rows = links.map(({ purpose, subject, expiresAt }): Link => ({
    _id: randomBytes(9).toString('base64url'), purpose, subject, version: 1, expiresAt, revokedAt: null, createdAt, formerHashes: [],
    hash: tokenHash(derivedToken(deps.keys.links, purpose, subject, 1)),
  }))
  await LinkModel.insertMany(rows, { session })
  return rows
}

/**
 * Kills the present token of a link and gives it the next one; also makes a revoked link work again.
 * @returns the link with its new version, or null when there is none
 */
export async function reissueLink(deps: Deps, session: ClientSession, purpose: Purpose, subject: string): Promise<Link | null> {
  const link = await linkTo(purpose, subject, session)
  if (!link) return null
  const version = link.version + 1
  const hash = tokenHash(derivedToken(deps.keys.links, purpose, subject, version))
  return LinkModel.findOneAndUpdate({ _id: link._id, version: link.version }, { $set: { version, hash, revokedAt: null }, $push: { formerHashes: link.hash }, $inc: { __v: 1 } }, { session, returnDocument: 'after' }).lean<Link>()
}

/** Ends a link; its holder is told so, strangers are not. */
export async function revokeLink(session: ClientSession, purpose: Purpose, subject: string, at: Date): Promise<void> {
  await LinkModel.updateOne({ purpose, subject, revokedAt: null }, { $set: { revokedAt: at }, $inc: { __v: 1 } }, { session })
}

/** The token of a link, derived again. For letters, QR codes, mails at the moment of sending; never stored or logged. */
export const tokenOf = (deps: Pick<Deps, 'keys'>, link: Pick<Link, 'purpose' | 'subject' | 'version'>): string =>
  derivedToken(deps.keys.links, link.purpose, link.subject, link.version)

/** The whole address of a link, made from PUBLIC_URL alone. */
export const linkAddress = (deps: Pick<Deps, 'keys' | 'config'>, link: Pick<Link, 'purpose' | 'subject' | 'version'>): string =>
  `${deps.config.publicUrl}/${PURPOSES[link.purpose]}/${tokenOf(deps, link)}`
