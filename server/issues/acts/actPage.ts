import type { Category } from '../../../models/category/index.ts'
import type { Department } from '../../../models/department/index.ts'
import type { IssueDocument } from '../../../models/issue/index.ts'
import type { Issue } from '../../../models/issue/record.ts'
import type { IssueAct } from '../../../models/issue/state.ts'
import type { Moment } from '../../../models/issue/step.ts'
import type { Actor } from '../../../models/user/actor.ts'
import type { Tx } from '../../act.ts'
import type { FieldView, fieldsOf } from '../../lib/fields.ts'
import type { Body, FormResult } from '../../lib/form.ts'

/** What the form of an act is drawn from. */
export interface ActContext {
  issue: Issue
  actor: Actor
  when: Moment
  departments: readonly Department[]
  categories: readonly Category[]
  /** accounts of the lead department that can handle a case */
  colleagues: readonly { id: string; name: string; title: string }[]
}

/** An act of the transition table as a small page of its own: its form, how it is read, what it does. */
export interface ActPage {
  slug: string
  act: IssueAct
  /** whether this page serves the case, where two acts share an address */
  serves(context: ActContext): boolean
  title: string
  /** verb on the button */
  button: string
  fields: readonly string[]
  /** adds to the case and overwrites nothing: an outdated form is taken */
  appends: boolean
  upload: boolean
  /** sentences above the form: what will happen */
  intro(context: ActContext): string[]
  form(field: ReturnType<typeof fieldsOf>, context: ActContext): FieldView[]
  /** reads the form; null stands for a verb to run */
  prepare(body: Body, context: ActContext): { ok: false; errors: Record<string, string> } | { ok: true; run: Run }
  /** the banner afterwards */
  done(issue: Issue): string
}

/** Runs the verb on the stored case, inside the act's transaction. */
export type Run = (issue: IssueDocument, by: Actor, when: Moment, tx: Tx) => void | Promise<void>

interface Declared<T> {
  slug: string
  act: IssueAct
  title: string
  button: string
  fields?: readonly string[]
  serves?: ActPage['serves']
  appends?: boolean
  upload?: boolean
  intro?: ActPage['intro']
  form: ActPage['form']
  read(body: Body, context: ActContext): FormResult<T>
  run(issue: IssueDocument, by: Actor, value: T, when: Moment, tx: Tx, context: ActContext): void | Promise<void>
  done: ActPage['done']
}

/** Declares an act page; what its form is read as is what its verb is given. */
export function actPage<T>(declared: Declared<T>): ActPage {
  return {
    fields: [], appends: false, upload: false, serves: () => true, intro: () => [], ...declared,
    prepare: (body, context) => {
      const read = declared.read(body, context)
      if (!read.ok) return { ok: false, errors: read.errors }
      return { ok: true, run: (issue, by, when, tx) => declared.run(issue, by, read.value, when, tx, context) }
    },
  }
}

/** Departments to choose from, without those named. */
export const departmentChoices = ({ departments }: ActContext, except: readonly (string | null)[] = []) =>
  departments
    .filter(({ _id, archivedAt }) => archivedAt === null && !except.includes(_id))
    .map(({ _id, name }) => ({ value: _id, text: name }))

export const codesOf = ({ departments }: ActContext): string[] =>
  departments.filter(({ archivedAt }) => archivedAt === null).map(({ _id }) => _id)

export const nameIn = ({ departments }: ActContext, code: string | null): string =>
  departments.find(({ _id }) => _id === code)?.name ?? code ?? ''

/** How a raiser is reached. */
export const CONTACT_WAYS = ['电话', '上门', '座谈', '微信', '书面'] as const
export const wayChoices = CONTACT_WAYS.map((way) => ({ value: way, text: way }))

export const MAX = { reason: 500, text: 2000, answer: 5000, note: 1000 } as const
