import type { Attachment } from '../../models/attachment/index.ts'
import { fileSize } from '../lib/format.ts'
import type { AttachedFile } from '../lib/parts.ts'

/** The kinds that browsers draw; HEIC photos are shown by name. */
const DRAWN: readonly string[] = ['image/jpeg', 'image/png']

export const isDrawn = (mime: string): boolean => DRAWN.includes(mime)

export const fileHref = (file: Pick<Attachment, '_id'>): string => `/attachments/${String(file._id)}`

/** A photo as a tile; `drawn` is false for what a browser cannot show. */
export interface PhotoTile { id: string, href: string, name: string, note: string, drawn: boolean }

export const photoTile = (file: Attachment): PhotoTile => ({
  id: String(file._id), href: fileHref(file), name: file.name, note: fileSize(file.bytes), drawn: isDrawn(file.mime),
})

/** A row of `{{> attachments}}`. */
export const attachedFile = (file: Attachment): AttachedFile =>
  ({ name: file.name, href: fileHref(file), note: fileSize(file.bytes), refused: false })
