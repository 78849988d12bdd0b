import { LEVELS } from '../../models/questionnaire/items.ts'
import type { ChoiceResult, ItemResult, LevelResult, PrintedLevels, ScaleResult } from '../../models/result/shape.ts'
import type { Trends } from '../../models/result/trend.ts'
import { column, figureCell, tableOf, textCell } from '../lib/cells.ts'
import { countText } from '../lib/format.ts'
import type { Cell, TableView } from '../lib/parts.ts'
import { changeText, percentText, shownCount, shownText } from './figureWords.ts'
import { hiddenCell, rateOf } from './makeUpView.ts'

/** One item as a row of the chart: words, a bar of its levels, its mean. */
export interface LevelRow {
  number: number
  text: string
  mean: string
  /** read out in place of the bar */
  label: string
  segments: { x: number, width: number, level: string }[]
}

/** The items of one dimension (or of none): chart, figures, and the counts behind. */
export interface LevelGroup { title: string, note: string | null, rows: LevelRow[], figures: TableView, counts: TableView }

/** Items on the five levels, dimension by dimension. */
export function levelGroups(items: readonly ItemResult[], trends: Trends): LevelGroup[] {
  const levels = items.filter((item): item is LevelResult => item.kind === 'level')
  const names = [...new Set(levels.map(({ dimension }) => dimension))]
  return names.map((name) => {
    const own = levels.filter(({ dimension }) => dimension === name)
    const title = name || '总体'
    return {
      title, note: null, rows: own.map(levelRow), figures: figuresTable(title, own, trends), counts: countsTable(title, own),
    }
  })
}

function levelRow(item: LevelResult): LevelRow {
  const scored = item.classes.filter(({ levels }) => levels.every((level) => level < UNKNOWN))
  const total = item.valid ?? 0
  let x = 0
  const segments = total === 0 ? [] : scored.map(({ levels, count }) => {
    const width = Math.round((count / total) * 10_000) / 100
    const segment = { x, width, level: `level-${levels[0] ?? 0}` }
    x = Math.round((x + width) * 100) / 100
    return segment
  }).filter(({ width }) => width > 0)
  const words = scored.map(({ levels, count }) => `${classWord(levels)} ${rateOf(count, total)}`).join('，')
  return {
    number: item.number, text: item.text, mean: shownText(item.mean), segments,
    label: total === 0 ? `${item.text}：分布不公布` : `${item.text}：${words}`,
  }
}

const UNKNOWN = LEVELS.findIndex(({ points }) => points === null)
export const classWord = (levels: readonly number[]): string => levels.map((level) => LEVELS[level]?.text ?? '').join('、')

function figuresTable(title: string, items: readonly LevelResult[], trends: Trends): TableView {
  const columns = [
    column('题'), column('均分', { number: true }),
    ...(trends.compares ? [column('比往年', { number: true })] : []), column('满意率（宽）', { number: true, wide: true }), column('满意率（窄）', { number: true, wide: true }), column('未接触', { number: true, wide: true }), column('打分的答卷', { number: true }),
  ]
  return tableOf(`${title}各题的均分和满意率`, columns, items.map((item) => {
    const { number, text, mean, broad, narrow, valid, unknown } = item
    const trend = trends.ofItem(item)
    return [
      textCell(`${number} ${text}`), figure(shownText(mean), mean === null),
      ...(trends.compares ? [figureCell(changeText(trend), { className: trend.change === null ? 'number second' : 'number' })] : []),
      figure(percentText(broad), broad === null), figure(percentText(narrow), narrow === null),
      unknown === null || valid === null ? hiddenCell() : figureCell(rateOf(unknown, valid + unknown), { small: `${countText(unknown)} 份` }),
      figure(shownCount(valid), valid === null),
    ]
  }))
}

const figure = (text: string, hidden: boolean): Cell => (hidden ? hiddenCell() : figureCell(text))

