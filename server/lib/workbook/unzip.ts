import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { WORKBOOK_LIMITS as LIMITS } from './limits.ts'
import { FileRefused } from './verdicts.ts'

/**
 * The XML parts of a workbook, by their names in the zip.
 *
 * The directory of a zip can lie about sizes, share one body among entries and name files outside its own tree, so
 * every entry is really inflated and counted, and nothing is ever written to disk.
 *
 * @throws FileRefused file-hostile beyond the limits, file-damaged when it is cut off, file-macro, file-dialect (.xlsb,
 *   .ods)
 * @source ecosystem.md §3 Guard, security.md §0.7
 */
export async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await open(bytes)
  try {
    const entries = await directory(zip)
    judgeNames(entries)
    judgeOverlaps(entries)
    return await inflateAll(zip, entries)
  } finally {
    zip.close()
  }
}

async function open(bytes: Buffer): Promise<ZipFile> {
  try {
    return await yauzl.fromBufferPromise(
      bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true },
    )
  } catch {
    throw new FileRefused('file-damaged')
  }
}

async function directory(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > LIMITS.entries) throw new FileRefused('file-hostile', `压缩包里有 ${zip.entryCount} 个条目`)
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry)
  } catch (error) {
    const outside = error instanceof Error && /relative path|absolute path|invalid characters/.test(error.message)
    throw new FileRefused(outside ? 'file-hostile' : 'file-damaged', outside ? '压缩包里的路径指向包外' : '')
  }
  return entries
}

function judgeNames(entries: Entry[]): void {
  const names = entries.map((entry) => entry.fileName.toLowerCase())
  if (new Set(names).size < names.length) throw new FileRefused('file-hostile', '压缩包里有同名条目')
  const has = (name: string) => names.includes(name)
  if (names.some((name) => name.endsWith('vbaproject.bin'))) throw new FileRefused('file-macro')
  if (has('xl/workbook.bin') || has('content.xml')) throw new FileRefused('file-dialect')
  if (!has('[content_types].xml')) throw new FileRefused('file-damaged')
}

/** Two entries that share bytes make a small file inflate without end; an honest writer never does that. */
function judgeOverlaps(entries: Entry[]): void {
  const spans = entries
    .map(
      (entry) => (
        { from: entry.relativeOffsetOfLocalHeader, to: entry.relativeOffsetOfLocalHeader + 30 + entry.compressedSize }
      ),
    )
    .sort((a, b) => a.from - b.from)
  const overlapping = spans.some((span, index) => span.to > (spans[index + 1]?.from ?? Infinity))
  if (overlapping) throw new FileRefused('file-hostile', '压缩包里的条目互相重叠')
}

async function inflateAll(zip: ZipFile, entries: Entry[]): Promise<Map<string, Buffer>> {
  const parts = new Map<string, Buffer>()
  let total = 0
  for (const entry of entries) {
    if (entry.fileName.endsWith('/')) continue
    if (entry.isEncrypted()) throw new FileRefused('file-encrypted')
    const chunks: Buffer[] = []
    const keep = /\.(xml|rels)$/i.test(entry.fileName)
    let size = 0
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        const piece = chunk as Buffer
        size += piece.length
        total += piece.length
        if (total > LIMITS.inflatedBytes) throw new FileRefused('file-hostile', '展开后超过 50 MB')
        if (size > LIMITS.ratioFromBytes && size > entry.compressedSize * LIMITS.ratio) {
          throw new FileRefused('file-hostile', '压缩比过高')
        }
        if (keep) chunks.push(piece)
      }
    } catch (error) {
      if (error instanceof FileRefused) throw error
      const lying = error instanceof Error && error.message.includes('bytes in the stream')
      throw new FileRefused(lying ? 'file-hostile' : 'file-damaged', lying ? '条目的大小与所写不符' : '')
    }
    if (keep) parts.set(entry.fileName, Buffer.concat(chunks))
  }
  return parts
}
