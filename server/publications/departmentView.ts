import type { Department } from '../../models/department/index.ts'
import type { PublicOpinion } from '../../models/opinion/queries.ts'
import type { StoredPublication } from '../../models/publication/queries.ts'
import type { PublicPromise } from '../../models/promise/queries.ts'
import type { RectificationState } from '../../models/rectification/index.ts'
import { lengthOf, REPORT_SECTIONS, REPORT_SECTION_NAMES, type StoredReport } from '../../models/report/index.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { dayText, rateText } from '../lib/format.ts'

interface PromiseRow { text: string, due: string, now: string }

export interface PublicDepartmentPage {
  name: string
  group: string
  duties: string
  targets: string[]
  report: { href: string, note: string, sections: { title: string, href: string }[] } | null
  /** how many are open and how many were kept, of those below */
  promiseNote: string
  promises: PromiseRow[]
  /** kept longer ago, folded away */
  keptBefore: { title: string, rows: PromiseRow[] } | null
  rectifications: { text: string, now: string }[]
  /** published opinions: how many, and the latest */
  opinions: { note: string, rows: { text: string, href: string }[] }
  /** what citizens judged last time, where that is public */
  result: { text: string, href: string } | null
  opinionHref: string
  contact: { term: string, text: string }[]
}

declare module '../lib/templates.ts' {
  interface Views { 'publications/department': PublicDepartmentPage }
}

interface Around {
  department: Department
  group: string
  promises: readonly PublicPromise[]
  rectifications: readonly { no: string, text: string, dueOn: CivilDay | null, state: RectificationState, closedOn: CivilDay | null }[]
  report: PublicDepartmentPage['report']
  opinions: { rows: readonly PublicOpinion[], total: number }
  result: PublicDepartmentPage['result']
  today: CivilDay
}

/** What citizens read of a department: its report, its promises in approved words, what it mends. */
export function publicDepartmentPage({ department, group, promises, rectifications, report, opinions, result, today }: Around): PublicDepartmentPage {
  return {
    name: department.name, group, report, duties: department.duties ?? '', targets: department.targets ?? [], result,
    opinions: {
      note: opinions.total === 0 ? '还没有公开的意见。' : `公开的意见和答复 ${opinions.total} 条。`,
      rows: opinions.rows.map(({ no, published }) => ({ text: shortened(published?.text ?? ''), href: `/public/opinions/${no}` })),
    },
    ...promiseRows(promises, today),
    rectifications: rectifications.map(({ text, dueOn, state, closedOn }) => ({
      text, now: state === 'closed' ? `整改完成${closedOn === null ? '' : `，${dayText(closedOn, today)}`}` : `整改中${dueOn === null ? '' : `，${dayText(dueOn, today)}前完成`}`,
    })),
    opinionHref: `/public/opinions/new?department=${department._id}`,
    contact: [['电话', department.phone], ['地址', department.address ?? '']].flatMap(([term = '', text = '']) => (text === '' ? [] : [{ term, text }])),
  }
}

/** What citizens judged of a department in a published year; the rates only where the office has made them public. */
export function lastResult({ _id: year, rows, tables }: Pick<StoredPublication, '_id' | 'rows' | 'tables'>, department: string): PublicDepartmentPage['result'] {
  const row = rows.find((each) => each.department === department)
  const href = `/public/results/${year}`
  if (!row || !tables.includes('departments')) return { text: `${year}年的评议结果已经公布。`, href }
  return { text: `${year}年：满意率 ${rateText(row.broad, row.valid)}，不了解率 ${rateText(row.unknown, row.valid + row.unknown)}。`, href }
}

const SHORT = 40
const shortened = (text: string): string => ([...text].length > SHORT ? `${[...text].slice(0, SHORT).join('')}…` : text)

/** So many kept promises stand in sight. */
const KEPT_SHOWN = 5

/** What is still to be done first, the nearest day on top; then what was kept, the latest first. */
function promiseRows(promises: readonly PublicPromise[], today: CivilDay): Pick<PublicDepartmentPage, 'promiseNote' | 'promises' | 'keptBefore'> {
  const open = promises.filter(({ keptAt }) => keptAt === null).toSorted((one, other) => ((one.dueOn ?? '') < (other.dueOn ?? '') ? -1 : 1))
  const kept = promises.filter(({ keptAt }) => keptAt !== null).toSorted((one, other) => Number(other.keptAt) - Number(one.keptAt))
  const row = ({ text, dueOn, keptAt }: PublicPromise): PromiseRow => ({
    text, due: dueOn === null ? '—' : dayText(dueOn, today),
    now: keptAt !== null ? `已兑现，${dayText(dayOf(keptAt), today)}` : dueOn !== null && dueOn < today ? '已过承诺的日子，还在办' : '在办',
  })
  const before = kept.slice(KEPT_SHOWN)
  return {
    promiseNote: `在办 ${open.length} 件，已兑现 ${kept.length} 件。`, promises: [...open, ...kept.slice(0, KEPT_SHOWN)].map(row),
    keptBefore: before.length === 0 ? null : { title: `更早兑现的 ${before.length} 件`, rows: before.map(row) },
  }
}

/** The way to a published report's sections; null while there is none. */
export function reportLinks(report: StoredReport | null, today: CivilDay): PublicDepartmentPage['report'] {
  if (report?.state !== 'published' || report.publishedAt === null) return null
  const href = `/public/departments/${report.department}/report`
  return {
    href, note: `${dayText(dayOf(report.publishedAt), today)}公布，${lengthOf(report.sections)} 字`,
    sections: REPORT_SECTION_NAMES.map((name) => ({ title: REPORT_SECTIONS[name], href: `${href}#section-${name}` })),
  }
}
