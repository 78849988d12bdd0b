import { dayText } from '../lib/format.ts'
import { column, dayCell, linkCell, tableOf, textCell } from '../lib/cells.ts'
import type { TableView } from '../lib/parts.ts'
import type { Visit } from '../../models/visit/index.ts'
import { wordForRaised } from '../../models/visit/subject.ts'
import { dueWords, type VisitIssue } from './recordView.ts'
import { subjectsText } from './words.ts'

/** What became of a visit that was just saved: numbers, departments, due dates. */
export interface FiledPage {
  /** the form's key, by which its draft is found and erased */
  key: string
  line: string
  issuesTitle: string
  table: TableView | null
  explanation: string
  href: string
  confirmHint: string
}

declare module '../lib/templates.ts' {
  interface Views { 'visits/filed': FiledPage }
}

export function filedPage(
  visit: Visit, issues: readonly VisitIssue[], key: string, today: string,
  departments: ReadonlyMap<string, { name: string }>,
): FiledPage {
  const word = wordForRaised(visit.subjects[0]?.type ?? 'enterprise')
  const again = new Set(visit.issues.filter(each => each.again).map(({ no }) => no))
  const columns = [column('编号'), column('什么事'), column('承办部门'), column('期限')]
  const rows = issues.map(issue => {
    const department = issue.leadDepartment ?? issue.proposedDepartment
    const name = department === null ? '由办公室定' : (departments.get(department)?.name ?? department)
    return [
      linkCell(issue.no, `/issues/${issue.no}`),
      textCell(issue.title, { tag: again.has(issue.no) ? '再次反映' : null }),
      textCell(name, { small: issue.leadDepartment === null && department !== null ? '建议' : null }),
      dayCell(...dueWords(issue, today)),
    ]
  })
  return {
    key,
    line: `${subjectsText(visit.subjects)}，${dayText(visit.onDay, today)}，编号 ${visit.no}`,
    issuesTitle: `报出 ${issues.length} 件${word}`,
    table: issues.length === 0 ? null : tableOf(`报出的${word}`, columns, rows),
    explanation: '联席会议办公室受理交办以后，这里的期限换成办结期限，到期前系统会提醒承办部门。',
    href: `/visits/${visit.no}`,
    confirmHint: visit.outcome === '失联' ? '' : '走访要经对方确认才计入覆盖：交签字的登记表照片，或请没去走访的同事打电话核实。',
  }
}
