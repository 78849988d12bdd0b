import { dayOf } from '../../models/shared/calendarDay.ts'
import { clockSumAt } from '../../models/issue/clock.ts'
import type { Moment } from '../../models/issue/step.ts'
import { RAISER_KINDS, SOURCES, STATES } from '../../models/issue/words.ts'
import type { Issue } from '../../models/issue/record.ts'
import { clockFactsOf } from '../issues/dueWords.ts'
import { rungTag } from '../issues/tags.ts'
import type { Column, Fill } from '../lib/columns.ts'
import { maskName } from '../lib/format.ts'
import type { Charges } from './charges.ts'
import type { Words } from './names.ts'

/** A case with the cards that it was given. */
export interface IssueLine {
  issue: Issue
  yellow: number
  red: number
}

/** What the columns need beside the case. */
export interface IssueContext {
  words: Words
  charges: Charges
  when: Moment
  personal: boolean
  publicUrl: string
}

const RUNG_FILLS = { blue: 'notice', yellow: 'near', red: 'over', order: 'over', calm: null } as const

/** The colour of the warning: grey once nothing runs any more. @source forms.md §3.4 */
function fillOf({ issue }: IssueLine): Fill | null {
  if (!issue.open || issue.state === 'pledged') return 'still'
  return RUNG_FILLS[rungTag(issue.rung).kind]
}

/** `剩3`, `超5`, `停，剩3`, `剩3，暂定`: signed working days of the clock; empty without one. @source forms.md §3.1 no. 21 */
export function restMark(issue: Issue, { now, calendar }: Moment): string {
  const facts = issue.open ? clockFactsOf(issue) : null
  if (facts === null) return ''
  const { left, running } = clockSumAt(facts, now, calendar)
  return `${running ? '' : '停，'}${left < 0 ? `超${-left}` : `剩${left}`}${issue.provisional ? '，暂定' : ''}`
}

/** The due day before the first extension, where there was one. */
function firstDue(issue: Issue): string | null {
  const [first, second] = issue.dueVersions
  return first && second && issue.dueVersions.some(({ kind }) => kind === 'extension') ? `原时限 ${first.dueOn}，已延期` : null
}

function callBackWords(issue: Issue): string {
  const last = issue.callBacks.at(-1)
  if (!last) return ''
  return `${dayOf(last.at)} ${last.reached ? [last.how, last.solved, last.text].filter(Boolean).join('，') : '未联系上'}`
}

