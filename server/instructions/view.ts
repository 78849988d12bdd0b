import type { Attachment } from '../../models/attachment/index.ts'
import type { Department } from '../../models/department/index.ts'
import type { Instruction } from '../../models/instruction/index.ts'
import type { InstructionTab } from '../../models/instruction/queries.ts'
import { PAGE_SIZE } from '../../models/instruction/queries.ts'
import { INSTRUCTION_STATES } from '../../models/instruction/verbs.ts'
import type { Issue } from '../../models/issue/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { addWorkingDays, remainingAt, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { attachedFile } from '../attachments/view.ts'
import type { Body } from '../http/body.ts'
import { postButton } from '../lib/buttons.ts'
import { column, dayCell, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { clausesOf, countText, dateTimeText, dayText, restText, restTone } from '../lib/format.ts'
import { pagerOf } from '../lib/listAddress.ts'
import type {
  AttachedFile, Button, Empty, ErrorSummary, Fact, NextStep, PageTitle, Pager, StatusTag, TableView, Tabs, Tone,
} from '../lib/parts.ts'

interface Around { departments: ReadonlyMap<string, Department>, calendar: WorkingCalendar, now: Date }

export interface InstructionListPage {
  title: PageTitle, tabs: Tabs, table: TableView | null, empty: Empty, pager: Pager
}

export interface InstructionShowPage {
  title: PageTitle
  text: string
  facts: Fact[]
  next: NextStep
  replies: { by: string, text: string }[]
  noReplies: Empty
  files: AttachedFile[]
  errors: ErrorSummary | null
  reply: { action: string, field: FieldView } | null
  finish: Button | null
}

export interface InstructionForm {
  title: PageTitle
  errors: ErrorSummary | null
  action: string
  issue: { href: string, text: string }
  fields: FieldView[]
}

declare module '../lib/templates.ts' {
  interface Views {
    'instructions/index': InstructionListPage
    'instructions/show': InstructionShowPage
    'instructions/new': InstructionForm
  }
}

const TAB_WORDS: Record<InstructionTab, string> = {
  open: '待回报', overdue: '逾期未回报', replied: '已回报', done: '已办结', all: '全部',
}
const STATE_TAGS: Record<Instruction['state'], StatusTag> = {
  open: { glyph: 'empty', text: INSTRUCTION_STATES.open },
  replied: { glyph: 'quarters', text: INSTRUCTION_STATES.replied },
  done: { glyph: 'done', text: INSTRUCTION_STATES.done },
}

export function instructionListPage(
  found: { rows: Instruction[], total: number | { atLeast: number } },
  { tab, page, counts, ...around }: Around & {
    tab: InstructionTab, page: number, counts: Record<InstructionTab, number>
  },
): InstructionListPage {
  const columns = [
    column('编号', { wide: true }), column('批示'), column('批示人', { wide: true }), column('部门', { wide: true }),
    column('诉求', { wide: true }),
    column('状态'), column('最迟回报'), column('剩余', { wide: true }),
  ]
  return {
    title: { clauses: ['批示'], note: '领导对具体诉求的批示，由承办部门按期回报', actions: [] },
    tabs: {
      label: '批示的分类',
      tabs: (Object.keys(TAB_WORDS) as InstructionTab[]).map(each => ({
        text: TAB_WORDS[each], count: countText(counts[each]), href: `/instructions?tab=${each}`, current: each === tab,
        tone: each === 'overdue' && counts.overdue > 0 ? 'over' : '',
      })),
    },
    table: found.rows.length === 0 ? null : tableOf(
      '批示', columns, found.rows.map(row => rowOf(row, around)), { sticky: true },
    ),
    empty: {
      what: `没有${tab === 'all' ? '' : TAB_WORDS[tab]}的批示。`, next: tab === 'all' ? '领导在领导页上批示后，在这里跟踪回报。' : null,
      link: null,
    },
    pager: pagerOf('/instructions', { tab }, page, PAGE_SIZE, found.total),
  }
}

function rowOf(row: Instruction, { departments, calendar, now }: Around) {
  const today = dayOf(now)
  const rest = restOf(row, calendar, now)
  return [
    linkCell(row.no, `/instructions/${row.no}`), textCell(shortened(row.text), { href: `/instructions/${row.no}` }),
    textCell(row.leaderName, { small: row.enteredBy === null ? null : `${row.enteredByName} 代录` }),
    textCell(departments.get(row.department)?.name ?? row.department),
    row.issueNo === null ? textCell(null) : linkCell(row.issueNo, `/issues/${row.issueNo}`),
    statusCell(STATE_TAGS[row.state]),
    dayCell(dayText(row.dueOn, today), row.state === 'open' ? rest.tone : '', row.provisional ? '暂定' : null),
    row.state === 'open' ? dayCell(rest.text, rest.tone) : textCell(null),
  ]
}

const shortened = (text: string) => [...text].length > 40 ? `${[...text].slice(0, 39).join('')}…` : text

function restOf({ dueOn, dueAt }: Instruction, calendar: WorkingCalendar, now: Date): { text: string, tone: Tone } {
  const rest = { workingDays: remainingAt(now, dueOn, calendar), passed: dueAt < now }
  const tone = restTone(rest)
  return { text: restText(rest), tone: tone === 'calm' ? '' : tone }
}

export function instructionShowPage(instruction: Instruction, around: Around & {
  files: Attachment[], rights: { reply: boolean, finish: boolean }, values: Body, errors: Record<string, string>,
}): InstructionShowPage {
  const today = dayOf(around.now)
  const { no, state } = instruction
  const field = fieldsOf(around.values, around.errors)
  const department = around.departments.get(instruction.department)?.name ?? instruction.department
  const entered = instruction.enteredBy === null ? '' : `，${instruction.enteredByName} 代录`
  return {
    title: {
      clauses: [`${instruction.leaderName}的批示`], note: `${no}，${dateTimeText(instruction.at, today)}${entered}`,
      actions: [],
    },
    text: instruction.text,
    facts: [
      { term: '批示给', text: department, href: null, small: null, action: null },
      {
        term: '诉求', text: instruction.issueNo ?? '—',
        href: instruction.issueNo === null ? null : `/issues/${instruction.issueNo}`, small: null, action: null,
      },
      {
        term: '最迟回报', text: dayText(instruction.dueOn, today), href: null,
        small: instruction.provisional ? '暂定：那一年的节假日还没有载入' : null, action: null,
      },
      {
        term: '状态', text: INSTRUCTION_STATES[state], href: null,
        small: instruction.doneAt && dateTimeText(instruction.doneAt, today), action: null,
      },
    ],
    next: nextOf(instruction, department, around),
    replies: instruction.replies.toReversed().map(each => ({
      by: `${each.byName} ${dateTimeText(each.at, today)}`, text: each.text,
    })),
    noReplies: { what: '部门还没有回报。', next: null, link: null },
    files: around.files.map(attachedFile),
    errors: errorSummaryOf(around.errors),
    reply: around.rights.reply && state !== 'done'
      ? {
        action: `/instructions/${no}/reply`,
        field: field.textarea('text', '回报：做了什么，结果怎样', { maxLength: 2000, rows: 5 }),
      } : null,
    finish: around.rights.finish && state === 'replied' ? postButton(
      '办结这件批示', `/instructions/${no}/completion`, {}, 'primary',
    ) : null,
  }
}

function nextOf(instruction: Instruction, department: string, { calendar, now }: Around): NextStep {
  const rest = restOf(instruction, calendar, now)
  const today = dayOf(now)
  const none = { small: null, tone: '' as const }
  if (instruction.state === 'done') {
    return {
      who: { text: '没有人', ...none }, what: { text: '已办结', ...none }, when: { text: '—', ...none }, buttons: [],
      note: null,
    }
  }
  if (instruction.state === 'replied') {
    return {
      who: { text: instruction.leaderName, ...none }, what: { text: '看回报，办结或再要求回报', ...none },
      when: { text: '没有时限', ...none }, buttons: [], note: null,
    }
  }
  return {
    who: { text: department, small: '部门负责人', tone: '' }, what: { text: '回报办理情况', ...none },
    when: { text: rest.text, small: `${dayText(instruction.dueOn, today)} 17:30 前`, tone: rest.tone }, buttons: [],
    note: null,
  }
}

export function instructionForm(issue: Pick<Issue, 'no' | 'title' | 'leadDepartment'>, around: Around & {
  byLeader: boolean, values: Body, errors: Record<string, string>,
}): InstructionForm {
  const field = fieldsOf(around.values, around.errors)
  const usual = addWorkingDays(dayOf(around.now), 5, around.calendar).day
  const department = around.departments.get(issue.leadDepartment ?? '')?.name ?? '联席会议办公室'
  return {
    title: { clauses: clausesOf(around.byLeader ? '写批示' : '代录批示'), note: `给${department}`, actions: [] },
    errors: errorSummaryOf(around.errors),
    action: `/issues/${issue.no}/instruction`,
    issue: { href: `/issues/${issue.no}`, text: `${issue.no} ${issue.title}` },
    fields: [
      field.textarea('text', '批示内容', { maxLength: 1000, rows: 4, hint: around.byLeader ? null : '照原件录，一字不改' }),
      field.date('dueOn', '要求回报的日期', { value: usual }),
      ...(
        around.byLeader ? [] : [
          field.file('scan', '原件', { multiple: true, hint: '扫描件或照片，每个不超过 15 MB，最多 3 个', accept: 'image/*,.pdf' }),
        ]
      ),
    ],
  }
}
