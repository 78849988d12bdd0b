import type { FileKind } from './fileKind.ts'
import { heicWithoutLocation } from './heicLocation.ts'
import { jpegWithoutLocation } from './jpegLocation.ts'
import { pngWithoutLocation } from './pngLocation.ts'

const CLEANERS: Partial<Record<FileKind['extension'], (file: Buffer) => Buffer | null>> = {
  jpg: jpegWithoutLocation, png: pngWithoutLocation, heic: heicWithoutLocation,
}

/**
 * The bytes to store: photos without location, everything else as it is. Null when a photo is broken off or its
 * location cannot be removed; such a file is refused.
 * @source DESIGN.md §7 Limits
 */
export function withoutLocation(bytes: Buffer, kind: FileKind): Buffer | null {
  const clean = CLEANERS[kind.extension]
  return clean ? clean(bytes) : bytes
}

/** What to tell the sender of a photo that `withoutLocation` gave up on. */
export const locationRefused = (name: string): string =>
  `${name} 打不开或去不掉拍摄地点，请用手机重新拍一张，或另存为 JPG 再传`
