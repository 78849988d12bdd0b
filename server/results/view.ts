import { FEW_ANSWERS, sampleSize } from '../../models/questionnaire/figures.ts'
import { CONFIDENTIALITIES } from '../../models/questionnaire/index.ts'
import type { Result } from '../../models/result/index.ts'
import type { DimensionResult, Figures, ItemResult } from '../../models/result/shape.ts'
import { trendsOf, type Trend, type Trends } from '../../models/result/trend.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, figureCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, dateTimeText, rateText } from '../lib/format.ts'
import type { Empty, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import {
  changeText, groupNames, hidesSomething, HIDDEN_NOTE, MERGED_NOTE, share, shownCount, shownText, type GroupNames,
} from './figureWords.ts'
import { questionnairePath, type Found } from './find.ts'
import {
  choiceView, levelGroups, plainLine, scaleView, type ChoiceView, type LevelGroup, type ScaleView,
} from './itemsView.ts'
import { makeUpTables } from './makeUpView.ts'
import { crossView, groupTables, indexView } from './tablesView.ts'

/** A large figure with its word and what it was last year. */
export interface Headline { figure: string, word: string, small: string }
/** A dimension as a bar on 0 to 100, with a mark where it stood before. */
export interface DimensionBar { name: string, mean: string, width: number, before: number | null, label: string }
export interface TextLine { title: string, count: string, href: string | null, tags: string }

export interface ResultsPage {
  title: PageTitle
  tabs: Tabs
  warning: string | null
  respondents: { sentence: string, note: string, tables: TableView[] }
  headlines: Headline[]
  dimensions: { bars: DimensionBar[], compares: boolean, table: TableView } | null
  groups: LevelGroup[]
  legend: { level: string, text: string }[]
  index: { sentence: string, table: TableView, notes: string[] } | null
  scales: ScaleView[]
  choices: ChoiceView[]
  lines: string[]
  tables: { title: string, table: TableView }[]
  texts: TextLine[]
  notes: string[]
}

/** Before the figures: when they will be there, and who has answered so far. */
export interface PendingPage {
  title: PageTitle
  tabs: Tabs
  empty: Empty
  sentence: string
  tables: TableView[]
}

declare module '../lib/templates.ts' {
  interface Views { 'results/show': ResultsPage, 'results/pending': PendingPage }
}

export interface ResultsFacts {
  questionnaire: Found
  result: Result
  /** the earlier questionnaire that it is compared to */
  before: { title: string, year: number, figures: Figures } | null
  districts: ReadonlyMap<string, string>
  tabs: Tabs
  today: CivilDay
  may: { export: boolean, texts: boolean, answers: boolean }
  /** tags of each text item, the most frequent first */
  tags: ReadonlyMap<string, { tag: string, count: number | null }[]>
}

export function resultsPage(facts: ResultsFacts): ResultsPage {
  const { questionnaire, result: { figures, computedAt }, before, tabs, today, may } = facts
  const path = questionnairePath(questionnaire)
  const names = groupNames(questionnaire, facts.districts)
  const trends = trendsOf(figures, before?.figures ?? null)
  const { items } = figures
  return {
    title: {
      clauses: [questionnaire.title, '结果'],
      note: `${CONFIDENTIALITIES[questionnaire.confidentiality]}问卷，${countText(figures.answers)} 份答卷，`
        + `${dateTimeText(computedAt, today)} 算定，以后不再变`,
      actions: may.export ? [linkButton('导出 Excel', `${path}/results.xlsx`, 'primary')] : [],
    },
    tabs,
    warning: figures.answers >= FEW_ANSWERS ? null
      : `只收到 ${countText(figures.answers)} 份答卷，不足 ${FEW_ANSWERS} 份。以下数字波动很大，只供参考，不宜公布或排名。`,
    respondents: respondents(figures, names),
    headlines: headlines(figures, trends, before),
    dimensions: figures.dimensions.length === 0 ? null : dimensionChart(figures, trends),
    groups: levelGroups(items, trends),
    legend: LEGEND,
    index: figures.index && indexView(figures.index, names),
    scales: items.flatMap((item) => (item.kind === 'scale' ? [scaleView(item, trends)] : [])),
    choices: items.flatMap((item) => (item.kind === 'choice' ? [choiceView(item)] : [])),
    lines: items.flatMap((item) => plainLine(item) ?? []),
    tables: [...groupTables(figures, names), ...(figures.cross ? [crossView(figures.cross, names)] : [])],
    texts: items.flatMap((item) => (item.kind === 'text' ? [textLine(item, path, facts)] : [])),
    notes: notesOf(figures, before),
  }
}

const LEGEND = ['很满意', '满意', '基本满意', '不太满意', '不满意'].map((text, level) => ({ level: `level-${level}`, text }))

function respondents(figures: Figures, names: GroupNames): ResultsPage['respondents'] {
  const { invited, answers } = figures
  const needed = sampleSize(invited, 0.05)
  const enough = answers >= needed ? '已经够' : '还不够'
  return {
    sentence: `邀请 ${countText(invited)} 户企业，收到 ${countText(answers)} 份答卷，回收率 ${rateText(answers, invited)}。`,
    note: invited === 0 ? '' : `${countText(invited)} 户里随机抽 ${countText(needed)} 户作答，误差约 ±5%（95% 把握）；份数${enough}，`
      + '但谁答谁不答不是随机的，请先看构成再看结果。',
    tables: makeUpTables(figures.makeUp, names),
  }
}

function headlines(figures: Figures, trends: Trends, before: ResultsFacts['before']): Headline[] {
  const year = before === null ? '' : `${before.year}年 `
  const small = ({ before: former, why, ...trend }: Trend) =>
    (!trends.compares ? '' : why === null ? `${year}${shownText(former)}，${changeText({ before: former, why, ...trend })}` : `不和往年比：${why}`)
  const scale = figures.items.find((item) => item.kind === 'scale')
  return [
    ...(figures.index ? [{ figure: shownText(figures.index.index), word: '满意指数（按规模加权）', small: small(trends.index) }] : []),
    ...(figures.dimensions.length > 0 ? [{ figure: shownText(figures.overall), word: '各维度平均', small: small(trends.overall) }] : []),
    ...(scale?.kind === 'scale' ? [{ figure: shownText(scale.nps, 0), word: '推荐意愿 NPS（−100 到 100）', small: small(trends.ofItem(scale)) }] : []),
  ]
}

function dimensionChart({ dimensions }: Figures, trends: Trends): NonNullable<ResultsPage['dimensions']> {
  const bar = (dimension: DimensionResult): DimensionBar => {
    const trend = trends.ofDimension(dimension)
    return {
      name: dimension.name, mean: shownText(dimension.mean), width: share(dimension.mean),
      before: trend.why === null ? share(trend.before) : null,
      label: `${dimension.name} ${shownText(dimension.mean)}，${trend.why === null ? `往年 ${shownText(trend.before)}` : trend.why}`,
    }
  }
  const rows = dimensions.map((dimension) => {
    const trend = trends.ofDimension(dimension)
    return [
      textCell(dimension.name), figureCell(shownText(dimension.mean)),
      ...(trends.compares ? [figureCell(trend.why === null ? shownText(trend.before) : '—'), figureCell(changeText(trend))] : []),
      figureCell(countText(dimension.items.length)),
    ]
  })
  return {
    bars: dimensions.map(bar), compares: trends.compares,
    table: tableOf('各维度均分', [
      column('维度'), column('均分', { number: true }),
      ...(trends.compares ? [column('往年', { number: true }), column('差', { number: true })] : []), column('题数', { number: true }),
    ], rows),
  }
}

function textLine(item: ItemResult, path: string, { may, tags }: ResultsFacts): TextLine {
  const told = (tags.get(item.key) ?? []).map(({ tag, count }) => `${tag} ${count === null ? '少于5' : countText(count)}`)
  return {
    title: `${item.number} ${item.text}`, count: item.kind === 'text' ? shownCount(item.n) : '',
    href: may.texts ? `${path}/results/texts?item=${item.key}` : null, tags: told.slice(0, 12).join('，'),
  }
}

function notesOf(figures: Figures, before: ResultsFacts['before']): string[] {
  const merged = figures.items.some((item) => item.kind === 'level' && item.classes.some(({ levels }) => levels.length > 1))
  return [
    '均分：很满意 100、满意 80、基本满意 60、不太满意 30、不满意 0，未接触不计分；维度是各题均分的平均，总的是各维度的平均。全程按分数计算，只在显示时四舍五入。',
    '满意率（宽）：很满意、满意、基本满意的份数；满意率（窄）：很满意、满意的份数；都除以打分的答卷。',
    '规模里小型和微型合为小微。各表只按一个属性分，没有别的分法。',
    ...(hidesSomething(figures) ? [HIDDEN_NOTE] : []),
    ...(merged ? [MERGED_NOTE] : []),
    before === null ? '没有往年的问卷结果可比。' : `“比往年”对照的是《${before.title}》；题目措辞和量表都相同才比。`,
    '这些数字和三民评议得分分开，不计入得分。',
  ]
}

export function pendingPage(facts: {
  questionnaire: Found, dueAt: Date | null, invited: number, answered: number, makeUp: Figures['makeUp'],
  districts: ReadonlyMap<string, string>, tabs: Tabs, today: CivilDay,
}): PendingPage {
  const { questionnaire, dueAt, invited, answered, makeUp, districts, tabs, today } = facts
  const when = dueAt === null ? '问卷还没有定截止时间' : `结果在 ${dateTimeText(dueAt, today)} 以后算定`
  return {
    title: { clauses: [questionnaire.title, '结果'], note: `${CONFIDENTIALITIES[questionnaire.confidentiality]}问卷，${when}`, actions: [] },
    tabs,
    empty: {
      what: `${when}。`,
      next: `截止以前不出任何数字，谁也看不到，免得影响还没有答的企业。${dueAt !== null && dayOf(dueAt) < today ? '计算每五分钟进行一次，请稍后刷新。' : ''}`,
      link: null,
    },
    sentence: `到现在邀请 ${countText(invited)} 户，已提交 ${rateText(answered, invited)}。`,
    tables: makeUpTables(makeUp, groupNames(questionnaire, districts)),
  }
}

