const MARKER = 0xff
const START = 0xd8
const END = 0xd9
const SCAN = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee
const APP15 = 0xef
const COMMENT = 0xfe

const ICC = 'ICC_PROFILE\0'
const EXIF = 'Exif\0\0'
const ORIENTATION_TAG = 0x0112
const SHORT_TYPE = 3

/** A marker segment: its marker and the bytes from the marker to the next one. */
interface Segment { marker: number, bytes: Buffer }

/**
 * A JPEG without anything that can tell where or with what it was taken: Exif, XMP, IPTC, comments, maker's blocks
 * and whatever is appended after the picture (second pictures carry their own Exif). Pixels and colour profile stay
 * bit for bit, and so does the orientation, or the photo would lie on its side.
 *
 * @returns null when the file is not a whole JPEG, which is then not to be stored
 * @source DESIGN.md §7 Limits (location removed)
 */
export function jpegWithoutLocation(file: Buffer): Buffer | null {
  const segments = segmentsOf(file)
  if (segments === null) return null
  const orientation = segments.map(orientationOf).find(found => found !== null) ?? null
  const kept = segments.filter(staysInPicture).map(segment => segment.bytes)
  const [start, ...rest] = kept
  if (start === undefined) return null
  const turned = orientation === null || orientation === 1 ? [] : [exifWithOrientation(orientation)]
  return Buffer.concat([start, ...turned, ...rest])
}

function staysInPicture({ marker, bytes }: Segment): boolean {
  if (marker === COMMENT) return false
  if (marker < APP0 || marker > APP15) return true
  if (marker === APP2) return bytes.toString('latin1', 4, 4 + ICC.length) === ICC
  return marker === APP0 || marker === APP14
}

/** Splits the file up to the end of its first picture; null when it breaks off or a length lies. */
function segmentsOf(file: Buffer): Segment[] | null {
  if (file[0] !== MARKER || file[1] !== START) return null
  const segments: Segment[] = [{ marker: START, bytes: file.subarray(0, 2) }]
  let at = 2
  while (at + 1 < file.length) {
    if (file[at] !== MARKER) return null
    const marker = file[at + 1] ?? MARKER
    if (marker === MARKER) {
      at += 1
      continue
    }
    if (marker === END) return [...segments, { marker, bytes: file.subarray(at, at + 2) }]
    const end = endOfSegment(file, at, marker)
    if (end === null) return null
    segments.push({ marker, bytes: file.subarray(at, end) })
    at = end
  }
  return null
}

function endOfSegment(file: Buffer, at: number, marker: number): number | null {
  if (at + 4 > file.length) return null
  const length = file.readUInt16BE(at + 2)
  const end = at + 2 + length
  if (length < 2 || end > file.length) return null
  return marker === SCAN ? endOfScan(file, end) : end
}

/** Entropy-coded data runs to the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(file: Buffer, from: number): number | null {
  let at = file.indexOf(MARKER, from)
  while (at !== -1 && at + 1 < file.length) {
    const next = file[at + 1] ?? 0
    const goesOn = next === 0x00 || next === MARKER || (next >= 0xd0 && next <= 0xd7)
    if (!goesOn) return at
    at = file.indexOf(MARKER, next === MARKER ? at + 1 : at + 2)
  }
  return null
}

/** Reads the orientation (1–8) out of an Exif segment's first directory; null when it has none or is broken. */
function orientationOf({ marker, bytes }: Segment): number | null {
  if (marker !== APP1 || bytes.toString('latin1', 4, 10) !== EXIF) return null
  const tiff = bytes.subarray(10)
  if (tiff.length < 10) return null
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const shortIn = (offset: number) => (little ? tiff.readUInt16LE(offset) : tiff.readUInt16BE(offset))
  const short = (offset: number) => (offset + 2 > tiff.length ? 0 : shortIn(offset))
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let entry = 0; entry < short(directory); entry += 1) {
    const offset = directory + 2 + entry * 12
    if (offset + 12 > tiff.length) return null
    if (short(offset) !== ORIENTATION_TAG) continue
    const value = short(offset + 8)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** The smallest Exif segment: one directory with one entry. */
function exifWithOrientation(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM', 0, 'latin1')
  tiff.writeUInt16BE(42, 2)
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(ORIENTATION_TAG, 10)
  tiff.writeUInt16BE(SHORT_TYPE, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  const head = Buffer.from([MARKER, APP1, 0, 2 + EXIF.length + tiff.length])
  return Buffer.concat([head, Buffer.from(EXIF, 'latin1'), tiff])
}
