import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { STATES } from '../../models/issue/words.ts'
import type { Card } from '../../models/card/index.ts'
import type { Score, ScoreRows } from '../../models/score/index.ts'
import { isCardLeaf, isIssueLeaf, LEAVES, type Leaf } from '../../models/score/leaves.ts'
import { cardsById, issuesByNo, tasksById, type CountedIssueRow } from '../../models/score/leafRows.ts'
import type { VisitTask } from '../../models/visitTask/index.ts'
import { periodWords } from '../../models/visitTask/period.ts'
import { STANDINGS, standingOf } from '../../models/visitTask/standing.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, dateTimeText, dayText } from '../lib/format.ts'
import { listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Cell, Column, Empty, PageTitle, Pager, TableView, Tabs } from '../lib/parts.ts'
import { scorePath } from './view.ts'

export interface ScoreRowsPage {
  title: PageTitle
  tabs: Tabs | null
  table: TableView | null
  pager: Pager
  empty: Empty
  note: string
}

declare module '../lib/templates.ts' {
  interface Views { 'scores/rows': ScoreRowsPage }
}

export const ROWS_PAGE_SIZE = 50
export type Part = 'all' | 'hits' | 'misses'

/** The rows of one leaf as they were counted, with what speaks for or against each as it stands now. */
export async function scoreRowsPage(
  score: Score, rows: ScoreRows, department: string, part: Part, page: number, today: CivilDay,
): Promise<ScoreRowsPage> {
  const words = LEAVES[rows.leaf]
  const keys = { all: [...rows.misses, ...rows.hits], hits: rows.hits, misses: rows.misses }[part]
  const shown = keys.slice((page - 1) * ROWS_PAGE_SIZE, page * ROWS_PAGE_SIZE)
  const hits = new Set(rows.hits)
  const path = `${scorePath(score.year, score.department)}/rows`
  const query: ListQuery = { leaf: rows.leaf, n: String(score.n), part: part === 'all' ? undefined : part }
  const tab = (text: string, value: Part, count: number) =>
    ({ text, count: countText(count), href: listHref(path, query, { part: value === 'all' ? undefined : value }), current: part === value, tone: '' as const })
  return {
    title: { clauses: [`${department}：`, `${words.label.replace(/^V /, '')}的逐件记录`], note: words.formula, actions: [] },
    tabs: isCardLeaf(rows.leaf) ? null : {
      label: '分子和分母',
      tabs: [
        tab('全部', 'all', rows.hits.length + rows.misses.length), tab(words.hit, 'hits', rows.hits.length), tab(words.miss, 'misses', rows.misses.length),
      ],
    },
    table: shown.length === 0 ? null : await tableFor(rows.leaf, shown, hits, today),
    pager: pagerOf(path, query, page, ROWS_PAGE_SIZE, keys.length, words.unit),
    empty: { what: '这里没有记录。', next: '分母是 0 的指标不计分，它的权重由其余指标按比例分担。', link: { text: '回得分', href: scorePath(score.year, score.department) } },
    note: `按第 ${score.n} 次计算（${dateTimeText(score.at, today)}）时的分子分母列出；后面几列是现在的情况。`,
  }
}

async function tableFor(leaf: Leaf, keys: readonly string[], hits: ReadonlySet<string>, today: CivilDay): Promise<TableView> {
  const words = LEAVES[leaf]
  const verdict = (key: string): Cell => textCell(hits.has(key) ? words.hit : words.miss, { tone: hits.has(key) ? '' : 'near' })
  if (isIssueLeaf(leaf)) {
    const issues = await issuesByNo(keys)
    return tableOf(words.label, ISSUE_COLUMNS, keys.map((key) => [
      linkCell(key, `/issues/${key}`), ...issueCells(issues.get(key)), verdict(key), ...evidence(leaf, issues.get(key), today),
    ]))
  }
  if (leaf === 'visited') {
    const tasks = await tasksById(keys)
    return tableOf(words.label, TASK_COLUMNS, keys.map((key) => [...taskCells(tasks.get(key), today), verdict(key)]))
  }
  const cards = await cardsById(keys)
  return tableOf(words.label, CARD_COLUMNS, keys.map((key) => cardCells(cards.get(key), words.label, today)))
}

const ISSUE_COLUMNS: Column[] = [
  column('编号'), column('诉求'), column('提出人', { wide: true }), column('状态', { wide: true }), column('计为'), column('应当', { wide: true }),
  column('实际', { wide: true }),
]
const TASK_COLUMNS: Column[] = [column('对象'), column('任务'), column('现在', { wide: true }), column('最近走访', { wide: true }), column('计为')]
const CARD_COLUMNS: Column[] = [column('诉求'), column('摘要', { wide: true }), column('牌'), column('签发日'), column('文号', { wide: true })]

const issueCells = (issue: CountedIssueRow | undefined): Cell[] =>
  [textCell(issue?.title ?? ''), textCell(issue?.raiser.name ?? ''), textCell(issue ? STATES[issue.state] : '')]

/** What should have happened and what did, for this leaf. */
function evidence(leaf: Leaf, issue: CountedIssueRow | undefined, today: CivilDay): Cell[] {
  if (!issue) return [textCell(''), textCell('')]
  const moment = (at: Date | null) => textCell(at === null ? '' : dateTimeText(at, today))
  if (leaf === 'responded') return [moment(issue.contactDueAt), moment(issue.contactedAt)]
  if (leaf === 'onTime') return [textCell(issue.dueOn === null ? '' : dayText(issue.dueOn, today)), moment(issue.settledAt)]
  const first = issue.callBacks.find(({ reached }) => reached)
  return [textCell('首次回访'), textCell(first ? `${dayText(dayOf(first.at), today)} ${[first.solved, first.satisfaction].filter(Boolean).join('，')}` : '')]
}

function taskCells(task: VisitTask | undefined, today: CivilDay): Cell[] {
  if (!task) return [textCell(''), textCell(''), textCell(''), textCell('')]
  const href = task.subject.type === 'enterprise' ? `/enterprises/${String(task.subject.id)}` : `/members/${String(task.subject.id)}`
  return [
    linkCell(task.subject.name, href), textCell(periodWords(task.period)), textCell(STANDINGS[standingOf(task)]),
    textCell(task.lastVisitOn === null ? '' : dayText(task.lastVisitOn, today)),
  ]
}

function cardCells(card: Card | undefined, word: string, today: CivilDay): Cell[] {
  if (!card) return [textCell(''), textCell(''), textCell(word), textCell(''), textCell('')]
  return [
    card.issueNo === null ? textCell('') : linkCell(card.issueNo, `/issues/${card.issueNo}`), textCell(card.issueTitle), textCell(word),
    textCell(card.issuedOn === null ? '' : dayText(card.issuedOn, today)), textCell(card.no),
  ]
}
