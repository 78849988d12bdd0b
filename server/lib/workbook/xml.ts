import { SaxesParser } from 'saxes'
import { FileRefused } from './verdicts.ts'

export type Attributes = Readonly<Record<string, string>>

/** Names arrive without their prefix: `<x:row>` and `<row>` are the same element to a handler. */
export interface XmlHandlers {
  open?: (name: string, attributes: Attributes) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

const SLICE = 64 * 1024

/**
 * One forward pass over an XML part.
 *
 * Some exporters prefix every element (`<x:worksheet>`), so the prefix of the root is taken as the workbook's own;
 * elements of other prefixes are extensions and are passed over.
 *
 * @throws FileRefused file-damaged when the XML does not parse, file-hostile when it declares entities
 */
export function walkXml(bytes: Buffer, handlers: XmlHandlers): void {
  const parser = new SaxesParser()
  let prefix: string | null = null
  const own = (name: string): string | null => {
    const colon = name.indexOf(':')
    prefix ??= name.slice(0, colon + 1)
    return name.slice(0, colon + 1) === prefix ? name.slice(colon + 1) : null
  }
  parser.on('doctype', () => {
    throw new FileRefused('file-hostile', '含有 DOCTYPE 声明')
  })
  parser.on('error', () => {
    throw new FileRefused('file-damaged')
  })
  parser.on('opentag', (tag) => {
    const name = own(tag.name)
    if (name !== null) handlers.open?.(name, tag.attributes)
  })
  parser.on('closetag', (tag) => {
    const name = own(tag.name)
    if (name !== null) handlers.close?.(name)
  })
  if (handlers.text) parser.on('text', handlers.text)
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe
  const decoder = new TextDecoder(wide ? 'utf-16le' : 'utf-8')
  for (let at = 0; at < bytes.length; at += SLICE) {
    parser.write(decoder.decode(bytes.subarray(at, at + SLICE), { stream: true }))
  }
  parser.write(decoder.decode())
  parser.close()
}

/** The value of an attribute whatever its prefix: `r:id`, `d3p1:id` → id. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1]
}
