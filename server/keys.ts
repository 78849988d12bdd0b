import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'

/** Keys kept outside the database. `audit` signs entries and seals blocks, `mask` makes the keyed hash of personal values. */
export interface Keys {
  session: string
  audit: Buffer
  mask: Buffer
  /** links of enterprises, questionnaires and confirmations are derived with it */
  links: Buffer
  /** six-digit codes are derived with it */
  codes: Buffer
  /** orders the pool of representatives: who is R0001 */
  draw: Buffer
  /** encrypts TOTP secrets at rest */
  totp: Buffer
}

/**
 * One secret for each purpose, derived from the root secret: SESSION_SECRET, or a file made once under DATA_DIR. Several
 * processes that start together agree on the same file.
 */
export function readKeys(config: Config): Keys {
  const root = config.sessionSecret ?? secretFile(config.dataDir)
  const derive = (purpose: string) => createHmac('sha256', root).update(`zoufang ${purpose} v1`).digest()
  return { session: derive('session').toString('base64url'), audit: derive('audit'), mask: derive('mask'), links: derive('links'), codes: derive('codes'), draw: derive('draw'), totp: derive('totp') }
}

function secretFile(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'secret')
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 })
    try {
      // link() fails when another process was first; then its secret counts
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
  }
  return readFileSync(path, 'utf8').trim()
}
