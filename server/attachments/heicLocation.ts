/**
 * HEIC keeps Exif and XMP as items of their own, apart from the picture: `iinf` names the items, `iloc` says where
 * their bytes lie. The bytes are blanked in place, so that no offset moves and the picture stays bit for bit. A
 * HEIC picture's orientation is a property (`irot`) and not read from Exif, so nothing turns.
 * @source ISO/IEC 14496-12 §8.11, ISO/IEC 23008-12 Annex A
 */

interface Box { type: string, from: number, to: number }
interface Extent { from: number, to: number, isExif: boolean }

class Unreadable extends Error {}

/** Items whose bytes may tell the place: Exif, and anything mime (XMP). */
const TELLING: readonly string[] = ['Exif', 'mime', 'uri ']

/**
 * Boxes of the still picture itself. Others hold what phones add: moving pictures, makers' blocks, with their own
 * places.
 */
const PICTURE: readonly string[] = ['ftyp', 'meta', 'mdat']

/** Offset 0 to a TIFF header whose only directory has no entry. */
const EMPTY_EXIF = Buffer.from('00000000' + '4d4d002a00000008' + '000000000000', 'hex')

/**
 * A copy without Exif and XMP. Null when the file's tables cannot be followed: then it is not to be stored, because the
 * location might still be in it.
 */
export function heicWithoutLocation(file: Buffer): Buffer | null {
  try {
    const clean = Buffer.from(file)
    for (const extent of tellingExtents(clean)) blank(clean, extent)
    return clean
  } catch (error) {
    if (error instanceof Unreadable || error instanceof RangeError) return null
    throw error
  }
}

/** Fills with zeros; where Exif stood an empty directory is left, because some programs stumble over a broken one. */
function blank(file: Buffer, { from, to, isExif }: Extent): void {
  file.fill(0, from, to)
  if (isExif && to - from >= EMPTY_EXIF.length) EMPTY_EXIF.copy(file, from)
}

function tellingExtents(file: Buffer): Extent[] {
  const boxes = boxesOf(file, 0, file.length)
  const meta = boxIn(boxes, 'meta')
  const inside = boxesOf(file, meta.from + 4, meta.to)
  const items = itemsOf(file, boxIn(inside, 'iinf')).filter(item => TELLING.includes(item.type))
  const wanted = new Map(items.map(item => [item.id, item.type]))
  const data = inside.find(box => box.type === 'idat') ?? null
  const added = boxes.filter(box => !PICTURE.includes(box.type)).map(box => ({ ...box, isExif: false }))
  return wanted.size === 0 ? added : [...added, ...extentsOf(file, boxIn(inside, 'iloc'), data, wanted)]
}

function boxesOf(file: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = []
  for (let at = start; at + 8 <= end;) {
    const short = file.readUInt32BE(at)
    const size = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? end - at : short
    const head = short === 1 ? 16 : 8
    if (size < head || at + size > end) throw new Unreadable('a box is longer than its frame')
    boxes.push({ type: file.toString('latin1', at + 4, at + 8), from: at + head, to: at + size })
    at += size
  }
  return boxes
}

function boxIn(boxes: readonly Box[], type: string): Box {
  const found = boxes.find(box => box.type === type)
  if (found === undefined) throw new Unreadable(`no box ${type}`)
  return found
}

function itemsOf(file: Buffer, iinf: Box): { id: number, type: string }[] {
  const counted = file[iinf.from] === 0 ? 2 : 4
  return boxesOf(file, iinf.from + 4 + counted, iinf.to).filter(box => box.type === 'infe').map(({ from }) => {
    const version = file.readUInt8(from)
    if (version < 2) throw new Unreadable('items without types')
    const idBytes = version === 2 ? 2 : 4
    const typeAt = from + 4 + idBytes + 2
    return { id: file.readUIntBE(from + 4, idBytes), type: file.toString('latin1', typeAt, typeAt + 4) }
  })
}

/** Reads numbers one after the other; widths of 0 bytes mean 0. */
function readerAt(file: Buffer, start: number, end: number): (bytes: number) => number {
  let at = start
  return bytes => {
    if (at + bytes > end) throw new Unreadable('a table is cut off')
    const value = bytes === 0 ? 0 : bytes === 8 ? Number(file.readBigUInt64BE(at)) : file.readUIntBE(at, bytes)
    at += bytes
    return value
  }
}

/** Where the bytes of the wanted items lie. */
function extentsOf(file: Buffer, iloc: Box, data: Box | null, wanted: ReadonlyMap<number, string>): Extent[] {
  const version = file.readUInt8(iloc.from)
  const read = readerAt(file, iloc.from + 4, iloc.to)
  const [sizes, more] = [read(1), read(1)]
  const widths = { offset: sizes >> 4, length: sizes & 15, base: more >> 4, index: version === 0 ? 0 : more & 15 }
  const idBytes = version < 2 ? 2 : 4
  const found: Extent[] = []
  for (let left = read(idBytes); left > 0; left -= 1) {
    const type = wanted.get(read(idBytes))
    const method = version === 0 ? 0 : read(2) & 15
    read(2)
    const base = read(widths.base)
    for (let extents = read(2); extents > 0; extents -= 1) {
      read(widths.index)
      const [offset, length] = [read(widths.offset), read(widths.length)]
      if (type === undefined) continue
      found.push(extentAt(file, originOf(method, data) + base + offset, length, type === 'Exif'))
    }
  }
  return found
}

/** Length 0 would mean "to the end", which nothing that we know writes. */
function extentAt(file: Buffer, from: number, length: number, isExif: boolean): Extent {
  if (length === 0 || from + length > file.length) throw new Unreadable('an item lies outside the file')
  return { from, to: from + length, isExif }
}

/** Items lie in the file or in the `idat` box; one made of other items has no bytes of its own that we could blank. */
function originOf(method: number, data: Box | null): number {
  if (method === 0) return 0
  if (method === 1 && data !== null) return data.from
  throw new Unreadable('an item lies where we cannot follow')
}
