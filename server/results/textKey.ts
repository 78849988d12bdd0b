import { createHmac } from 'node:crypto'
import type { Deps } from '../deps.ts'

/**
 * Names one open text without its answer: by it texts are ordered and tagged, and nobody without the key can tell which
 * two belong to one answer.
 * @source DESIGN.md §7 Questionnaire
 */
export const textKey = ({ keys }: Pick<Deps, 'keys'>, answer: string, item: string): string =>
  createHmac('sha256', keys.mask).update(`open text ${item} ${answer}`).digest('base64url').slice(0, 20)
