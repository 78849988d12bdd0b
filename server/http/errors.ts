/** Nothing there, or nothing that this user may see: the answer does not say which. */
export class NotFound extends Error {}

/** Signed in, but the act is not for this role. */
export class Forbidden extends Error {
  constructor(message = '您的岗位不办理这一事项。') {
    super(message)
  }
}

/** Somebody else was first, or the record has moved on. The message says who did what, `back` leads to the record. */
export class Conflict extends Error {
  readonly back: { text: string, href: string } | null
  constructor(message: string, back: { text: string, href: string } | null = null) {
    super(message)
    this.back = back
  }
}

/** What was sent cannot be a filled form of ours: unknown fields, impossible signs. Honest input is re-rendered instead. */
export class BadForm extends Error {}

/** Too many tries or too much at once; `retryAfter` in seconds. */
export class TooMany extends Error {
  readonly retryAfter: number
  constructor(message: string, retryAfter: number) {
    super(message)
    this.retryAfter = retryAfter
  }
}

/** The request is bigger than the page allows. */
export class TooLarge extends Error {}

/** The database or another part is out of reach; trying again soon helps. */
export class Unavailable extends Error {}
