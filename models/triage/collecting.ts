import type { Section, Values } from '../questionnaire/items.ts'
import { questionsOf, type Question } from '../answer/questions.ts'
import type { TextKind } from './index.ts'

/** A text of an answer as it comes into the inbox. */
export interface OpenText { key: string, kind: TextKind, question: string, text: string }

/** The open texts of an answer that say something, in the order asked. */
export const openTextsOf = (sections: readonly Section[], values: Values): OpenText[] =>
  sections.flatMap((section) => questionsOf(section)).flatMap((question) => {
    const text = values[question.key]
    const isOpen = question.kind === 'short' || question.kind === 'long'
    return isOpen && typeof text === 'string' && saysSomething(text)
      ? [{ key: question.key, kind: kindOf(question), question: question.text, text }]
      : []
  })

/** Praise and blame of a body stand under a question that names 部门; what may be answered 请联系我 is a wish. */
export const kindOf = ({ text, contactable }: Pick<Question, 'text' | 'contactable'>): TextKind =>
  contactable ? 'wish' : text.includes('部门') ? 'department' : 'other'

const EMPTY_WORDS = /^(暂时?)?(没有?|无)(了|啊|意见|建议|问题|其他|要求|需要|想法)*$/

/** Whether a text is more than 无, 没有 or a dash. */
export function saysSomething(text: string): boolean {
  const words = text.normalize('NFKC').replaceAll(/[\s\p{P}]/gu, '')
  return words !== '' && !EMPTY_WORDS.test(words)
}
