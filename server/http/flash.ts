import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Flash } from '../lib/frame.ts'

const NAME = 'flash'

/**
 * What the next page says on top. It travels in a signed cookie that lives for one page, so that an act costs no write of
 * the session.
 */
export function setFlash(res: Response, flash: Flash, key: string): void {
  const text = Buffer.from(JSON.stringify(flash)).toString('base64url')
  res.cookie(NAME, `${text}.${sign(text, key)}`, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 60_000 })
}

/** The banner left by the act before, taken away as it is read. */
export function takeFlash(req: Request, res: Response, key: string): Flash | null {
  const found = /(?:^|;\s*)flash=([\w-]+)\.([\w-]+)/.exec(req.headers.cookie ?? '')
  if (!found?.[1] || !found[2]) return null
  res.clearCookie(NAME, { path: '/' })
  const [own, given] = [Buffer.from(sign(found[1], key)), Buffer.from(found[2])]
  if (own.length !== given.length || !timingSafeEqual(own, given)) return null
  return JSON.parse(Buffer.from(found[1], 'base64url').toString()) as Flash
}

const sign = (text: string, key: string) => createHmac('sha256', key).update(`flash ${text}`).digest('base64url')
