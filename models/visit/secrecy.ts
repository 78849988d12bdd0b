import { RuleBroken } from '../shared/errors.ts'

export const SECRECIES = ['公开', '内部'] as const
export type Secrecy = (typeof SECRECIES)[number]

/** Offered on the form only to be refused: whoever holds such matter must learn where not to write it. */
export const CLASSIFIED = '涉密'

export const CLASSIFIED_REFUSED = '涉密内容不能写进本系统，请按保密规定用纸质件或涉密网办理。本页内容没有保存，请一并删去涉密文字'

/**
 * @throws RuleBroken('visit-classified') for 涉密: this system is not built for state secrets, so it takes none.
 * @source domain.md §2.2
 */
export function assertNotClassified(secrecy: string): asserts secrecy is Secrecy {
  if (!SECRECIES.some(level => level === secrecy)) throw new RuleBroken('visit-classified', CLASSIFIED_REFUSED)
}
