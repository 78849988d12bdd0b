import type { Score } from '../../models/score/index.ts'
import { findNode } from '../../models/score/node.ts'
import type { StoredPlan } from '../../models/scoringPlan/queries.ts'
import { scaleOf } from '../../models/scoringPlan/scales.ts'
import type { TallyRow } from '../../models/tally/index.ts'
import { column, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { pagerOf } from '../lib/listAddress.ts'
import type { ScoreRowsPage } from './rowsView.ts'
import { scorePath } from './view.ts'

const SOURCES: Record<TallyRow['source'], string> = { online: '电子票', paper: '纸票' }

/**
 * The rows of the tally that B was computed from: marks per venue, category and kind of ballot. Nothing here leads to a voter;
 * categories with too few marks to count are left out.
 */
export function ballotRowsPage(
  score: Score, plan: StoredPlan, department: string, rows: readonly TallyRow[], venue: string,
): ScoreRowsPage {
  const scale = scaleOf(plan.weights.scale)
  const base = scorePath(score.year, score.department)
  const path = `${base}/ballots`
  const counting = rows.filter((row) => (findNode(score.tree, `B/${row.venue}/${row.category}`)?.value ?? null) !== null)
  const shown = counting.filter((row) => venue === '' || row.venue === venue)
  const tab = (text: string, value: string) => ({
    text, count: null, current: value === venue, tone: '' as const,
    href: `${path}?n=${score.n}${value === '' ? '' : `&venue=${encodeURIComponent(value)}`}`,
  })
  const columns = [
    column('会场'), column('类别'), column('票'), ...scale.options.map((option) => column(option, { number: true })),
    column('弃权', { number: true, wide: true }), column('作废', { number: true, wide: true }),
  ]
  return {
    title: { clauses: [`${department}：`, '计票'], note: `${plan.year}年第 ${plan.version} 版方案`, actions: [] },
    tabs: { label: '会场', tabs: [tab('全部', ''), ...plan.weights.venues.map(({ name }) => tab(name, name))] },
    table: shown.length === 0 ? null : tableOf('计票', columns, shown.map((row) => [
      textCell(row.venue), textCell(row.category), textCell(SOURCES[row.source]),
      ...scale.options.map((option) => numberCell(row.marks[option] ?? 0)), numberCell(row.abstained), numberCell(row.void),
    ])),
    pager: pagerOf(path, {}, 1, 500, shown.length, '行'),
    empty: { what: '这里没有计入的票。', next: '计分票少于下限的类别不计，也不列出票数。', link: { text: '回得分', href: base } },
    note: '无记名投票：只有会场、类别和票数，没有任何一票能查到是谁投的。弃权和作废不计分。',
  }
}
