import type { Problem } from '../../models/questionnaire/check.ts'
import { ITEM_KINDS, type Item } from '../../models/questionnaire/items.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import type { Choice } from '../lib/fields.ts'
import type { Button, ErrorSummary, Link, PageTitle } from '../lib/parts.ts'
import { pathOf, type Building } from './find.ts'

export interface QuestionsPage {
  title: PageTitle
  back: Link
  problems: ErrorSummary | null
  sections: SectionView[]
  add: Button
}
interface SectionView {
  key: string
  heading: string
  note: string
  buttons: Button[]
  items: ItemView[]
  adding: { action: string, kinds: Choice[] }
}
interface ItemView {
  key: string
  number: string
  text: string
  note: string
  href: string
  lines: string[]
  buttons: Button[]
}

declare module '../lib/templates.ts' {
  interface Views { 'questionnaires/questions': QuestionsPage }
}

const KINDS = Object.entries(ITEM_KINDS).map(([value, text]) => ({ value, text }))
/** Where something stands in the whole. */
interface Edges { first: boolean, last: boolean }

/** What is being built, part by part, with every way to change it; what hinders publishing stands above. */
export function questionsPage(questionnaire: Building, problems: readonly Problem[]): QuestionsPage {
  const path = pathOf(questionnaire)
  const { draft, title } = questionnaire
  const first = (index: number) => index === 0
  const last = (index: number) => index === draft.length - 1
  return {
    title: { clauses: ['改题目'], note: title, actions: [linkButton('预览', `${path}/preview`)] },
    back: { text: '改好了，回问卷', href: path },
    problems: problems.length === 0 ? null : {
      title: `发布之前还有 ${problems.length} 处要改`, errors: problems.map(({ text, at }) => ({ text, href: `#${at}` })),
    },
    sections: draft.map(({ key, title: name, dimension, intro, items }, index) => ({
      key, heading: `${index + 1}. ${name}`,
      note: [dimension ? `合成“${dimension}”指数` : '', intro].filter(Boolean).join('。'),
      buttons: [
        linkButton('改', `${path}/sections/${key}`, 'link'), ...moves(path, key, { first: first(index), last: last(index) }),
        linkButton('删除', `${path}/removal?key=${key}`, 'link'),
      ],
      items: items.map((item, at) => itemView(path, item, {
        first: first(index) && at === 0, last: last(index) && at === items.length - 1,
      })),
      adding: { action: `${path}/items/new`, kinds: KINDS },
    })),
    add: linkButton('加一个部分', `${path}/sections/new`),
  }
}

function itemView(path: string, item: Item, edges: Edges): ItemView {
  const last = item.rows.at(-1)?.number ?? item.number
  return {
    key: item.key, number: last > item.number ? `${item.number}–${last}` : String(item.number),
    text: item.text || (item.kind === 'matrix' ? '逐项评价' : '还没有写问什么'), href: `${path}/items/${item.key}`,
    note: [ITEM_KINDS[item.kind], item.required ? '必答' : '选答', item.contactable ? '可勾“请联系我”' : ''].filter(Boolean).join('，'),
    lines: item.kind === 'matrix' ? item.rows.map(({ number, text }) => `${number}. ${text}`) : item.options.map(({ text }) => text),
    buttons: [...moves(path, item.key, edges), linkButton('删除', `${path}/removal?key=${item.key}`, 'link')],
  }
}

/** An item moves over the edge of its part into the next one, so only the ends of the whole have no way on. */
const moves = (path: string, key: string, { first, last }: Edges): Button[] => [
  ...(first ? [] : [postButton('上移', `${path}/order`, { key, go: 'up' }, 'link')]),
  ...(last ? [] : [postButton('下移', `${path}/order`, { key, go: 'down' }, 'link')]),
]
