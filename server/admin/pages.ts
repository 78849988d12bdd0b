import { linkButton } from '../lib/buttons.ts'
import { errorSummaryOf, type FieldView } from '../lib/fields.ts'
import type { Button, Empty, ErrorSummary, Fact, FilterBar, PageTitle, Pager, TableView } from '../lib/parts.ts'

/** A list of the administration: a table with what stands around it. */
export interface AdminList {
  heading: PageTitle
  alarm: string | null
  facts: Fact[] | null
  filter: FilterBar | null
  table: TableView | null
  empty: Empty | null
  pager: Pager | null
  notes: string[]
}

/** A form of the administration; `version` is the record's as the form was drawn, '' for a new one. */
export interface AdminForm {
  heading: PageTitle
  errors: ErrorSummary | null
  action: string
  version: string
  fields: FieldView[]
  button: string
  back: string
  note: string | null
}

declare module '../lib/templates.ts' {
  interface Views { 'admin/list': AdminList, 'admin/form': AdminForm }
}

export const heading = (text: string, note: string | null = null, actions: Button[] = []): PageTitle => ({ clauses: [text], note, actions })

/** A list with only what is special named. */
export const adminList = (given: Pick<AdminList, 'heading'> & Partial<AdminList>): AdminList =>
  ({ alarm: null, facts: null, filter: null, table: null, empty: null, pager: null, notes: [], ...given })

/** The button to a page of a new record, for those who may make one. */
export const newButton = (may: boolean, text: string, href: string): Button[] => (may ? [linkButton(text, href, 'primary')] : [])

/** A form with its errors; the list that it came from is the way back. */
export const adminForm = (
  title: string, errors: Record<string, string>, given: Pick<AdminForm, 'action' | 'fields' | 'button' | 'back'> & Partial<AdminForm>,
): AdminForm => ({ heading: heading(title), errors: errorSummaryOf(errors), version: '', note: null, ...given })

/** Lines of a text area, blanks and empty ones dropped. */
export const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
