import type { Figures, MakeUp } from '../../models/result/shape.ts'
import { column, figureCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, rateText } from '../lib/format.ts'
import type { Cell, TableView } from '../lib/parts.ts'
import { cutWord, HIDDEN, shownCount, type GroupNames } from './figureWords.ts'

export const hiddenCell = (): Cell => figureCell(HIDDEN, { className: 'number hidden-figure' })

/** Who was asked and who answered, one table an attribute. */
export const makeUpTables = (makeUp: Figures['makeUp'], names: GroupNames): TableView[] =>
  makeUp.map((each) => makeUpTable(each, names))

function makeUpTable({ cut, rows }: MakeUp, names: GroupNames): TableView {
  const columns = [
    column(cutWord(cut)), column('邀请', { number: true }), column('已答', { number: true }),
    column('回收率', { number: true }),
  ]
  return tableOf(`按${cutWord(cut)}分的答卷构成`, columns, rows.map(({ value, invited, answered }) => [
    textCell(names(cut, value)), figureCell(countText(invited)),
    answered === null ? hiddenCell() : figureCell(shownCount(answered)),
    answered === null ? hiddenCell() : figureCell(rateOf(answered, invited)),
  ]))
}

/** `70.1%` of a row whose two numbers stand beside it. */
export const rateOf = (part: number, whole: number): string => rateText(part, whole).replace(/（.*$/, '')
