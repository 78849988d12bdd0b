import { randomBytes } from 'node:crypto'

const LONGEST = 120
const ALIKE: Record<string, readonly string[]> = { jpg: ['jpg', 'jpeg'], heic: ['heic', 'heif'] }

/**
 * A name from somebody's phone as it may be shown and stored: no folders, no control or direction signs, no lone
 * surrogates, at most 120 characters with its ending kept. Nothing left gives 附件.
 */
export function shownName(original: string): string {
  const base = original.split(/[\\/]/).at(-1) ?? ''
  const clean = base.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}"<>|:*?]/gu, '').trim().replace(/^\.+/, '')
  if (clean === '') return '附件'
  const signs = [...clean]
  if (signs.length <= LONGEST) return clean
  const ending = /\.[a-z0-9]{1,5}$/i.exec(clean)?.[0] ?? ''
  return signs.slice(0, LONGEST - ending.length).join('') + ending
}

/** The shown name with the ending that its content really has, so that a renamed file opens in the right program. */
export function nameWithEnding(name: string, extension: string): string {
  const endings = ALIKE[extension] ?? [extension]
  return endings.some(ending => name.toLowerCase().endsWith(`.${ending}`)) ? name : `${name}.${extension}`
}

/** Where a new file goes below the uploads folder: month and a name that nobody can guess. */
export const storedPath = (on: string, extension: string): string =>
  `${on.slice(0, 4)}/${on.slice(5, 7)}/${randomBytes(16).toString('hex')}.${extension}`

/** Whether a stored path is one of ours and cannot lead out of the uploads folder. */
export const isStoredPath = (path: string): boolean => /^\d{4}\/\d{2}\/[0-9a-f]{32}\.[a-z]{3,4}$/.test(path)

/** Signs that RFC 5987 lets stand in `filename*`, which encodeURIComponent leaves unencoded and must not. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/**
 * The Content-Disposition of a download: an ASCII name for old programs and the real one in UTF-8. The name is
 * cleaned first, so no header can be split and no lone surrogate makes it throw.
 * @source RFC 6266 §4, security.md b1 files 5.4.1
 */
export function contentDisposition(name: string, way: 'attachment' | 'inline' = 'attachment'): string {
  const shown = shownName(name)
  const plain = shown.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')
  return `${way}; filename="${plain}"; filename*=UTF-8''${encoded(shown)}`
}
