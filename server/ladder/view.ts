import { LISTENERS, LISTENER_WORDS, SIGNATURE_LISTENERS, type Listener } from '../../models/card/addressees.ts'
import { LADDER, needsSigning, RUNG_WORDS, type StepRule } from '../../models/issue/ladder.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import type { OfficeHours } from '../../models/shared/officeHours.ts'
import { rungTag } from '../issues/tags.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, linkCell, rungCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import { countText, dayText } from '../lib/format.ts'
import type { Cell, Empty, PageTitle, TableView } from '../lib/parts.ts'
import type { Rehearsed } from './rehearsed.ts'

export interface LadderPage { title: PageTitle, table: TableView, rules: { term: string, text: string }[] }

export interface RehearsalPage {
  title: PageTitle
  field: FieldView
  /** `黄牌 4，红牌 2`, empty when nothing would go out */
  sum: string
  table: TableView | null
  empty: Empty
  channels: string
}

declare module '../lib/templates.ts' {
  interface Views { 'ladder/index': LadderPage, 'ladder/rehearsal': RehearsalPage }
}

const wordsOf = (listeners: readonly Listener[]): string => listeners.map((each) => LISTENER_WORDS[each]).join('、')

/** The ladder in the offices' words, made from the very tables that the sweep runs on. */
export function ladderPage(hours: OfficeHours, mayRehearse: boolean): LadderPage {
  const rows = LADDER.map((rule) => [
    rungCell(rule.step === 'R20' || rule.step === 'R10' ? { kind: 'calm', text: '提醒' } : rungTag(rule.step)),
    textCell(whenWords(rule)),
    textCell(rule.proposalsOnly ? '人大建议、政协提案' : '全部'),
    textCell(EFFECTS[rule.step]),
    textCell(wordsOf(LISTENERS[rule.step])),
    textCell(rule.step !== 'R20' && rule.step !== 'R10' && needsSigning(rule.step) ? '督查室签发' : '系统'),
  ])
  const columns = [
    column('级'),
    column('何时'),
    column('适用', { wide: true }),
    column('做什么', { wide: true }),
    column('通知谁'),
    column('谁定', { wide: true }),
  ]
  return {
    title: {
      clauses: ['督办阶梯'],
      note: '超期的诉求，什么时候、由谁、告诉谁',
      actions: mayRehearse ? [linkButton('预演某一天', '/ladder/rehearsal', 'primary')] : [],
    },
    table: tableOf('督办阶梯', columns, rows),
    rules: [
      { term: '一次', text: '每一级在同一个办理时限内只亮一次。批准延期、重办产生新的时限，已亮的牌不收回。' },
      {
        term: '通知时间',
        text: `${hours.map(([from, to]) => `${from}–${to}`).join('、')}，工作日。重大诉求不分昼夜。`,
      },
      { term: '空缺', text: '通知的是岗位，不是个人。岗位空缺时报上一级，并注明。' },
      {
        term: '签收',
        text: `交办后 1 个工作日未签收，通知${wordsOf(SIGNATURE_LISTENERS[1])}；2 个工作日未签收，通知${wordsOf(SIGNATURE_LISTENERS[2])}。不亮牌。`,
      },
      { term: '合并', text: '同一部门 30 天内三张红牌，起草通报；两份督办单逾期未回复，起草约谈。每张牌只用一次。' },
      { term: '签发', text: '督办单、通报、约谈由系统起草，督查室签发后编号生效，限 1 个工作日。' },
      { term: '暂定', text: '到期日落在还没有公布节假日的年份时，红牌以上先不发，系统提醒管理员载入日历。' },
      { term: '停机补发', text: '停机后只补发最高一级提醒，且不晚于到期日；红牌以上逐级补发。' },
    ],
  }
}

const EFFECTS: Readonly<Record<StepRule['step'], string>> = {
  R20: '提醒', R10: '提醒', L0: '提醒', L1: '黄牌', L2: '红牌，计入扣分', L3: '督办单，3 个工作日内回复', L4: '书面通报', L5: '约谈或提级',
}

function whenWords({ offset }: StepRule): string {
  return offset < 0 ? `到期前 ${-offset} 个工作日` : `超期第 ${offset} 个工作日`
}

interface Around {
  on: CivilDay
  today: CivilDay
  opensAt: string
  channels: string
  departmentName: (code: string) => string
}

/** What would go out on a day. */
export function rehearsalPage(
  rows: readonly Rehearsed[],
  around: Around,
  errors: Record<string, string> = {},
): RehearsalPage {
  const { on, today, channels } = around
  return {
    title: { clauses: ['预演'], note: '按现在的办理情况推算，假定这之前没有人答复；不会真的发出', actions: [] },
    field: fieldsOf({}, errors).date('at', '哪一天', { value: on }),
    sum: sumOf(rows),
    table:
      rows.length === 0
        ? null
        : tableOf(
            `${dayText(on, today)}将发出的提醒和牌`,
            COLUMNS,
            rows.map((row) => rowOf(row, around)),
          ),
    empty: {
      what: `${dayText(on, today)}没有要发出的提醒和牌。`,
      next: '休息日不亮牌，可以换一个工作日看看。',
      link: { text: '看督办阶梯', href: '/ladder' },
    },
    channels,
  }
}

const COLUMNS = [
  column('牌'),
  column('编号'),
  column('诉求', { wide: true }),
  column('部门', { wide: true }),
  column('期限', { wide: true }),
  column('何时'),
  column('通知谁'),
]

function rowOf(row: Rehearsed, { today, opensAt, departmentName }: Around): Cell[] {
  const people = row.to.slice(0, 4).map(({ name, post }) => `${name}（${post}）`).join('、')
  return [
    rungCell(row.rung ? rungTag(row.rung) : { kind: 'calm', text: row.word }),
    row.issueNo ? linkCell(row.issueNo, `/issues/${row.issueNo}`) : textCell(null),
    textCell(row.issueTitle),
    textCell(departmentName(row.department)),
    row.dueOn ? dayCell(dayText(row.dueOn, today)) : textCell(null),
    dayCell(row.urgent ? '随时' : opensAt),
    textCell(
      `${row.kind === 'draft' || row.kind === 'combined' ? '起草，待签发：' : ''}${people || '无人在岗'}${row.to.length > 4 ? `等 ${countText(row.to.length)} 人` : ''}`,
    ),
  ]
}

/** `黄牌 4，红牌 2，督办单 1`, in the ladder's order. */
function sumOf(rows: readonly Rehearsed[]): string {
  const words = [...new Set([...Object.values(RUNG_WORDS), ...rows.map(({ word }) => word)])]
  return words.flatMap((word) => {
    const count = rows.filter((row) => row.word === word).length
    return count === 0 ? [] : [`${word} ${countText(count)}`]
  }).join('，')
}

