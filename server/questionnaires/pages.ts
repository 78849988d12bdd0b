import type { Response, Request } from 'express'
import { page } from '../http/page.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { errorSummaryOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import type { ConfirmPage, ErrorSummary, Link, PageTitle } from '../lib/parts.ts'
import { pathOf, QUESTIONNAIRES, type Building } from './find.ts'

export interface QuestionnaireForm {
  errors: ErrorSummary | null
  title: PageTitle
  action: string
  hidden: { name: string, value: string }[]
  fields: FieldView[]
  button: string
  back: Link
}

declare module '../lib/templates.ts' {
  interface Views { 'questionnaires/form': QuestionnaireForm, 'questionnaires/confirm': ConfirmPage }
}

export interface FormOf {
  title: string
  note?: string
  action: string
  hidden?: Record<string, string>
  fields: FieldView[]
  button: string
  back: Link
}

/** A form of this feature: at the first visit, or again with what was wrong and the own words kept. */
export function showForm(
  req: Request, res: Response, form: FormOf, errors: Record<string, string> = {}, of: Pick<Building, 'no'> | null = null,
): Promise<void> {
  const { title, note = null, hidden = {}, ...rest } = form
  const isBad = Object.keys(errors).length > 0
  const model: QuestionnaireForm = {
    ...rest, errors: errorSummaryOf(errors), title: { clauses: [title], note, actions: [] },
    hidden: Object.entries(hidden).map(([name, value]) => ({ name, value })),
  }
  return page(req, res, 'questionnaires/form', model, {
    title: `${isBad ? '错误：' : ''}${title}`, status: isBad ? 422 : 200, breadcrumb: crumbsOf(of, title),
  })
}

export interface ConfirmOf {
  title: string
  paragraphs: string[]
  /** null: it cannot be done now, and the paragraphs say why */
  button: string | null
  to: string
  fields?: Record<string, string>
  back?: Link
}

/** The page before an act that cannot be undone. */
export function showConfirm(
  req: Request, res: Response, questionnaire: Building, { title, paragraphs, button, to, fields = {}, back }: ConfirmOf,
): Promise<void> {
  const path = pathOf(questionnaire)
  const press = button === null ? linkButton('回问卷', path, 'primary')
    : postButton(button, to, { version: String(questionnaire.__v), ...fields }, 'primary')
  const cancel = back ?? { text: '先不办，回问卷', href: path }
  return page(req, res, 'questionnaires/confirm', { title, paragraphs, button: press, cancel }, {
    title, breadcrumb: crumbsOf(questionnaire, title),
  })
}

export const crumbsOf = (questionnaire: Pick<Building, 'no'> | null, title: string) => [
  { text: '问卷', href: QUESTIONNAIRES },
  ...(questionnaire ? [{ text: questionnaire.no, href: pathOf(questionnaire) }] : []),
  { text: title, href: null },
]

/** What was typed, as far as it was typed at all. */
export const typedIn = (req: Request): Body => (req.body ?? {}) as Body
