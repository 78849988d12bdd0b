import { FEW_ANSWERS } from '../../models/questionnaire/figures.ts'
import type { CrossTable, Figures, GroupTable, IndexResult } from '../../models/result/shape.ts'
import { column, figureCell, tableOf, textCell } from '../lib/cells.ts'
import { countText } from '../lib/format.ts'
import type { Cell, TableView } from '../lib/parts.ts'
import { cutWord, shownCount, shownText, type GroupNames } from './figureWords.ts'
import { hiddenCell } from './makeUpView.ts'

const shownCell = (value: string | null): Cell => (value === null ? hiddenCell() : figureCell(shownText(value)))
const fewTag = (n: number | null): string | null => (n !== null && n > 0 && n < FEW_ANSWERS ? '少于30份' : null)

/** The fixed tables: each group of one attribute with its answers and figures, the whole last. */
export const groupTables = (figures: Figures, names: GroupNames): { title: string, table: TableView }[] =>
  figures.tables.map((table) => ({ title: `按${cutWord(table.cut)}`, table: groupTable(table, figures, names) }))

function groupTable({ cut, columns, rows }: GroupTable, figures: Figures, names: GroupNames): TableView {
  const heads = [column(cutWord(cut)), column('答卷', { number: true }), ...columns.map(({ kind, name }) =>
    column(kind === 'nps' ? 'NPS' : name, { number: true }))]
  const total = [
    textCell('全部'), figureCell(countText(figures.answers)), ...columns.map(({ kind, name }) => shownCell(wholeOf(figures, kind, name))),
  ]
  return tableOf(`按${cutWord(cut)}分的各维度均分`, heads, rows.map(({ value, n, cells }) => [
    textCell(names(cut, value), { tag: fewTag(n) }), n === null ? hiddenCell() : figureCell(countText(n)), ...cells.map(shownCell),
  ]), { total })
}

function wholeOf({ dimensions, items }: Figures, kind: GroupTable['columns'][number]['kind'], name: string): string | null {
  if (kind === 'dimension') return dimensions.find((each) => each.name === name)?.mean ?? null
  const item = items.find((each) => each.text === name && each.kind === (kind === 'nps' ? 'scale' : 'level'))
  if (item?.kind === 'level') return item.mean
  return item?.kind === 'scale' ? item.nps : null
}

/** Size × district: mean over the number of answers. */
export function crossView({ name, districts, sizes, n, means }: CrossTable, names: GroupNames): { title: string, table: TableView } {
  const heads = [column('区市'), ...sizes.map((size) => column(names('size', size), { number: true }))]
  return {
    title: `区市 × 规模：${name}`,
    table: tableOf(`各区市各规模企业的“${name}”均分和答卷数`, heads, districts.map((district, r) => [
      textCell(names('district', district)), ...sizes.map((_, c): Cell => {
        const count = n[r]?.[c] ?? null
        const mean = means[r]?.[c] ?? null
        if (count === null || mean === null) return hiddenCell()
        return figureCell(shownText(mean), { small: `${countText(count)} 份${count > 0 && count < FEW_ANSWERS ? '，少于30份' : ''}` })
      }),
    ])),
  }
}

/** How the index by size comes about, term by term. */
export function indexView(index: IndexResult, names: GroupNames): { sentence: string, table: TableView, notes: string[] } {
  const population = index.strata.filter(({ mean }) => mean !== '').reduce((sum, each) => sum + each.population, 0)
  const told = index.strata.filter(({ mean, population: own }) => mean !== null && mean !== '' && own > 0)
  const terms = told.map(({ population: own, mean }) => `${countText(own)}/${countText(population)} × ${shownText(mean)}`).join(' + ')
  return {
    sentence: told.length === 0 ? `按规模加权 = ${shownText(index.index)}` : `${terms} = ${shownText(index.index)}`,
    table: tableOf('按规模加权的推导', [
      column('规模'), column('受邀企业', { number: true }), column('答卷', { number: true }), column('均分', { number: true }),
    ], index.strata.map(({ value, population: own, n, mean }) => [
      textCell(names('size', value), { tag: fewTag(n) }), figureCell(countText(own)), n === null ? hiddenCell() : figureCell(shownCount(n)), shownCell(mean),
    ])),
    notes: [
      `不加权的均分是 ${shownText(index.unweighted)}。加权后，各规模企业按受邀户数说话，不因为谁答得多就偏向谁。`,
      ...(index.partial ? ['有的规模没有打分的答卷，已按其余规模重新归一。'] : []),
      ...(index.strata.some(({ mean }) => mean === null) ? ['有的规模少于 5 份，各规模的均分一并隐去，否则可以由指数反推。'] : []),
    ],
  }
}
