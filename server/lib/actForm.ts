import type { FieldView } from './fields.ts'

/** A form of one act on a record's page, folded until it is wanted: `{{> actForms}}` takes `{ acts: ActForm[] }`. */
export interface ActForm {
  title: string
  action: string
  button: string
  fields: FieldView[]
  hidden: { name: string, value: string }[]
  /** unfolded: the usual next act, or one that came back with messages */
  open: boolean
  upload: boolean
  note: string | null
}

/** An act's form of which a page says only what is special. */
export const actForm = (
  title: string, action: string, button: string, fields: FieldView[],
  { hidden = {}, open = false, upload = false, note = null }: { hidden?: Record<string, string>, open?: boolean, upload?: boolean, note?: string | null } = {},
): ActForm => ({ title, action, button, fields, hidden: Object.entries(hidden).map(([name, value]) => ({ name, value })), open, upload, note })

/** What was sent to one of a page's forms and refused; the others are drawn as at the first visit. */
export interface Refused {
  /** last segment of the form's address */
  act: string
  values: Record<string, string | string[]>
  errors: Record<string, string>
}

/** Values and errors of one form of the page: those that were sent to it, or none. */
export const sentTo = (refused: Refused | null, act: string): [Refused['values'], Refused['errors']] =>
  (refused?.act === act ? [refused.values, refused.errors] : [{}, {}])
