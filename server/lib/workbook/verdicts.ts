import type { FileVerdict } from '../../../models/shared/fileVerdicts.ts'

export type { FileVerdict }

/**
 * A file that is refused as a whole. `detail` is one Chinese clause that says what was met; '' when the verdict says it
 * all.
 */
export class FileRefused extends Error {
  readonly verdict: FileVerdict
  readonly detail: string
  constructor(verdict: FileVerdict, detail = '') {
    super(`${verdict} ${detail}`.trim())
    this.name = 'FileRefused'
    this.verdict = verdict
    this.detail = detail
  }
}
