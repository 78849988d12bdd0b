const SIGNATURE_LENGTH = 8
/** length, type and checksum around a chunk's data */
const FRAME = 12

/** Chunks that make the picture. Everything else (eXIf, texts, time, makers' own) can tell where it was taken. */
const PICTURE: ReadonlySet<string> = new Set([
  'IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'pHYs', 'bKGD', 'hIST',
])

/**
 * A PNG without location, texts and anything after its end; pixels and colours stay bit for bit.
 * @returns null when the file breaks off before its end
 */
export function pngWithoutLocation(file: Buffer): Buffer | null {
  const kept = [file.subarray(0, SIGNATURE_LENGTH)]
  let at = SIGNATURE_LENGTH
  while (at + FRAME <= file.length) {
    const end = at + FRAME + file.readUInt32BE(at)
    if (end > file.length) return null
    const type = file.toString('latin1', at + 4, at + 8)
    if (PICTURE.has(type)) kept.push(file.subarray(at, end))
    if (type === 'IEND') return Buffer.concat(kept)
    at = end
  }
  return null
}
