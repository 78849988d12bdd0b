import { isUnsolicited } from './mode.ts'

/** The three things a visitor declares not to have done. @source forms.md §2.1 row 13 */
export const INTEGRITY_DECLARATION = '未收礼品、未接受宴请、未开展检查'

/** Whoever went to somebody's place must declare; a call or a visitor received leaves nothing to declare. */
export const mustDeclareIntegrity = (mode: string): boolean => isUnsolicited(mode)
