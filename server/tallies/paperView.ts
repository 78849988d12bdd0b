import type { CampaignVenue } from '../../models/campaign/index.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { Scale } from '../../models/scoringPlan/scales.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { PaperSheet } from '../../models/tally/index.ts'
import {
  mismatches, SHEET_TOTALS, SHEET_TOTAL_NAMES, type SheetFigures, type SheetTotal,
} from '../../models/tally/sheets.ts'
import type { Actor } from '../../models/user/actor.ts'
import { campaignTabs } from '../campaigns/tabs.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { dateTimeText } from '../lib/format.ts'
import { textOf, wholeNumber, type Body } from '../lib/form.ts'
import type { Empty, ErrorSummary, Link, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { talliesPath } from './view.ts'

export interface PaperListPage { title: PageTitle, tabs: Tabs, paragraphs: string[], table: TableView | null, prints: Link[], empty: Empty }

export interface PaperSheetPage {
  errors: ErrorSummary | null
  title: PageTitle
  paragraphs: string[]
  mismatches: TableView | null
  action: string
  hidden: { name: string, value: string }[]
  totals: FieldView[]
  columns: string[]
  rows: { code: string, name: string, cells: { id: string, name: string, label: string, value: string, error: boolean }[] }[]
  button: string
  cancel: Link
}

export interface PaperBallotPage { title: string, line: string, options: string[], rows: { no: number, name: string }[], rules: string[] }

declare module '../lib/templates.ts' {
  interface Views {
    'tallies/paper': PaperListPage
    'tallies/sheet': PaperSheetPage
    'tallies/ballot': PaperBallotPage
  }
}

/** A sheet that may be entered: a place, a group, a category. */
export interface SheetPlace {
  venue: CampaignVenue
  /** venue of the plan */
  word: string
  group: number
  category: string
  /** paper ballots handed out by the roll */
  handed: number
}

export const sheetHref = (year: number, { venue, group, category }: SheetPlace): string =>
  `${talliesPath(year, 'paper/sheet')}?${new URLSearchParams({ place: venue.code, group: String(group), category }).toString()}`

export function paperListPage(
  campaign: StoredCampaign, places: readonly SheetPlace[], sheets: readonly PaperSheet[], actor: Actor,
): PaperListPage {
  const groups = new Map(campaign.groups.map(({ no, name }) => [no, name]))
  const columns = [column('会场'), column('组'), column('类别'), column('发出纸票', { number: true }), column('录入情况'), column('办理')]
  return {
    title: { clauses: ['纸票录入'], note: '每张计票单由两个人各录一遍，一致才算数', actions: [] },
    tabs: campaignTabs(campaign.year, 'tallies', actor),
    paragraphs: ['纸质选票在会场公开唱票、计票，记在计票单上。两个人各自照单录入，互相看不到；不一致的地方系统逐格列出，回去核对原票。'],
    table: places.length === 0 ? null : tableOf('计票单', columns, places.map((place) => {
      const sheet = sheets.find((each) => isOf(each, place)) ?? null
      return [
        textCell(place.venue.name), textCell(groups.get(place.group) ?? ''), textCell(place.category), textCell(String(place.handed), { className: 'number' }),
        textCell(stateOf(sheet), sheet !== null && sheet.entries.length === 2 && sheet.agreedAt === null ? { tone: 'over' } : {}),
        linkCell('录入', sheetHref(campaign.year, place)),
      ]
    })),
    prints: campaign.groups.map(({ no, name }) => ({ text: `打印${name}测评票`, href: `${talliesPath(campaign.year, 'paper/ballot')}?group=${no}` })),
    empty: { what: '没有发出纸质选票。', next: '在“发放”里给换领纸票的代表打勾以后，这里会列出要录的计票单。', link: null },
  }
}

export const isOf = (sheet: PaperSheet, { venue, group, category }: SheetPlace): boolean =>
  sheet.place === venue.code && sheet.group === group && sheet.category === category

function stateOf(sheet: PaperSheet | null): string {
  if (sheet === null || sheet.entries.length === 0) return '还没有录'
  if (sheet.entries.length === 1) return `${sheet.entries[0]?.byName ?? ''}已录，等第二人`
  return sheet.agreedAt === null ? '两人不一致，请核对' : '两人一致'
}

export interface SheetAsked {
  campaign: StoredCampaign
  place: SheetPlace
  departments: readonly { code: string, name: string }[]
  scale: Scale
  sheet: PaperSheet | null
  actor: Actor
  values: Body
  errors: Record<string, string>
  now: Date
}

const REST = ['弃权', '作废'] as const
export const cellName = (code: string, column: number): string => `d-${code}-${column}`

export function paperSheetPage(asked: SheetAsked): PaperSheetPage {
  const { campaign, place, departments, scale, sheet, actor, errors, now } = asked
  const own = sheet?.entries.find(({ by }) => actor.id?.equals(by)) ?? null
  const values = Object.keys(asked.values).length > 0 ? asked.values : valuesOf(own)
  const field = fieldsOf(values, errors)
  const columns = [...scale.options, ...REST]
  const group = campaign.groups.find(({ no }) => no === place.group)?.name ?? ''
  return {
    errors: errorSummaryOf(errors),
    title: { clauses: [`${place.venue.name}计票单`], note: `${group}，${place.category}`, actions: [] },
    paragraphs: [
      `名册上发出纸质选票 ${place.handed} 张。照会场计票单录入，不要照别人录的抄。`,
      ...(own === null ? [] : [`您在 ${dateTimeText(own.at, dayOf(now))} 录过，再存一次就换掉上次录的。`]),
      ...(sheet?.agreedAt ? ['两人录的一致，这张计票单已经算数。'] : []),
    ],
    mismatches: mismatchTable(sheet, departments, scale),
    action: talliesPath(campaign.year, 'paper/sheet'),
    hidden: [
      { name: 'place', value: place.venue.code }, { name: 'group', value: String(place.group) }, { name: 'category', value: place.category },
    ],
    totals: SHEET_TOTAL_NAMES.map((name) => field.text(`t-${name}`, SHEET_TOTALS[name], { inputMode: 'numeric', maxLength: 6, autocomplete: 'off' })),
    columns,
    rows: departments.map(({ code, name }) => ({
      code, name,
      cells: columns.map((label, at) => ({
        id: `f-${cellName(code, at)}`, name: cellName(code, at), label: `${name} ${label}`, value: textOf(values[cellName(code, at)]),
        error: errors[cellName(code, at)] !== undefined,
      })),
    })),
    button: own === null ? '存入我的录入' : '换掉我上次录的', cancel: { text: '返回', href: talliesPath(campaign.year, 'paper') },
  }
}

/** Where two entries differ; neither is shown before both are there, so that nobody copies. */
function mismatchTable(sheet: PaperSheet | null, departments: readonly { code: string, name: string }[], scale: Scale): TableView | null {
  const [one, other] = sheet?.entries ?? []
  if (!one || !other || sheet?.agreedAt) return null
  const names = new Map(departments.map(({ code, name }) => [code, name]))
  const columns = [column('部门'), column('栏'), column(one.byName, { number: true }), column(other.byName, { number: true })]
  return tableOf('两人录的不一样的地方', columns, mismatches(one, other, scale.options).map(({ department, what, figures: [a, b] }) => [
    textCell(department === null ? '表头' : (names.get(department) ?? department)), textCell(what),
    textCell(String(a), { className: 'number' }), textCell(String(b), { className: 'number' }),
  ]))
}

function valuesOf(entry: SheetFigures | null): Body {
  if (entry === null) return {}
  const cells = entry.cells.flatMap(({ department, counts, abstained, void: spoilt }) =>
    [...counts, abstained, spoilt].map((count, at) => [cellName(department, at), String(count)] as const))
  return Object.fromEntries([...SHEET_TOTAL_NAMES.map((name) => [`t-${name}`, String(entry[name])] as const), ...cells])
}

/** Reads a posted sheet: whole numbers everywhere, each department's marks come to the valid ballots. */
export function readSheet(
  body: Body, departments: readonly { code: string, name: string }[], scale: Scale,
): { figures: SheetFigures } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const number = (name: string, label: string): number => {
    const read = wholeNumber(label, 0, 20_000)(body[name])
    if ('error' in read) errors[name] = read.error
    return 'error' in read ? 0 : read.value
  }
  const totals = Object.fromEntries(SHEET_TOTAL_NAMES.map((name) => [name, number(`t-${name}`, SHEET_TOTALS[name])])) as Record<SheetTotal, number>
  const last = scale.options.length
  const cells = departments.map(({ code, name }) => ({
    department: code, counts: scale.options.map((option, at) => number(cellName(code, at), `${name}“${option}”`)),
    abstained: number(cellName(code, last), `${name}“弃权”`), void: number(cellName(code, last + 1), `${name}“作废”`),
  }))
  if (Object.keys(errors).length > 0) return { errors }
  for (const [at, { counts, abstained, void: spoilt }] of cells.entries()) {
    const sum = counts.reduce((total, each) => total + each, 0) + abstained + spoilt
    const { code, name } = departments[at] ?? { code: '', name: '' }
    if (sum !== totals.valid) errors[cellName(code, 0)] = `${name}各栏合计 ${sum}，应等于有效票 ${totals.valid}，请核对`
  }
  return Object.keys(errors).length > 0 ? { errors } : { figures: { ...totals, cells } }
}

/** 测评票 for the voter who takes paper. @source forms.md §7 */
export function paperBallotPage(campaign: StoredCampaign, group: number, departments: readonly { name: string }[], scale: Scale): PaperBallotPage {
  return {
    title: `${campaign.year} 年三民活动测评票`, line: campaign.groups.find(({ no }) => no === group)?.name ?? '', options: [...scale.options],
    rows: departments.map(({ name }, at) => ({ no: at + 1, name })),
    rules: [
      '用黑色或蓝色笔，在每个部门对应的一栏画“√”。', '每个部门只选一项，选两项及以上的该部门作废，不影响其他部门。',
      '不选视为弃权，不计分。', '不了解的选“不了解”，不计入平均分。', '票面不写姓名，填好后本人投入票箱。',
    ],
  }
}