function countsTable(title: string, items: readonly LevelResult[]): TableView {
  const columns = [column('题'), ...LEVELS.map(({ text }) => column(text, { number: true }))]
  return tableOf(`${title}各题各等级的答卷数`, columns, items.map((item) => [
    textCell(`${item.number} ${item.text}`), ...LEVELS.map((_, level) => countCell(item, level)),
  ]))
}

/** A level that is printed together with others carries their sum once, the others say with which. */
function countCell({ classes }: PrintedLevels, level: number): Cell {
  const own = classes.find(({ levels }) => levels.includes(level))
  if (!own) return hiddenCell()
  if (own.levels.length === 1) return figureCell(countText(own.count))
  if (own.levels[0] === level) return figureCell(countText(own.count), { small: `含${classWord(own.levels.slice(1))}` })
  return figureCell('并入左侧', { className: 'number hidden-figure' })
}

/** NPS: three parts of a bar, and the sum. */
export interface ScaleView { text: string, nps: string, change: string | null, bar: LevelRow, table: TableView, sum: string }

export function scaleView(item: ScaleResult, trends: Trends): ScaleView {
  const { n, promoters, passives, detractors, nps } = item
  const parts = [
    { word: '推荐（9–10 分）', count: promoters, level: 'level-0' }, { word: '中立（7–8 分）', count: passives, level: 'level-2' },
    { word: '不推荐（0–6 分）', count: detractors, level: 'level-4' },
  ]
  const total = n ?? 0
  let x = 0
  const segments = parts.flatMap(({ count, level }) => {
    if (count === null || total === 0) return []
    const width = Math.round((count / total) * 10_000) / 100
    const segment = { x, width, level }
    x += width
    return [segment]
  })
  const known = promoters !== null && detractors !== null && n !== null && n > 0
  return {
    text: item.text, nps: shownText(nps), change: trends.compares ? changeText(trends.ofItem(item)) : null,
    bar: {
      number: item.number, text: item.text, mean: shownText(nps), segments,
      label: known ? parts.map(({ word, count }) => `${word} ${shownCount(count)}`).join('，') : '分布不公布',
    },
    table: tableOf('推荐意愿的三类人数', [column('类别'), column('答卷', { number: true }), column('占比', { number: true })], parts.map(
      ({ word, count }) => [
        textCell(word), count === null ? hiddenCell() : figureCell(countText(count)),
        count === null ? hiddenCell() : figureCell(rateOf(count, total)),
      ],
    )),
    sum: known ? `NPS = 推荐 ${countText(promoters)} / ${countText(n)} − 不推荐 ${countText(detractors)} / ${countText(n)}，乘 100 = ${shownText(nps)}` : '',
  }
}

/** A choice item: how many ticked what. */
export interface ChoiceView { title: string, bars: { text: string, label: string, width: number }[], table: TableView }

export function choiceView({ number, text, n, several, options }: ChoiceResult): ChoiceView {
  const total = n ?? 0
  return {
    title: `${number} ${text}${several ? '（可多选）' : ''}`,
    bars: options.map((option) => ({
      text: option.text, width: total === 0 || option.count === null ? 0 : Math.round((option.count / total) * 1000) / 10,
      label: option.count === null ? '隐去' : rateOf(option.count, total),
    })),
    table: tableOf(text, [column('选项'), column('答卷', { number: true }), column('占比', { number: true })], options.map(({ text: word, count }) => [
      textCell(word), count === null ? hiddenCell() : figureCell(countText(count)),
      count === null ? hiddenCell() : figureCell(rateOf(count, total)),
    ])),
  }
}

/** What an item that is no rating comes to, in a line. */
export function plainLine(item: ItemResult): string | null {
  if (item.kind === 'number') return `${item.number} ${item.text}：平均 ${shownText(item.mean)}，${shownCount(item.n)} 份答卷填了`
  if (item.kind === 'date') return `${item.number} ${item.text}：${shownCount(item.n)} 份答卷填了`
  return null
}
