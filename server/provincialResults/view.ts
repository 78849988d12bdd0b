import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { ASPECTS, SURVEYS, SURVEY_NAMES, type Answers, type ProvincialResult } from '../../models/provincialResult/index.ts'
import { meanOf, tallyOf } from '../../models/score/tally.ts'
import { scaleOf } from '../../models/scoringPlan/scales.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { displayText } from '../../models/shared/rational.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { column, figureCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { textOf, type Body } from '../lib/form.ts'
import { dateTimeText, dayText } from '../lib/format.ts'
import type { Cell, Empty, ErrorSummary, Fact, PageTitle, SectionHead, TableView, Tabs } from '../lib/parts.ts'
import { NEVER_MIXED, nodeOf, shownValue } from './beside.ts'
import { cellName, LINES, LINE_WORDS, OPTIONS } from './form.ts'

export interface ProvincialPage {
  errors: ErrorSummary | null
  title: PageTitle
  tabs: Tabs
  lead: string
  empty: Empty | null
  facts: Fact[]
  surveys: { head: SectionHead, table: TableView } | null
  aspects: { head: SectionHead, table: TableView } | null
  history: { head: SectionHead, table: TableView } | null
  /** null for those who only read */
  form: {
    title: string, action: string, words: FieldView[], columns: readonly string[], button: string, note: string
    rows: { name: string, cells: { id: string, name: string, label: string, value: string, error: boolean }[] }[]
  } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'provincialResults/show': ProvincialPage }
}

export const provincialPath = (year: number): string => campaignPath(year, 'provincial')

interface Around { actor: Actor, now: Date, values: Body, errors: Record<string, string> }

/** The province's result of a year with its derivation, the entries so far and the form for a new one. */
export function provincialPage(campaign: StoredCampaign, entries: readonly ProvincialResult[], { actor, now, values, errors }: Around): ProvincialPage {
  const { year } = campaign
  const today = dayOf(now)
  const inForce = entries[0] ?? null
  return {
    errors: errorSummaryOf(errors),
    title: { clauses: [`${year}年省满意度`], note: NEVER_MIXED, actions: [] },
    tabs: campaignTabs(year, 'provincial', actor),
    lead: `按省里的量表计分：${scaleWords()}。电话访问占 0.6，问卷占 0.4；缺一项时以另一项为准。和评议得分量表不同，不能相互比较。`,
    empty: inForce !== null ? null : { what: `${year}年还没有省里的结果。`, next: '省考评办公布以后，由评议组照来文录入。', link: null },
    facts: inForce === null ? [] : factsOf(inForce, today),
    surveys: inForce === null ? null : { head: { title: '怎么算的', note: null, link: null }, table: surveyTable(inForce) },
    aspects: inForce === null || inForce.aspects.length === 0 ? null : {
      head: { title: '八个方面', note: '电话访问', link: null },
      table: tableOf('八个方面', [column('方面'), ...answerColumns()], inForce.aspects.map(({ aspect, counts }) => [textCell(ASPECTS[aspect]), ...answerCells(counts)])),
    },
    history: entries.length < 2 ? null : { head: { title: '历次录入', note: '更正以后，先前的照样留着', link: null }, table: historyTable(entries, today) },
    form: mayEver(actor, 'provincialResult.enter') ? formOf(year, inForce, values, errors) : null,
  }
}

const scaleWords = (): string => {
  const { options, values } = scaleOf('SD3')
  return options.map((option, at) => `${option} ${values[at] ?? '不计分'}`).join('，')
}

function factsOf(result: ProvincialResult, today: CivilDay): Fact[] {
  const fact = (term: string, text: string, small: string | null = null): Fact => ({ term, text, href: null, small, action: null })
  return [
    fact('省满意度', shownValue(nodeOf(result).value), nodeOf(result).partial ? '只有一项，以这一项为准' : null),
    fact('来源', result.source, dayText(result.onDay, today)),
    fact('录入', `第 ${result.n} 次，${dateTimeText(result.enteredAt, today)}，${result.enteredByName}`, result.reason || null),
  ]
}

const answerColumns = () => [...OPTIONS, '计分'].map((text) => column(text, { number: true })).concat(column('得分', { number: true }))

function answerCells(counts: Answers): Cell[] {
  const tally = tallyOf('SD3', counts)
  const mean = meanOf(tally)
  return [...OPTIONS.map((_, at) => numberCell(counts[at] ?? 0)), numberCell(tally.valid), figureCell(mean === null ? '—' : displayText(mean))]
}

function surveyTable(result: ProvincialResult): TableView {
  const node = nodeOf(result)
  const rows = SURVEY_NAMES.map((survey, at) => {
    const counts = result[survey]
    const weight = figureCell(node.children[at]?.weight ?? '')
    return counts === null ? [textCell(SURVEYS[survey]), ...OPTIONS.map(() => figureCell('—')), figureCell('—'), figureCell('没有'), weight]
      : [textCell(SURVEYS[survey]), ...answerCells(counts), weight]
  })
  return tableOf('省满意度的推导', [column('调查'), ...answerColumns(), column('权重', { number: true })], rows)
}

const historyTable = (entries: readonly ProvincialResult[], today: CivilDay): TableView =>
  tableOf('历次录入', [column('录入'), column('省满意度', { number: true }), column('来源'), column('更正原因')], entries.map((entry) => [
    textCell(`第 ${entry.n} 次，${dateTimeText(entry.enteredAt, today)}，${entry.enteredByName}`), figureCell(shownValue(nodeOf(entry).value)),
    textCell(entry.source, { small: entry.onDay }), textCell(entry.reason || '首次录入'),
  ]))

function formOf(year: number, inForce: ProvincialResult | null, sent: Body, errors: Record<string, string>): ProvincialPage['form'] {
  const values = Object.keys(sent).length > 0 ? sent : valuesOf(inForce)
  const field = fieldsOf(values, errors)
  return {
    title: inForce === null ? '录入省里的结果' : '更正', action: provincialPath(year), button: inForce === null ? '录入' : '更正', columns: OPTIONS,
    note: '照来文填每一档的人数。没有的行整行空着；填了一行，四档都要填，没有人选填 0。',
    words: [
      field.text('source', '来文和文号', { maxLength: 100, hint: '如：省考评办关于群众满意度调查结果的通报，鲁考评办〔2026〕3 号' }),
      field.date('onDay', '来文日期'),
      ...(inForce === null ? [] : [field.text('reason', '更正原因', { maxLength: 200 })]),
    ],
    rows: LINES.map((line) => ({
      name: LINE_WORDS[line],
      cells: OPTIONS.map((option, at) => ({
        id: `f-${cellName(line, at)}`, name: cellName(line, at), label: `${LINE_WORDS[line]} ${option}`, value: textOf(values[cellName(line, at)]),
        error: errors[cellName(line, at)] !== undefined,
      })),
    })),
  }
}

function valuesOf(result: ProvincialResult | null): Body {
  if (result === null) return {}
  const lines = [['phone', result.phone], ['paper', result.paper], ...result.aspects.map(({ aspect, counts }) => [aspect, counts] as const)] as const
  return {
    source: result.source, onDay: result.onDay,
    ...Object.fromEntries(lines.flatMap(([line, counts]) => (counts ?? []).map((count, at) => [cellName(line, at), String(count)]))),
  }
}
