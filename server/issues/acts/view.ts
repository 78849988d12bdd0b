import { clausesOf } from '../../lib/format.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../../lib/fields.ts'
import type { Body } from '../../lib/form.ts'
import type { AttachedFile, ErrorSummary, StatusTag } from '../../lib/parts.ts'
import { dueWords } from '../dueWords.ts'
import { placeOf, versionOf } from '../buttons.ts'
import { stateTag } from '../tags.ts'
import type { ActContext, ActPage } from './actPage.ts'

/** The small page of an act. */
export interface IssueActPage {
  clauses: string[]
  no: string
  title: string
  href: string
  status: StatusTag
  due: string
  errors: ErrorSummary | null
  /** who did what meanwhile, when the form was outdated */
  conflict: string | null
  intro: string[]
  action: string
  multipart: boolean
  fields: FieldView[]
  evidence: (AttachedFile & { id: string })[]
  refusedFiles: string[]
  hidden: { name: string; value: string }[]
  button: string
}

declare module '../../lib/templates.ts' {
  interface Views { 'issues/act': IssueActPage }
}

export interface Filled {
  values: Body
  errors: Record<string, string>
  conflict: string | null
  evidence: (AttachedFile & { id: string })[]
  refusedFiles: string[]
}

export const UNFILLED: Filled = { values: {}, errors: {}, conflict: null, evidence: [], refusedFiles: [] }

export function issueActPage(act: ActPage, context: ActContext, filled: Filled, queue: string | null): IssueActPage {
  const { issue, when } = context
  const due = dueWords(issue, when.now, when.calendar)
  return {
    clauses: clausesOf(act.title),
    no: issue.no,
    title: issue.title,
    href: `/issues/${issue.no}`,
    status: stateTag(issue.state),
    due: [due.due === '—' ? '' : due.due, due.rest].filter(Boolean).join('，'),
    errors: errorSummaryOf(filled.errors), conflict: filled.conflict,
    intro: act.intro(context), action: placeOf(issue.no, act.act), multipart: act.upload,
    fields: act.form(fieldsOf(filled.values, filled.errors), context),
    evidence: filled.evidence, refusedFiles: filled.refusedFiles,
    hidden: [{ name: 'version', value: versionOf(issue) }, ...(queue ? [{ name: 'queue', value: queue }] : [])],
    button: act.button,
  }
}
