import { SOLVED_WORDS, type Satisfaction, type Solved } from '../../models/issue/words.ts'
import { choice, readForm, text, type Body, type FormResult } from '../lib/form.ts'

/** What a raiser can say of a result; silence is no answer of a form. */
export const RATINGS = ['满意', '基本满意', '不满意'] as const satisfies readonly Satisfaction[]
export const CLOSING_FIELDS = ['solved', 'satisfaction', 'words'] as const
export const VISIT_FIELDS = ['happened', 'words'] as const
/** Of every form that needs a code: which button, the code, and which code it is. */
export const CODE_FIELDS = ['go', 'code', 'ask'] as const

export interface ClosingSaid { solved: Solved, satisfaction: Satisfaction, text: string }
export interface VisitSaid { happened: boolean, text: string }

/** 是否解决, the rating, and the words; who is not satisfied says why, since it is done again from that. */
export function readClosing(body: Body): FormResult<ClosingSaid> {
  const read = readForm(body, {
    solved: choice('解决了没有', SOLVED_WORDS), satisfaction: choice('评价', RATINGS), words: text('想说的话', 1000),
  })
  if (!read.ok) return read
  const { words, ...said } = read.value
  if (said.satisfaction === '不满意' && words === '') {
    return { ok: false, errors: { words: '请写明哪里不满意，重新办理时要用' }, values: body }
  }
  return { ok: true, value: { ...said, text: words } }
}

/** Whether the visit took place; who says no says what they know. */
export function readVisit(body: Body): FormResult<VisitSaid> {
  const read = readForm(body, { happened: choice('来过没有', ['yes', 'no']), words: text('想说的话', 400) })
  return read.ok ? { ok: true, value: { happened: read.value.happened === 'yes', text: read.value.words } } : read
}
