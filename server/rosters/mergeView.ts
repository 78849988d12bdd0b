import { takenOver } from '../../models/subject/merging.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import { countText, maskPhone } from '../lib/format.ts'
import type { PageTitle, TableView } from '../lib/parts.ts'
import { factsIn, type Merging, type MergeRow, type Moved } from './merging.ts'

/** Choosing the other record, then both side by side. */
export interface RosterMergePage {
  title: PageTitle
  action: string
  back: string
  search: { field: FieldView; found: TableView | null; none: string | null } | null
  compare: {
    table: TableView
    sentences: string[]
    other: string
    version: string
    otherVersion: string
    button: string
    swapHref: string
  } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'rosters/merge': RosterMergePage }
}

interface Found { _id: { toString(): string }; name: string }

export function mergeSearchPage(row: MergeRow, path: string, q: string, found: readonly Found[]): RosterMergePage {
  const others = found.filter(({ _id }) => _id.toString() !== String(row._id))
  return {
    title: { clauses: ['合并重复的记录'], note: `留下的是${row.name}，另一条并入它`, actions: [] },
    action: `${path}/merge`,
    back: path,
    search: {
      field: fieldsOf({ q }).text('q', '另一条记录', { maxLength: 60, hint: '名称、拼音首字母、信用代码' }),
      found:
        others.length === 0
          ? null
          : tableOf('找到的记录', [column('名称')], others.map((each) => [
              linkCell(each.name, `${path}/merge?other=${each._id.toString()}`),
            ])),
      none: q !== '' && others.length === 0 ? '没有找到别的在册记录。' : null,
    },
    compare: null,
  }
}

export function mergeComparePage<Row extends MergeRow>(
  merging: Merging<Row>, kept: Row, other: Row, moved: Moved, wordsOf: (field: string, value: unknown) => string,
  paths: { own: string; other: string },
): RosterMergePage {
  const fields = Object.keys(merging.words)
  const [mine, theirs] = [factsIn(kept), factsIn(other)]
  const taken = takenOver(mine, theirs, fields)
  const rows = fields.flatMap((field) => {
    const [one, two] = [wordsOf(field, mine[field]), wordsOf(field, theirs[field])]
    if (one === '' && two === '') return []
    const after = field in taken ? wordsOf(field, taken[field]) : one
    return [[
      textCell(merging.words[field] ?? field), textCell(one), textCell(two),
      textCell(after, field in taken ? { tag: '补上' } : {}),
    ]]
  })
  return {
    title: { clauses: ['合并重复的记录'], note: `${other.name} 并入 ${kept.name}`, actions: [] },
    action: `${paths.own}/merge`,
    back: paths.own,
    search: null,
    compare: {
      table: tableOf('两条记录', [column('项目'), column('留下的'), column('并入的'), column('合并以后')], rows),
      sentences: [
        movedSentence(moved),
        '留下的这条已有的内容不变，空着的从另一条补上，联系人和电话合在一起。',
        '另一条归档，打开它会转到留下的这条。合并以后不能撤销。',
      ],
      other: String(other._id),
      version: String(kept.__v),
      otherVersion: String(other.__v),
      button: '合并',
      swapHref: `${paths.other}/merge?other=${String(kept._id)}`,
    },
  }
}

function movedSentence({ visits, issues, tasks, invitations, requests }: Moved): string {
  const parts = [
    [visits, '次走访'], [issues, '件诉求'], [tasks, '个走访任务'], [invitations, '份问卷邀请'], [requests, '件待核实'],
  ] as const
  const some = parts.filter(([count]) => count > 0).map(([count, word]) => `${countText(count)} ${word}`)
  return some.length === 0 ? '另一条没有走访和诉求。' : `另一条的 ${some.join('、')}转到留下的这条。`
}

/** A value in words; telephone numbers masked, codes by their names. */
export function plainWords(value: unknown, names: (code: string) => string): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((each) => plainWords(each, names)).filter(Boolean).join('、')
  if (typeof value === 'string') return /^\+?\d[\d -]{6,}$/.test(value) ? maskPhone(value) : names(value)
  if (typeof value !== 'object') return String(value)
  const { name, term } = value as { name?: unknown; term?: unknown }
  return plainWords(name ?? term, names)
}
