/**
 * A rule of the offices that the attempted act would break. The message is a whole Chinese sentence that says what stands in
 * the way; the web door answers it with 409 and a way back, jobs count it as skipped.
 */
export class RuleBroken extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'RuleBroken'
    this.code = code
  }
}
