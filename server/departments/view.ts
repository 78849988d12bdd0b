import type { Department } from '../../models/department/index.ts'
import { coverageOf } from '../../models/visitTask/coverage.ts'
import { periodWords } from '../../models/visitTask/period.ts'
import type { CoverageRow } from '../../models/visitTask/queries.ts'
import type { Figures } from '../dashboards/figures.ts'
import { total } from '../dashboards/matrix.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, dayText, ratioText, rateText } from '../lib/format.ts'
import { listHref } from '../lib/listAddress.ts'
import type { Empty, Fact, PageTitle, SectionHead, TableView } from '../lib/parts.ts'

/** One department for everybody on the staff who may read it: open work, promises, visits, where its score stands. */
export interface DepartmentPage {
  title: PageTitle
  workHead: SectionHead
  work: TableView
  promisesHead: SectionHead
  promises: TableView | null
  noPromises: Empty
  visitsHead: SectionHead
  visits: TableView | null
  noVisits: Empty
  facts: Fact[]
}

declare module '../lib/templates.ts' {
  interface Views { 'departments/show': DepartmentPage }
}

const KINDS: Record<Department['kind'], string> = { bureau: '市直部门', district: '区市', office: '办公室' }

export function departmentPage(department: Department, figures: Figures, tasks: readonly CoverageRow[], may: {
  dashboard: boolean, scoreHref: string | null, head: string | null,
}): DepartmentPage {
  const { today, promises, promisesOf } = figures
  const sums = total(figures.rows)
  const listOf = (tab: string) => listHref('/issues', { tab, department: department._id })
  const plain = { href: null, small: null, action: null }
  return {
    title: {
      clauses: [department.name],
      note: KINDS[department.kind] + (department.group === null ? '' : `，评议第 ${department.group} 组`),
      actions: may.dashboard ? [linkButton('看这个部门的全部数字', `/dashboard/departments/${department._id}`)] : [],
    },
    workHead: { title: '正在办的', note: null, link: { text: '全部诉求', href: listOf('all') } },
    work: tableOf('正在办的诉求', [column('类别'), column('件数', { number: true })], [
      [textCell('在办'), numberCell(sums.handling, listOf('open'))],
      [textCell('超期'), numberCell(sums.overdue, listOf('overdue'), sums.overdue > 0 ? 'over' : '')],
      [textCell('挂账'), numberCell(sums.pledged, listOf('pledged'))],
    ]),
    promisesHead: {
      title: '答应的事', note: `30 天内到期 ${countText(promisesOf.near)} 件，已过期 ${countText(promisesOf.past)} 件`,
      link: { text: '承诺台账', href: listHref('/promises', { department: department._id }) },
    },
    promises: promises.length === 0 ? null : tableOf('到期的承诺', [column('最迟'), column('承诺')], promises.map(each => [
      dayCell(
        each.dueOn === null ? '—' : dayText(each.dueOn, today), each.dueOn !== null && each.dueOn < today ? 'over' : '',
        each.provisional ? '暂定' : null,
      ),
      textCell(each.promise?.text || each.title, { href: `/promises/${each.no}` }),
    ])),
    noPromises: { what: '30 天内没有到期的承诺。', next: null, link: null },
    ...visitsOf(department._id, tasks, figures.visits.period),
    facts: [
      { ...plain, term: '主要负责人', text: may.head ?? '没有登记' },
      { ...plain, term: '联系人', text: department.contactName || '没有登记', small: department.phone || null },
      ...(may.scoreHref === null ? [] : [{ ...plain, term: '评议得分', text: '看得分和怎么算的', href: may.scoreHref }]),
    ],
  }
}

function visitsOf(
  department: string, tasks: readonly CoverageRow[], period: string,
): Pick<DepartmentPage, 'visits' | 'visitsHead' | 'noVisits'> {
  const parts = [
    { text: '重点企业', type: 'enterprise', tasks: tasks.filter(({ subject }) => subject.type === 'enterprise') },
    { text: '代表委员', type: 'member', tasks: tasks.filter(({ subject }) => subject.type !== 'enterprise') },
  ].filter(part => part.tasks.length > 0)
  const hrefOf = (type: string, standing?: string) => listHref(
    '/visit-tasks', { tab: 'department', department, type, standing },
  )
  return {
    visitsHead: { title: '走访', note: `${periodWords(period)}和全年的任务，经对象确认才算`, link: null },
    visits: parts.length === 0 ? null : tableOf('走访任务', [
      column('对象'), column('已走访 / 应走访', { number: true }), column('待确认', { number: true, wide: true }),
      column('未走访', { number: true }),
    ], parts.map(part => {
      const coverage = coverageOf(part.tasks)
      return [
        textCell(part.text, { href: hrefOf(part.type), small: rateText(coverage.numerator, coverage.denominator) }),
        { ...textCell(ratioText(coverage.numerator, coverage.denominator)), className: 'number' },
        numberCell(coverage.awaiting, hrefOf(part.type, 'awaiting')),
        numberCell(coverage.open, hrefOf(part.type, 'open')),
      ]
    })),
    noVisits: { what: '没有走访任务。', next: null, link: null },
  }
}
