import type { Readable } from 'node:stream'

/**
 * A backup is a gzipped row of frames: one byte for the kind, four for the length, then the content. It can be
 * written and read in one pass, whatever its size, and a file that was cut off has no end frame.
 */
export const KINDS = { manifest: 1, collection: 2, row: 3, file: 4, bytes: 5, end: 6 } as const
export type Kind = keyof typeof KINDS
export interface Frame { kind: Kind, content: Buffer }

const HEAD = 5
/** A stored document has at most 16 MB; anything beyond is not one of our files. */
const LONGEST = 17 << 20
const KIND_OF = new Map<number, Kind>(Object.entries(KINDS).map(([kind, code]) => [code, kind as Kind]))

export function frame(kind: Kind, content: Buffer | object): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
  const head = Buffer.alloc(HEAD)
  head.writeUInt8(KINDS[kind], 0)
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

export const parsed = <T>({ content }: Frame): T => JSON.parse(content.toString()) as T

/** @throws NotABackup when the bytes are not frames of ours or stop in the middle of one */
export async function* framesOf(stream: Readable): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
    let at = 0
    while (rest.length - at >= HEAD) {
      const kind = KIND_OF.get(rest.readUInt8(at))
      const length = rest.readUInt32BE(at + 1)
      if (kind === undefined || length > LONGEST) throw new NotABackup('这不是本系统的备份文件。')
      if (rest.length - at < HEAD + length) break
      yield { kind, content: rest.subarray(at + HEAD, at + HEAD + length) }
      at += HEAD + length
    }
    rest = rest.subarray(at)
  }
  if (rest.length > 0) throw new NotABackup('备份文件不完整：结尾被截断。')
}

export class NotABackup extends Error {}
