import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

const IV = 12
const TAG = 16
/** Sealed drafts are filled up to whole blocks, so that their length says little about what was written. */
const BLOCK = 2048

/**
 * Seals the draft of an anonymous answer with a key that only the link's token gives; the database holds neither.
 * @param owner bound to it: a sealed draft put under another invitation does not open
 * @source DESIGN.md §7 Questionnaire
 */
export function sealDraft(values: unknown, token: string, owner: string): string {
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', keyOf(token), iv).setAAD(Buffer.from(owner))
  const text = Buffer.from(JSON.stringify(values))
  const filled = Buffer.alloc(Math.ceil(text.length / BLOCK) * BLOCK, ' ')
  text.copy(filled)
  return Buffer.concat([iv, cipher.update(filled), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** The draft's values, or null when another token sealed it (the link was reissued since) or it was altered. */
export function openDraft(sealed: string, token: string, owner: string): unknown {
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes.length < IV + TAG) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(token), bytes.subarray(0, IV)).setAAD(Buffer.from(owner))
    decipher.setAuthTag(bytes.subarray(-TAG))
    const text = Buffer.concat([decipher.update(bytes.subarray(IV, -TAG)), decipher.final()]).toString()
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

const keyOf = (token: string) => createHmac('sha256', token).update('draft of an anonymous answer').digest()
