import { PAGE_SIZE, COUNT_LIMIT, type Entry, type TriageFilter, type TriageTab } from '../../models/triage/queries.ts'
import { TEXT_KINDS, TRIAGE_STATES } from '../../models/triage/index.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { countText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Cell, Empty, FilterBar, PageTitle, Pager, TableView, Tabs } from '../lib/parts.ts'

export interface TriageListPage {
  title: PageTitle
  tabs: Tabs
  filter: FilterBar
  table: TableView | null
  empty: Empty
  pager: Pager
}

declare module '../lib/templates.ts' {
  interface Views { 'triage/index': TriageListPage }
}

export const PATH = '/triage'
export const TAB_WORDS: Record<TriageTab, string> = { contact: '请联系我', ...TEXT_KINDS }

export interface TriageList {
  asked: TriageFilter
  query: ListQuery
  page: number
  rows: readonly Entry[]
  total: number
  counts: Record<TriageTab, number>
  questionnaires: readonly { _id: unknown, no: string, title: string }[]
}

/** The inbox: what firms wrote in questionnaires and nobody has decided about yet. */
export function triageListPage({ asked, query, page, rows, total, counts, questionnaires }: TriageList): TriageListPage {
  const known = total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : total
  const totalText = total > COUNT_LIMIT ? `${countText(COUNT_LIMIT)}+` : countText(total)
  const waiting = Object.values(counts).reduce((sum, n) => sum + n, 0)
  return {
    title: {
      clauses: ['问卷意见分办'],
      note: `待分办 ${countText(waiting)} 条。逐条定：转为诉求、并入已有的诉求，或者不转并写理由`, actions: [],
    },
    tabs: {
      label: '意见的分类',
      tabs: (Object.keys(TAB_WORDS) as TriageTab[]).map((tab) => ({
        text: TAB_WORDS[tab], count: countText(counts[tab]), href: listHref(PATH, query, { tab, state: undefined }),
        current: tab === asked.tab, tone: '' as const,
      })),
    },
    filter: filterBar({
      path: PATH, query, search: { placeholder: '原话里的字' }, keep: ['tab'], countText: `${totalText} 条`, exportable: false,
      printable: false,
      selects: [
        filterSelect('questionnaire', '问卷', questionnaires.map(({ _id, no, title }) =>
          ({ value: String(_id), text: `${no} ${title}` })), query),
        stateSelect(asked),
      ],
    }),
    table: rows.length === 0 ? null : tableOf('问卷里的意见', COLUMNS, rows.map(cellsOf), { sticky: true }),
    empty: emptyFor(asked),
    pager: pagerOf(PATH, query, page, PAGE_SIZE, known, '条'),
  }
}

/** Opens at what waits, which needs no chip; there is no 全部, since nobody works through what is decided. */
function stateSelect({ state }: TriageFilter) {
  const options = Object.entries(TRIAGE_STATES).map(([value, text]) => 
    ({ value: value === 'waiting' ? '' : value, text, selected: value === state }))
  return { name: 'state', label: '状态', signs: 2, options }
}

const COLUMNS = [column('原话'), column('题目', { wide: true }), column('谁写的'), column('问卷', { wide: true }), column('状态')]
const SHOWN_SIGNS = 60

function cellsOf(entry: Entry): Cell[] {
  const signs = [...entry.text.replaceAll(/\s+/g, ' ')]
  const text = signs.length > SHOWN_SIGNS ? `${signs.slice(0, SHOWN_SIGNS).join('')}…` : signs.join('')
  return [
    textCell(text || '原话已转到诉求', { href: `${PATH}/${entry.id}` }),
    textCell(entry.question),
    textCell(entry.firm?.enterpriseName ?? entry.from, entry.firm ? { href: `/enterprises/${String(entry.firm.enterprise)}` } : {}),
    textCell(entry.questionnaireNo, { className: 'nowrap' }),
    entry.issueNo
      ? linkCell(entry.issueNo, `/issues/${entry.issueNo}`, { small: TRIAGE_STATES[entry.state] })
      : textCell(TRIAGE_STATES[entry.state], { className: 'nowrap', small: entry.reason || null }),
  ]
}

function emptyFor({ tab, state, q, questionnaire }: TriageFilter): Empty {
  const narrowed = q !== '' || questionnaire !== ''
  const what = state === 'waiting' ? `没有待分办的“${TAB_WORDS[tab]}”。` : `没有${TRIAGE_STATES[state]}的“${TAB_WORDS[tab]}”。`
  if (narrowed) return { what: '没有符合条件的意见。', next: '换个条件再看。', link: null }
  const next = tab === 'contact' ? '企业交答卷时勾了“请联系我”的，当天会列在这里。' : '问卷截止、结果算好以后，答卷里的文字会列在这里；截止以前谁也看不到。'
  return { what, next, link: null }
}
