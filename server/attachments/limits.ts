import { LIMITS } from '../http/limits.ts'

/** A photo may be so large before its location is removed. @source DESIGN.md §7 Limits */
export const PHOTO_BYTES = LIMITS.photoBytes
export const PHOTOS_PER_RECORD = LIMITS.photos
/** Any other file. @source DESIGN.md §7 Limits */
export const DOCUMENT_BYTES = LIMITS.workbookBytes
