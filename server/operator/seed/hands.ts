import type { Types } from 'mongoose'

/** Who sorted opinions, looked at what was mended, handled discipline cases, and sent in evidence. */
export interface Hands {
  office: string
  supervisor: string
  discipline: string
  uploader: Types.ObjectId
}
