import { dayText } from '../lib/format.ts'
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
  issues: { no: string, href: string, title: string, again: boolean, department: string, due: string }[]
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
  const name = (code: string) => departments.get(code)?.name ?? code
  const whose = ({ leadDepartment, proposedDepartment }: VisitIssue): string =>
    leadDepartment ? `由${name(leadDepartment)}办` : proposedDepartment ? `建议由${name(proposedDepartment)}办` : '由办公室定承办部门'
  return {
    key,
    line: `${subjectsText(visit.subjects)}，${dayText(visit.onDay, today)}，编号 ${visit.no}`,
    issuesTitle: `报出 ${issues.length} 件${word}`,
    issues: issues.map(issue => {
      const [due, , tag] = dueWords(issue, today)
      return {
        no: issue.no, href: `/issues/${issue.no}`, title: issue.title, again: again.has(issue.no),
        department: whose(issue),
        due: `${issue.dueOn === null ? '' : '期限 '}${due}${tag === null ? '' : `（${tag}）`}`,
      }
    }),
    explanation: '联席会议办公室受理交办以后，这里换成办结期限，到期前系统会提醒承办部门。',
    href: `/visits/${visit.no}`,
    confirmHint: visit.outcome === '失联' ? '' : '走访要经对方确认才计入覆盖：交签字的登记表照片，或请没去走访的同事打电话核实。',
  }
}
