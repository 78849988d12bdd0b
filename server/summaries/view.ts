import { balances, type FlowPeriod } from '../../models/issue/flow.ts'
import type { Column } from '../lib/columns.ts'
import { column, figureCell, linkCell, numberCell, textCell } from '../lib/cells.ts'
import { countText, rateText } from '../lib/format.ts'
import { fileHref, listHref, printHref } from '../lib/listAddress.ts'
import type { Cell, TableView, Tabs } from '../lib/parts.ts'
import { checkSentence, SUMMARY_COLUMNS, SUMMARY_NOTES } from './columns.ts'
import type { Summary, SummaryRow } from './figures.ts'

export interface SummaryPage {
  note: string
  fromOn: string
  toOn: string
  /** the part on show; '' = all, as on paper */
  part: string
  tabs: Tabs
  exportHref: string
  printHref: string
  tables: { title: string, table: TableView }[]
  check: string
  balanced: boolean
  notes: string[]
}

declare module '../lib/templates.ts' {
  interface Views { 'summaries/index': SummaryPage }
}

export const PATH = '/dashboard/summary'

/** Which columns stand together: one wide table would be read by nobody on a screen. */
const PARTS: readonly { name: string, title: string, headers: readonly string[] }[] = [
  { name: 'flow', title: '件数和结存', headers: ['上期结转', '本期交办', '挂账转回', '回头看退回', '实质性', '阶段性(转挂账)', '程序性', '撤并', '期末在办', '期初', '期末'] },
  { name: 'time', title: '时限和办结', headers: ['到期数', '按时办结数', '按时办结率', '实质办结数', '实质办结率', '延期', '退办', '重办', '排名(本组)'] },
  { name: 'voice', title: '回访和督办', headers: ['有效回访', '满意', '基本满意', '不满意', '有效评价', '满意率', '黄牌', '红牌', '督办单'] },
  { name: 'visits', title: '走访', headers: ['已走访', '应走访', '完成率'] },
]

/** The rows behind a figure, where a list shows exactly these. */
const ROWS: Record<string, (code: string) => string> = {
  期末在办: (code) => listHref('/issues', { tab: 'open', department: code }),
  期末: (code) => listHref('/issues', { tab: 'pledged', department: code }),
}

/** Words of a column that stand under its group's header in the workbook and alone on the screen. */
const ALONE: Record<string, string> = { 实质性: '实质性办结', 程序性: '程序性办结', 期初: '挂账期初', 期末: '挂账期末' }

/** The summary per department on the screen, from the same columns as the workbook: one part at a time, all of them on paper. */
export function summaryPage(
  { rows, total }: Summary, period: FlowPeriod,
  { today, part, print, opens }: { today: string, part: string, print: boolean, opens: (department: string) => boolean },
): SummaryPage {
  const query = { from: period.fromOn, to: period.toOn }
  const balanced = balances(total.flow)
  const shown = print ? PARTS : [PARTS.find(({ name }) => name === part) ?? PARTS[0]].flatMap((each) => each ?? [])
  const tabs = PARTS.map(({ name, title }) => ({ text: title, count: null, href: listHref(PATH, query, { part: name }), current: shown[0]?.name === name, tone: '' as const }))
  return {
    note: `${period.fromOn} 至 ${period.toOn}，按部门固定顺序排列`, fromOn: period.fromOn, toOn: period.toOn, part: print ? '' : (shown[0]?.name ?? ''),
    tabs: { label: '汇总的各部分', tabs: print ? [] : tabs }, exportHref: fileHref(PATH, query), printHref: printHref(PATH, query),
    tables: shown.map((each) => ({ title: each.title, table: tableOfPart(each, rows, total, { opens, now: period.toOn === today }) })),
    check: checkSentence(total, balanced), balanced, notes: [...SUMMARY_NOTES],
  }
}

/** Links lead where the reader may go: to the department's own page, and to rows while the figures are those of today. */
function tableOfPart(
  { title, headers }: (typeof PARTS)[number], rows: readonly SummaryRow[], total: SummaryRow,
  { opens, now }: { opens: (department: string) => boolean, now: boolean },
): TableView {
  const columns = headers.flatMap((header) => SUMMARY_COLUMNS.filter((each) => each.header === header))
  const head = (each: Column<SummaryRow>) => column(ALONE[each.header] ?? each.header, { number: true })
  const cells = (row: SummaryRow, withLinks: boolean): Cell[] =>
    columns.map((each) => cellOf(each, row, withLinks ? ROWS[each.header]?.(row.code) ?? null : null))
  return {
    caption: title, sticky: true,
    columns: [column('单位'), ...columns.map(head)],
    rows: rows.map((row) => {
      const open = opens(row.code)
      const name = open ? linkCell(row.name, `/dashboard/departments/${row.code}`) : textCell(row.name)
      return { own: false, cells: [name, ...cells(row, open && now)] }
    }),
    total: [textCell('合计'), ...cells(total, false)],
  }
}

function cellOf(each: Column<SummaryRow>, row: SummaryRow, href: string | null): Cell {
  const value = each.value(row)
  if (typeof value !== 'number') return figureCell(value === null || value === '' ? '—' : String(value))
  return each.type === 'rate' ? figureCell(rateText(...partsOf(each.header, row))) : href ? numberCell(value, href) : figureCell(countText(value))
}

/** Numerator and denominator of a rate, printed beside it. */
function partsOf(header: string, { flow, covered, toCover }: SummaryRow): [number, number] {
  const valid = flow.satisfied + flow.fairlySatisfied + flow.unsatisfied
  const parts: Record<string, [number, number]> = {
    按时办结率: [flow.settledInTime, flow.due], 实质办结率: [flow.dueSubstantive, flow.due], 满意率: [flow.satisfied + flow.fairlySatisfied, valid], 完成率: [covered, toCover],
  }
  return parts[header] ?? [0, 0]
}
