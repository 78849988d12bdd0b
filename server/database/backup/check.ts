import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { FORMAT, type FileHead, type Manifest, type Totals } from './contents.ts'
import { framesOf, NotABackup, parsed, type Frame } from './frames.ts'

/** The frames of a backup file, unpacked. @throws NotABackup when it is none or is damaged */
export async function* framesIn(file: string): AsyncGenerator<Frame> {
  const packed = createReadStream(file)
  const stream = packed.pipe(createGunzip())
  packed.once('error', (error) => stream.destroy(error))
  try {
    yield* framesOf(stream)
  } catch (error) {
    throw String((error as { code?: string }).code).startsWith('Z_') ? new NotABackup('备份文件已损坏或不完整。') : error
  }
}

/**
 * Reads a backup from end to end before anything is overwritten with it.
 *
 * @throws NotABackup with one Chinese line
 */
export async function checkBackup(file: string): Promise<Totals> {
  const counted: Totals = { collections: 0, rows: 0, files: 0, bytes: 0 }
  let manifest: Manifest | null = null
  let stated: Totals | null = null
  for await (const frame of framesIn(file)) {
    if (frame.kind === 'manifest') manifest = parsed<Manifest>(frame)
    if (manifest === null) throw new NotABackup('这不是本系统的备份文件。')
    if (frame.kind === 'collection') counted.collections += 1
    if (frame.kind === 'row') counted.rows += 1
    if (frame.kind === 'file') { counted.files += 1; counted.bytes += parsed<FileHead>(frame).size }
    if (frame.kind === 'end') stated = parsed<Totals>(frame)
  }
  if (manifest && manifest.format > FORMAT) throw new NotABackup('备份由较新的版本做成，请先升级本系统。')
  if (stated === null || JSON.stringify(stated) !== JSON.stringify(counted)) throw new NotABackup('备份文件不完整。')
  return counted
}
