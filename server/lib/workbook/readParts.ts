import { posix } from 'node:path'
import { showsDay } from './dateFormats.ts'
import { WORKBOOK_LIMITS as LIMITS } from './limits.ts'
import { FileRefused } from './verdicts.ts'
import { attribute, walkXml } from './xml.ts'

export interface Relation {
  id: string
  /** last word of the relation's type: worksheet, sharedStrings, styles, officeDocument */
  kind: string
  /** name of the part in the zip */
  path: string
}

/** Relations of a part; targets may be relative to its folder or absolute (openpyxl). An absent part has none. */
export function readRelations(bytes: Buffer | undefined, of: string): Relation[] {
  const relations: Relation[] = []
  if (!bytes) return relations
  const folder = posix.dirname(of)
  walkXml(bytes, {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const target = attributes['Target'] ?? ''
      const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target)
      relations.push({ id: attributes['Id'] ?? '', kind: (attributes['Type'] ?? '').split('/').at(-1) ?? '', path })
    },
  })
  return relations
}

/** The list of sheets with their states, and the date system. */
export function readWorkbookPart(bytes: Buffer) {
  const sheets: { name: string; hidden: boolean; relation: string }[] = []
  let date1904 = false
  walkXml(bytes, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const hidden = ['hidden', 'veryHidden'].includes(attributes['state'] ?? '')
      sheets.push({ name: attributes['name'] ?? '', hidden, relation: attribute(attributes, 'id') ?? '' })
    },
  })
  return { sheets, date1904 }
}

/** For each cell style by its index: whether numbers in it are days. */
export function readStyles(bytes: Buffer | undefined): boolean[] {
  const formats = new Map<number, string>()
  const dayStyles: boolean[] = []
  let inCellStyles = false
  if (!bytes) return dayStyles
  walkXml(bytes, {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      if (name === 'cellXfs') inCellStyles = true
      if (name !== 'xf' || !inCellStyles) return
      const id = Number(attributes['numFmtId'] ?? 0)
      dayStyles.push(showsDay(id, formats.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false
    },
  })
  return dayStyles
}

/** Shared texts in their order. Runs of rich text are joined; the reading aid (phonetic run) is not text. */
export function readSharedStrings(bytes: Buffer | undefined): string[] {
  const strings: string[] = []
  if (!bytes) return strings
  let text = ''
  let inText = false
  let inAid = false
  walkXml(bytes, {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') inAid = true
      if (name === 't') inText = !inAid
    },
    text(piece) {
      if (inText) text += piece
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') inAid = false
      if (name === 'si') strings.push(plainText(text))
    },
  })
  return strings
}

/** `_x000D_` is how a workbook writes a control character inside text. */
export function plainText(text: string): string {
  if (text.length > LIMITS.cellCharacters) throw new FileRefused('file-hostile', '有单元格超过 32,767 个字')
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
}
