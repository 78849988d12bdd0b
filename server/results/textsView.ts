import { USUAL_TAGS } from '../../models/textTag/tags.ts'
import { link } from '../lib/cells.ts'
import { countText } from '../lib/format.ts'
import { listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Empty, ErrorSummary, Link, PageTitle, Pager, Tabs } from '../lib/parts.ts'
import type { AskedQuestion } from '../../models/result/asked.ts'

export const TEXTS_A_PAGE = 40

/** One text on its card. `name` is the field that its tags are typed in. */
export interface TextCard { name: string, text: string, tags: string, error: string | null }

export interface TextsPage {
  errors: ErrorSummary | null
  title: PageTitle
  tabs: Tabs
  /** the questions that ask for words */
  items: Tabs | null
  filters: (Link & { current: boolean })[]
  countText: string
  action: string
  hidden: { name: string, value: string }[]
  cards: TextCard[]
  suggestions: string[]
  pager: Pager | null
  empty: Empty | null
}

declare module '../lib/templates.ts' {
  interface Views { 'results/texts': TextsPage }
}

export interface Tagged { name: string, text: string, tags: readonly string[] }

/** All texts under one question beside each other, with what readers say they are about. */
export function textsPage(facts: {
  title: string, path: string, tabs: Tabs, questions: readonly AskedQuestion[], item: AskedQuestion | null, texts: readonly Tagged[],
  query: ListQuery, page: number, typed: Readonly<Record<string, string>>, errors: Readonly<Record<string, string>>, shuffled: boolean,
}): TextsPage {
  const { title, path, tabs, questions, item, texts, query, page, typed, errors, shuffled } = facts
  const address = `${path}/results/texts`
  const counts = new Map<string, number>()
  for (const tag of texts.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  const used = [...counts].toSorted(([, a], [, b]) => b - a).map(([tag]) => tag)
  const chosen = query['tag'] ?? ''
  const shown = texts.filter(({ tags }) => (chosen === '' ? true : chosen === NONE ? tags.length === 0 : tags.includes(chosen)))
  const onPage = shown.slice((page - 1) * TEXTS_A_PAGE, page * TEXTS_A_PAGE)
  const filter = (text: string, tag: string, count: number) =>
    ({ ...link(`${text} ${countText(count)}`, listHref(address, query, { tag })), current: tag === chosen })
  const untagged = texts.filter(({ tags }) => tags.length === 0).length
  return {
    errors: Object.keys(errors).length === 0 ? null : {
      title: `有 ${Object.keys(errors).length} 处要改`, errors: Object.entries(errors).map(([name, text]) => ({ text, href: `#f-${name}` })),
    },
    title: {
      clauses: [title, '开放题'], actions: [],
      note: shuffled ? '匿名问卷：文字已打乱，不带企业和答卷的任何信息。' : '文字已打乱排列，不带企业名称。',
    },
    tabs,
    items: questions.length < 2 ? null : {
      label: '题目',
      tabs: questions.map(({ key, number, text }) =>
        ({ text: `${number} ${text}`, count: null, href: listHref(address, { item: key }), current: key === item?.key, tone: '' })),
    },
    filters: [filter('全部', '', texts.length), filter('没有标签', NONE, untagged), ...used.slice(0, 20).map((tag) => filter(tag, tag, counts.get(tag) ?? 0))],
    countText: `${countText(shown.length)} 条`,
    action: address,
    hidden: Object.entries({ item: item?.key, tag: chosen, page: page > 1 ? String(page) : '' })
      .flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    cards: onPage.map(({ name, text, tags }) =>
      ({ name, text, tags: typed[name] ?? tags.join('、'), error: errors[name] ?? null })),
    suggestions: [...new Set([...used, ...USUAL_TAGS])].slice(0, 40),
    pager: shown.length <= TEXTS_A_PAGE ? null : pagerOf(address, query, page, TEXTS_A_PAGE, shown.length, '条'),
    empty: shown.length > 0 ? null : {
      what: item === null ? '这份问卷没有开放题。' : '这一类没有文字。', next: null, link: chosen ? link('看全部', listHref(address, { item: item?.key })) : null,
    },
  }
}

/** The filter for texts that nobody has tagged. */
const NONE = '-'
