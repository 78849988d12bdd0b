/** A photo may be so large before its location is removed. @source DESIGN.md §7 Limits */
export const PHOTO_BYTES = 15 * 1024 * 1024
export const PHOTOS_PER_RECORD = 9
/** Any other file. @source DESIGN.md §7 Limits */
export const DOCUMENT_BYTES = 5 * 1024 * 1024
