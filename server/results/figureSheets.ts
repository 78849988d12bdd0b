import { LEVELS } from '../../models/questionnaire/items.ts'
import type { Figures, LevelResult, Shown } from '../../models/result/shape.ts'
import { displayText, parseRational } from '../../models/shared/rational.ts'
import type { CellValue, Column } from '../lib/columns.ts'
import type { MeetingSheet } from '../lib/meetingWorkbook.ts'
import { cutWord, HIDDEN, HIDDEN_NOTE, MERGED_NOTE, type GroupNames } from './figureWords.ts'
import { classWord } from './itemsView.ts'

/** What every sheet of one workbook shares. */
export type SheetFrame = Pick<MeetingSheet<never>, 'unit' | 'asOf'> & { heading: string }

const figure = (value: Shown): CellValue =>
  (value === null ? HIDDEN : value === '' ? null : Number(displayText(parseRational(value))))
const count = (value: number | null): CellValue => value ?? HIDDEN
const text = <Row>(header: string, width: number, value: (row: Row) => string): Column<Row> => ({ header, width, type: 'text', value })
const number = <Row>(header: string, value: (row: Row) => CellValue, width = 10): Column<Row> =>
  ({ header, width, type: 'number', value })

interface MakeUpLine { cut: string, group: string, invited: number, answered: number | null }

export function makeUpSheet({ makeUp, invited, answers }: Figures, names: GroupNames, frame: SheetFrame): MeetingSheet<MakeUpLine> {
  const rows = makeUp.flatMap(({ cut, rows: own }) => own.map((row): MakeUpLine =>
    ({ cut: cutWord(cut), group: names(cut, row.value), invited: row.invited, answered: row.answered })))
  const all: MakeUpLine = { cut: '全部', group: '全部', invited, answered: answers }
  return {
    name: '答卷构成', title: `${frame.heading}答卷构成`, ...frame, measure: '户', empty: '没有邀请', notes: [HIDDEN_NOTE], rows: [all, ...rows],
    columns: [
      text('属性', 10, (row) => row.cut), text('组', 20, (row) => row.group), number('邀请', (row) => row.invited),
      number('已答', (row) => count(row.answered)),
      {
        header: '回收率', width: 10, type: 'rate',
        value: (row) => (row.answered === null ? HIDDEN : row.invited === 0 ? null : row.answered / row.invited),
      },
    ],
  }
}

interface IndexLine { name: string, value: CellValue, n: CellValue, note: string }

export function indexSheet(figures: Figures, names: GroupNames, frame: SheetFrame): MeetingSheet<IndexLine> {
  const { dimensions, overall, index, items } = figures
  const rows: IndexLine[] = [
    ...dimensions.map(({ name, mean, items: own }) => ({ name, value: figure(mean), n: null, note: `${own.length} 题均分的平均` })),
    ...(dimensions.length > 0 ? [{ name: '各维度平均', value: figure(overall), n: null, note: '各维度均分的平均' }] : []),
    ...(index ? [
      ...index.strata.map(({ value, population, n, mean }) =>
        ({ name: `规模：${names('size', value)}`, value: figure(mean), n: count(n), note: `受邀 ${population} 户` })),
      { name: '满意指数（按规模加权）', value: figure(index.index), n: null, note: '各规模均分按受邀户数加权' },
      { name: '不加权均分', value: figure(index.unweighted), n: null, note: '' },
    ] : []),
    ...items.flatMap((item) => (item.kind === 'scale' ? [
      { name: '推荐意愿 NPS', value: figure(item.nps), n: count(item.n), note: '推荐占比减不推荐占比，−100 到 100' },
    ] : [])),
  ]
  return {
    name: '维度和指数', title: `${frame.heading}维度和指数`, ...frame, measure: '分', empty: '没有可计分的题', rows,
    notes: ['这些指数和三民评议得分分开，不计入得分。', HIDDEN_NOTE],
    columns: [text('指标', 30, (row) => row.name), number('数值', (row) => row.value), number('答卷', (row) => row.n), text('怎么算', 40, (row) => row.note)],
  }
}

export function itemSheet({ items }: Figures, frame: SheetFrame): MeetingSheet<LevelResult> {
  const levelCount = (item: LevelResult, level: number): CellValue => {
    const own = item.classes.find(({ levels }) => levels.includes(level))
    if (!own) return HIDDEN
    if (own.levels.length === 1) return own.count
    return own.levels[0] === level ? `${own.count}（${classWord(own.levels)}）` : '并入左侧'
  }
  return {
    name: '各题结果', title: `${frame.heading}各题结果`, ...frame, measure: '份', empty: '没有五级题', frozen: 2,
    notes: ['未接触不计分；满意率（宽）含基本满意，（窄）不含。', HIDDEN_NOTE, MERGED_NOTE],
    rows: items.filter((item): item is LevelResult => item.kind === 'level'),
    columns: [
      { header: '题号', width: 6, type: 'code', value: (item) => String(item.number) }, text('题目', 30, (item) => item.text), text('维度', 12, (item) => item.dimension),
      number('均分', (item) => figure(item.mean)), number('满意率（宽）%', (item) => figure(item.broad)), number('满意率（窄）%', (item) => figure(item.narrow)),
      number('打分的答卷', (item) => count(item.valid)),
      ...LEVELS.map(({ text: word }, level) => number<LevelResult>(word, (item) => levelCount(item, level))),
    ],
  }
}

interface GroupLine { cut: string, group: string, n: number | null, cells: readonly Shown[] }

export function groupSheet({ tables }: Figures, names: GroupNames, frame: SheetFrame): MeetingSheet<GroupLine> {
  const columns = tables[0]?.columns ?? []
  return {
    name: '分组表', title: `${frame.heading}分组结果`, ...frame, measure: '分', empty: '没有分组', frozen: 2, notes: [HIDDEN_NOTE],
    rows: tables.flatMap(({ cut, rows }) => rows.map(({ value, n, cells }): GroupLine =>
      ({ cut: cutWord(cut), group: names(cut, value), n, cells }))),
    columns: [
      text('属性', 8, (row) => row.cut), text('组', 18, (row) => row.group), number('答卷', (row) => count(row.n)),
      ...columns.map(({ kind, name }, at) => number<GroupLine>(kind === 'nps' ? 'NPS' : name, (row) => figure(row.cells[at] ?? null))),
    ],
  }
}

interface CrossLine { district: string, n: readonly (number | null)[], means: readonly Shown[] }

export function crossSheet(
  { districts, sizes, n, means, name }: NonNullable<Figures['cross']>, names: GroupNames, frame: SheetFrame,
): MeetingSheet<CrossLine> {
  return {
    name: '区市×规模', title: `${frame.heading}区市×规模：${name}`, ...frame, measure: '分', empty: '没有分组', notes: [HIDDEN_NOTE],
    rows: districts.map((district, r): CrossLine => ({ district: names('district', district), n: n[r] ?? [], means: means[r] ?? [] })),
    columns: [
      text('区市', 14, (row) => row.district),
      ...sizes.flatMap((size, c) => [
        { ...number<CrossLine>('答卷', (row) => count(row.n[c] ?? null)), group: names('size', size) },
        { ...number<CrossLine>('均分', (row) => figure(row.means[c] ?? null)), group: names('size', size) },
      ]),
    ],
  }
}
