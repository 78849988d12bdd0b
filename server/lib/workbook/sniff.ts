import { FileRefused } from './verdicts.ts'

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04])
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const BARE_BIFF = /^\x09[\x00\x02\x04\x08]/
const WEB_PAGE = /^(<!doctype html|<html|<head|<meta|<table|<body|<style|<div|mime-version:)/
const TEXT_NAMES = /\.(csv|tsv|txt)$/i

/**
 * Tells by the bytes, not by the name, whether a file can be read.
 *
 * @returns `xlsx` for any zip (its content is judged when it is opened), `csv` for text
 * @throws FileRefused for the formats that offices hold under a workbook's name and that are not one
 */
export function sniff(bytes: Buffer, fileName: string): 'xlsx' | 'csv' {
  if (startsWith(bytes, ZIP)) return 'xlsx'
  if (startsWith(bytes, OLE)) throw new FileRefused(oleVerdict(bytes))
  const head = bytes.subarray(0, 4096).toString('latin1')
  if (BARE_BIFF.test(head)) throw new FileRefused('file-xls')
  const start = head.replace(/^(\xef\xbb\xbf|\s)+/, '').toLowerCase()
  if (/^<\?xml/.test(start) && start.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
    throw new FileRefused('file-xml2003')
  }
  if (WEB_PAGE.test(start) || start.includes('<table')) {
    throw new FileRefused('file-html')
  }
  if (TEXT_NAMES.test(fileName)) return 'csv'
  throw new FileRefused('file-damaged')
}

/** An OLE container is an old workbook or an encrypted new one: the names of its streams (UTF-16) tell which. */
function oleVerdict(bytes: Buffer) {
  const holds = (stream: string) => bytes.includes(Buffer.from(stream, 'utf16le'))
  if (holds('EncryptedPackage')) return 'file-encrypted'
  return holds('Workbook') || holds('Book') ? 'file-xls' : 'file-damaged'
}

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark)
}