/** All columns of the ledger by name, so that each preset picks its own and none is written twice. @source forms.md §3.1 */
export function issueColumns({ words, charges, when, personal, publicUrl }: IssueContext) {
  const of = (value: (issue: Issue) => string | number | Date | null) => ({ issue }: IssueLine) => value(issue)
  const progressOf = (issue: Issue) => issue.progress.at(-1)
  return {
    no: { header: '问题编号', width: 17, type: 'code', value: of(({ no }) => no), link: ({ issue }) => `${publicUrl}/issues/${issue.no}` },
    raiser: {
      header: '诉求企业/提出人', width: 22, type: 'text',
      value: of(({ raiser }) => (raiser.kind === 'citizen' && !personal ? maskName(raiser.name) : raiser.name || RAISER_KINDS[raiser.kind])),
    },
    title: { header: '诉求摘要', width: 30, type: 'text', value: of(({ title }) => title) },
    text: { header: '诉求内容', width: 40, type: 'text', value: of(({ text }) => text) },
    source: { header: '来源', width: 10, type: 'text', value: of(({ source }) => SOURCES[source]) },
    category: { header: '类别', width: 10, type: 'text', value: of(({ category }) => words.category(category)) },
    grade: { header: '等级', width: 7, type: 'text', value: of(({ grade }) => grade) },
    assignedOn: { header: '交办时间', width: 11, type: 'day', value: of(({ assignedAt }) => assignedAt && dayOf(assignedAt)) },
    assignNo: { header: '交办文号', width: 19, type: 'code', value: of(({ assignNo }) => assignNo) },
    lead: { header: '牵头单位', width: 14, type: 'text', value: of(({ leadDepartment }) => words.department(leadDepartment)) },
    co: { header: '协办单位', width: 16, type: 'text', value: of(({ coDepartments }) => coDepartments.map(({ department }) => words.department(department)).join('、')) },
    charge: {
      header: '分管领导', width: 9, type: 'text',
      value: of((issue) => (issue.leadDepartment ? charges.deputy(issue.leadDepartment, dayOf(issue.assignedAt ?? when.now)) : '')),
    },
    handler: { header: '责任人', width: 9, type: 'text', value: of(({ handlerName }) => handlerName) },
    phone: { header: '联系电话', width: 15, type: 'code', value: of(({ leadDepartment }) => words.phone(leadDepartment)) },
    due: {
      header: '办理时限', width: 13, type: 'day', value: of(({ dueOn }) => dueOn),
      comment: ({ issue }) => firstDue(issue),
    },
    progress: { header: '最新进展', width: 34, type: 'text', value: of((issue) => progressOf(issue)?.text ?? '') },
    progressOn: { header: '进展时间', width: 11, type: 'day', value: of((issue) => progressOf(issue)?.onDay ?? null) },
    state: { header: '办理状态', width: 10, type: 'text', value: of(({ state }) => STATES[state]) },
    warning: { header: '预警', width: 9, type: 'text', fill: fillOf, value: of(({ open, rung }) => (open ? rungTag(rung).text : '')) },
    rest: { header: '剩余/超期(工作日)', width: 9, type: 'code', value: of((issue) => restMark(issue, when)) },
    warningAndRest: {
      header: '预警', width: 12, type: 'text', fill: fillOf,
      value: of((issue) => [issue.open ? rungTag(issue.rung).text : '', restMark(issue, when)].filter(Boolean).join(' ')),
    },
    result: { header: '结果类别', width: 8, type: 'code', value: of(({ resultClass }) => resultClass) },
    settledOn: { header: '办结时间', width: 11, type: 'day', value: of(({ settledAt }) => settledAt && dayOf(settledAt)) },
    inTime: { header: '是否按时', width: 8, type: 'text', value: of(({ settledInTime }) => (settledInTime === null ? '' : settledInTime ? '按时' : '超时')) },
    callBack: { header: '回访情况', width: 16, type: 'text', value: of(callBackWords) },
    satisfaction: { header: '满意度', width: 9, type: 'text', value: of(({ satisfaction }) => satisfaction) },
    rework: { header: '重办次数', width: 7, type: 'number', value: of(({ reworkCount }) => reworkCount) },
    cards: { header: '黄红牌', width: 10, type: 'text', value: ({ yellow, red }) => [yellow ? `黄${yellow}` : '', red ? `红${red}` : ''].filter(Boolean).join(' ') },
    promiseOn: { header: '承诺时间', width: 11, type: 'day', value: of(({ promise }) => promise?.dueOn ?? null) },
    remark: { header: '备注', width: 14, type: 'text', value: of(({ closingNote, mergedInto }) => [closingNote, mergedInto ? `并入 ${mergedInto}` : ''].filter(Boolean).join('；')) },
  } satisfies Record<string, Column<IssueLine>>
}

type Name = keyof ReturnType<typeof issueColumns>

/** The full ledger prints on A3, the one for meetings on A4. @source forms.md §3.1 */
export const ISSUE_PRESETS: Record<'full' | 'meeting', readonly Name[]> = {
  full: [
    'no', 'raiser', 'title', 'text', 'source', 'category', 'grade', 'assignedOn', 'assignNo', 'lead', 'co', 'charge', 'handler', 'phone', 'due',
    'progress', 'progressOn', 'state', 'warning', 'rest', 'result', 'settledOn', 'inTime', 'callBack', 'satisfaction', 'rework', 'cards',
    'promiseOn', 'remark',
  ],
  meeting: ['raiser', 'title', 'category', 'lead', 'charge', 'due', 'progress', 'warningAndRest', 'state'],
}
