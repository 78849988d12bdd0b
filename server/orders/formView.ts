import type { Addressee } from '../../models/card/addressees.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { postButton } from '../lib/buttons.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { countText } from '../lib/format.ts'
import type { ConfirmPage, ErrorSummary, PageTitle } from '../lib/parts.ts'
import { BASIS_WORDS } from './listView.ts'
import { hrefOf, nameOf, TOLD_SHOWN, type StoredCard } from './showView.ts'

/** A small page with one field: 回复, 不予签发, 申请撤销. */
export interface OrderFormPage {
  errors: ErrorSummary | null
  title: PageTitle
  paragraphs: string[]
  action: string
  version: string
  field: FieldView
  button: string
  cancel: { text: string, href: string }
}

declare module '../lib/templates.ts' {
  interface Views { 'orders/form': OrderFormPage, 'orders/confirm': ConfirmPage }
}

interface FormWords {
  slug: string
  title: string
  label: string
  hint: string
  button: string
  most: number
  paragraphs: string[]
}

/** The three small forms as data. */
export const ORDER_FORMS = {
  reply: {
    slug: 'reply', title: '回复督办单', label: '回复内容', hint: '办到了哪一步、还差什么、哪一天办完', button: '签字回复', most: 2000,
    paragraphs: ['以部门主要负责人名义回复，回复后不能修改。'],
  },
  rejection: {
    slug: 'rejection', title: '不予签发', label: '理由', hint: '例如：部门昨天已答复，待核验', button: '不予签发', most: 500,
    paragraphs: ['这份草稿不再签发，也不会再起草；理由留存备查。'],
  },
  revocation: {
    slug: 'revocation', title: '申请撤销', label: '撤销的理由', hint: '例如：交办部门有误，已改派', button: '申请撤销', most: 500,
    paragraphs: ['撤销要由督查室另一人确认。撤销后仍能查到，但不再扣分。'],
  },
} as const satisfies Record<string, FormWords>

export function orderFormPage(
  card: StoredCard,
  words: FormWords,
  values: Body,
  errors: Record<string, string>,
): OrderFormPage {
  return {
    errors: errorSummaryOf(errors),
    title: { clauses: [words.title], note: [nameOf(card), card.issueTitle].filter(Boolean).join('，'), actions: [] },
    paragraphs: words.paragraphs,
    action: `${hrefOf(card)}/${words.slug}`,
    version: String(card.__v),
    field: fieldsOf(values, errors).textarea('text', words.label, { hint: words.hint, maxLength: words.most, rows: 5 }),
    button: words.button,
    cancel: { text: '先不办', href: hrefOf(card) },
  }
}

/** Before signing: what will happen, to whom, how many. */
export function signConfirmPage(
  card: StoredCard,
  departmentName: string,
  wouldTell: readonly Addressee[],
): ConfirmPage {
  const names = wouldTell
    .slice(0, TOLD_SHOWN)
    .map(({ name, post }) => `${name}（${post}）`)
    .join('、')
  const rest = wouldTell.length > TOLD_SHOWN ? `等 ${countText(wouldTell.length)} 人` : ''
  return {
    title: `签发${RUNG_WORDS[card.rung]}`,
    paragraphs: [
      `${departmentName}：${card.issueTitle || BASIS_WORDS[card.basis]}${card.issueNo ? `（${card.issueNo}）` : ''}。`,
      `签发后立即编号生效，发给 ${names || '无人在岗，改发督查室'}${rest}。`,
      ...(card.rung === 'L3' ? ['部门要在 3 个工作日内由主要负责人签字回复。'] : []),
      '签发后只能由另一人确认撤销。',
    ],
    button: postButton('签发', `${hrefOf(card)}/signature`, { version: String(card.__v) }, 'primary'),
    cancel: { text: '先不签发', href: hrefOf(card) },
  }
}
