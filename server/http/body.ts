import { BadForm } from './errors.ts'

/** A posted form as it comes in: each field a text, or several texts where the same name was sent more than once. */
export type Body = Record<string, string | string[]>

/** Fields that every form carries: the token, the key against double posts, the version that the form was made from. */
const COMMON = ['_csrf', 'once', 'version', 'back']

/**
 * Refuses what no form of ours sends: fields that the route does not declare, values that are not text, signs that cannot be
 * stored (NUL, half surrogates).
 * @throws BadForm with a Chinese sentence
 */
export function checkFields(body: Record<string, unknown> | undefined, declared: readonly string[]): asserts body is Body {
  const names = new Set([...COMMON, ...declared.filter((name) => !name.endsWith('*'))])
  const stems = declared.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))
  for (const [name, value] of Object.entries(body ?? {})) {
    if (!names.has(name) && !stems.some((stem) => name.startsWith(stem))) throw new BadForm('表单里有这一页没有的项，请刷新页面后重新填写。')
    for (const text of [value].flat()) {
      if (typeof text !== 'string') throw new BadForm('表单的内容无法读取，请刷新页面后重新填写。')
      if (text.includes('\0') || !text.isWellFormed()) throw new BadForm('内容里有无法保存的字符，请删去后重新填写。')
    }
  }
}
