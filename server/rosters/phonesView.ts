import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { maskPhone } from '../lib/format.ts'
import type { ErrorSummary } from '../lib/parts.ts'

export interface PhoneOwner {
  /** who answers: `贺临洲，总经理` */
  who: string
  phones: readonly string[]
}

/** Masked numbers and the question why, or the whole numbers once it was answered. */
export interface PhonesPage {
  title: string
  back: string
  action: string
  summary: ErrorSummary | null
  owners: { who: string, phones: string[] }[]
  field: FieldView | null
}

declare module '../lib/templates.ts' {
  interface Views { 'rosters/phones': PhonesPage }
}

export const phonesPage = (name: string, path: string, owners: readonly PhoneOwner[], errors: Record<string, string>, reason = ''): PhonesPage => ({
  title: `${name}的联系电话`, back: path, action: `${path}/phones`, summary: errorSummaryOf(errors),
  owners: owners.map(({ who, phones }) => ({ who, phones: phones.map(maskPhone) })),
  field: fieldsOf({ reason }, errors).text('reason', '为什么要看', { hint: '会记入审计，如“约定下周走访时间”', maxLength: 100 }),
})

export const revealedPage = (name: string, path: string, owners: readonly PhoneOwner[]): PhonesPage => ({
  title: `${name}的联系电话`, back: path, action: '', summary: null, field: null,
  owners: owners.map(({ who, phones }) => ({ who, phones: [...phones] })),
})
