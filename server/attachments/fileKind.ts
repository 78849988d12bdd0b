import { DOCUMENT_BYTES, PHOTO_BYTES } from './limits.ts'

export interface FileKind {
  extension: 'jpg' | 'png' | 'heic' | 'pdf' | 'docx' | 'xlsx'
  mime: string
  isPhoto: boolean
}

type Recognise = (bytes: Buffer) => boolean

const startsWith = (bytes: Buffer, at: number, signature: readonly number[]) =>
  signature.every((byte, offset) => bytes[at + offset] === byte)
const textAt = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to)

const HEIC_BRANDS: readonly string[] = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1']
const isHeic: Recognise = bytes => textAt(bytes, 4, 8) === 'ftyp' && HEIC_BRANDS.includes(textAt(bytes, 8, 12))

/** Names of a zip's entries stand uncompressed in it; a workbook or document with macros in it is not taken. */
const isOfficeFile = (mainPart: string): Recognise => bytes =>
  startsWith(bytes, 0, [0x50, 0x4b, 0x03, 0x04])
  && bytes.includes('[Content_Types].xml') && bytes.includes(mainPart) && !bytes.includes('vbaProject.bin')

const KINDS: readonly (FileKind & { recognise: Recognise })[] = [
  { extension: 'jpg', mime: 'image/jpeg', isPhoto: true, recognise: bytes => startsWith(bytes, 0, [0xff, 0xd8, 0xff]) },
  {
    extension: 'png', mime: 'image/png', isPhoto: true,
    recognise: bytes => startsWith(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  },
  { extension: 'heic', mime: 'image/heic', isPhoto: true, recognise: isHeic },
  { extension: 'pdf', mime: 'application/pdf', isPhoto: false, recognise: bytes => textAt(bytes, 0, 5) === '%PDF-' },
  {
    extension: 'docx', mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', isPhoto: false,
    recognise: isOfficeFile('word/document.xml'),
  },
  {
    extension: 'xlsx', mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', isPhoto: false,
    recognise: isOfficeFile('xl/workbook.xml'),
  },
]

/**
 * What a file is by its content; its name and the browser's word for it are not asked. Null = none of the kinds we
 * take.
 * @source security.md b1 files 5.2.2
 */
export function kindOf(bytes: Buffer): FileKind | null {
  const found = KINDS.find(kind => kind.recognise(bytes))
  return found ? { extension: found.extension, mime: found.mime, isPhoto: found.isPhoto } : null
}

/** Which files a place takes: only photos, or documents too. */
export type Accepts = 'photos' | 'files'

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`
const TAKEN: Record<Accepts, string> = {
  photos: '只收 JPG、PNG、HEIC 照片',
  files: '只收照片（JPG、PNG、HEIC）、PDF、Word（docx）、Excel（xlsx）',
}

/** Why a file is not taken, beginning with its own name, or its kind. */
export function judgeFile(name: string, bytes: Buffer, accepts: Accepts): { kind: FileKind } | { refused: string } {
  if (bytes.length === 0) return { refused: `${name} 是空文件，请重新选一次` }
  const kind = kindOf(bytes)
  if (kind === null || (accepts === 'photos' && !kind.isPhoto)) return { refused: `${name} 没有上传：${TAKEN[accepts]}` }
  const limit = kind.isPhoto ? PHOTO_BYTES : DOCUMENT_BYTES
  return bytes.length > limit ? { refused: tooBig(name, bytes.length, limit) } : { kind }
}

/** The message for a file over its limit. */
export const tooBig = (name: string, bytes: number, limit: number): string =>
  `${name} 有 ${megabytes(bytes)}，一个文件最大 ${megabytes(limit)}，请压缩后再传`
