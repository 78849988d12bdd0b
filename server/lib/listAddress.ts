import { countText } from './format.ts'
import type { Column, FilterBar, FilterSelect, Pager } from './parts.ts'

/** The query parameters of a list, as plain text. Empty ones are left out of addresses. */
export type ListQuery = Readonly<Record<string, string | undefined>>

/**
 * The list's address with some parameters changed; undefined or '' removes one. Changing anything but the page
 * returns to page 1.
 */
export function listHref(path: string, query: ListQuery, change: ListQuery = {}): string {
  const changed = { ...query, ...('page' in change ? {} : { page: undefined }), ...change }
  const pairs = Object.entries(changed).flatMap(([name, value]) => value ? [[name, value] as const] : [])
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(Object.fromEntries(pairs)).toString()}`
}

/** The same list as a file (`/issues.xlsx?state=…`), without page. */
export const fileHref = (
  path: string, query: ListQuery, type: 'xlsx' | 'csv' = 'xlsx',
): string => listHref(`${path}.${type}`, query)

export const printHref = (path: string, query: ListQuery): string => listHref(path, query, { print: '1' })

/**
 * A sortable head. `sort` is written `dueOn` or `-dueOn`; pressing the head of the sorted column turns it round.
 * @param fallback the sorting where the address says none
 */
export function sortColumn(
  text: string, key: string, path: string, query: ListQuery, fallback: string, more: Partial<Column> = {},
): Column {
  const sorted = query['sort'] ?? fallback
  const direction = sorted === key ? 'ascending' : sorted === `-${key}` ? 'descending' : null
  return {
    text, number: false, wide: false, ...more,
    sort: { href: listHref(path, query, { sort: direction === 'ascending' ? `-${key}` : key }), direction },
  }
}

/** A list of choices with 全部 at its head, opened at the address's value. */
export function filterSelect(
  name: string, label: string, choices: readonly { value: string, text: string }[], query: ListQuery,
): FilterSelect {
  const chosen = query[name] ?? ''
  const options = [{ value: '', text: '全部' }, ...choices].map(each => ({ ...each, selected: each.value === chosen }))
  return { name, label, signs: Math.min(6, [...label].length), options }
}

export interface FilterBarParts {
  path: string
  query: ListQuery
  search: { placeholder: string } | null
  selects: FilterSelect[]
  /** Parameters that the form keeps: tab and sorting unless others are named. */
  keep?: readonly string[]
  /** `20 件` and, where it helps, `，在办共 24 件`. */
  countText: string
  countNote?: string | null
  exportable?: boolean
  printable?: boolean
}

/** The whole bar from the address: chips for the filters in force, the count, the ways out. */
export function filterBar(parts: FilterBarParts): FilterBar {
  const { path, query, search, selects, countText, keep = ['tab', 'sort'], countNote = null } = parts
  const chips = selects.flatMap(select => {
    const chosen = select.options.find(option => option.selected && option.value !== '')
    return chosen ? [
      { text: `${select.label}：${chosen.text}`, removeHref: listHref(path, query, { [select.name]: undefined }) },
    ] : []
  })
  if (query['q']) chips.push({ text: `含“${query['q']}”`, removeHref: listHref(path, query, { q: undefined }) })
  const kept: ListQuery = Object.fromEntries(keep.map(name => [name, query[name]]))
  return {
    action: path,
    search: search && { name: 'q', value: query['q'] ?? '', placeholder: search.placeholder },
    selects,
    moreText: search === null ? '筛选条件' : '更多条件',
    hidden: keep.flatMap(name => query[name] ? [{ name, value: query[name] }] : []),
    chips,
    clearHref: chips.length === 0 ? null : listHref(path, kept),
    countText, countNote,
    exportHref: parts.exportable === false ? null : fileHref(path, query),
    printHref: parts.printable === false ? null : printHref(path, query),
  }
}

/**
 * The pager of a list.
 * @param total how many rows there are; where counting stopped, `{ atLeast }` prints `1,000+`
 */
export function pagerOf(
  path: string, query: ListQuery, page: number, pageSize: number, total: number | { atLeast: number }, unit = '件',
): Pager {
  const known = typeof total === 'number' ? total : total.atLeast
  const last = Math.max(1, Math.ceil(known / pageSize))
  const first = known === 0 ? 0 : (page - 1) * pageSize + 1
  const totalText = `${countText(known)}${typeof total === 'number' ? '' : '+'}`
  const href = (each: number) => listHref(path, query, { page: each === 1 ? undefined : String(each) })
  return {
    text: `第 ${countText(first)}–${countText(Math.min(page * pageSize, known))} ${unit}，共 ${totalText} ${unit}`,
    previousHref: page > 1 ? href(page - 1) : null,
    nextHref: page < last || typeof total !== 'number' ? href(page + 1) : null,
    pages: last === 1 ? [] : pagesShown(page, last).map(each =>
      ({
        text: each === null ? '…' : String(each), href: each === null || each === page ? null : href(each),
        current: each === page,
      })),
  }
}

/** First, last and the neighbours of the current page; null stands for a gap. */
function pagesShown(page: number, last: number): (number | null)[] {
  const shown = [...new Set([1, page - 1, page, page + 1, last])].filter(each => each >= 1 && each <= last)
  return shown.flatMap((each, index) => each - (shown[index - 1] ?? 0) > 1 && index > 0 ? [null, each] : [each])
}
