import type { FlowFigure } from '../../models/issue/flow.ts'
import type { Column } from '../lib/columns.ts'
import type { SummaryRow } from './figures.ts'
import { FEWEST_FOR_A_RATE, TOO_FEW } from './rank.ts'

type Col = Column<SummaryRow>

const IN_HAND = '{carried}+{assigned}+{returned}+{reopened}-{substantive}-{staged}-{procedural}-{dropped}'
const PLEDGED = '{pledgedBefore}+{staged}-{returned}'

const count = (header: string, figure: FlowFigure, width = 7, group?: string): Col =>
  ({ header, width, type: 'number', key: figure, total: 'sum', value: ({ flow }) => flow[figure], ...(group ? { group } : {}) })

const cards = (header: string, key: 'yellow' | 'red' | 'orders'): Col =>
  ({ header, group: '督办', width: 6, type: 'number', key, total: 'sum', value: (row) => row[key] })

/** A share with its parts named; too few cases give a word in place of a share. */
const rate = (header: string, top: string, bottom: string, parts: (row: SummaryRow) => [number, number], group?: string): Col => ({
  header, width: 9, type: 'rate', total: 'formula', ...(group ? { group } : {}),
  formula: `IF({${bottom}}<${FEWEST_FOR_A_RATE},"${TOO_FEW}",(${top.replaceAll(/\w+/g, '{$&}')})/{${bottom}})`,
  value: (row) => {
    const [numerator, denominator] = parts(row)
    return denominator < FEWEST_FOR_A_RATE ? TOO_FEW : numerator / denominator
  },
})

const validOf = ({ flow }: SummaryRow): number => flow.satisfied + flow.fairlySatisfied + flow.unsatisfied

/** The columns of the department summary; screen and workbook share them. @source forms.md §5 */
export const SUMMARY_COLUMNS: readonly Col[] = [
  { header: '单位', width: 16, type: 'text', value: ({ name }) => name },
  count('上期结转', 'carried', 8),
  count('本期交办', 'assigned', 8),
  count('挂账转回', 'returned', 7),
  count('回头看退回', 'reopened', 7),
  count('实质性', 'substantive', 7, '本期办结'),
  count('阶段性(转挂账)', 'staged', 8, '本期办结'),
  count('程序性', 'procedural', 7, '本期办结'),
  count('撤并', 'dropped', 6),
  {
    header: '期末在办', width: 8, type: 'number', key: 'open', total: 'formula', value: ({ flow }) => flow.open,
    formula: IN_HAND,
  },
  count('期初', 'pledgedBefore', 6, '挂账'),
  { header: '期末', group: '挂账', width: 6, type: 'number', key: 'pledged', total: 'formula', value: ({ flow }) => flow.pledged, formula: PLEDGED },
  count('到期数', 'due'),
  count('按时办结数', 'settledInTime', 8),
  count('实质办结数', 'dueSubstantive', 8),
  rate('按时办结率', 'settledInTime', 'due', ({ flow }) => [flow.settledInTime, flow.due]),
  rate('实质办结率', 'dueSubstantive', 'due', ({ flow }) => [flow.dueSubstantive, flow.due]),
  count('有效回访', 'calledBack', 7),
  count('满意', 'satisfied', 6, '回访评价'),
  count('基本满意', 'fairlySatisfied', 6, '回访评价'),
  count('不满意', 'unsatisfied', 6, '回访评价'),
  { header: '有效评价', group: '回访评价', width: 6, type: 'number', key: 'valid', total: 'formula', formula: '{satisfied}+{fairlySatisfied}+{unsatisfied}', value: validOf },
  rate('满意率', 'satisfied+fairlySatisfied', 'valid', (row) => [row.flow.satisfied + row.flow.fairlySatisfied, validOf(row)]),
  count('延期', 'extended', 6),
  count('退办', 'refused', 6),
  count('重办', 'redone', 6),
  cards('黄牌', 'yellow'),
  cards('红牌', 'red'),
  cards('督办单', 'orders'),
  { header: '已走访', group: '走访', width: 7, type: 'number', key: 'covered', total: 'sum', value: ({ covered }) => covered },
  { header: '应走访', group: '走访', width: 7, type: 'number', key: 'toCover', total: 'sum', value: ({ toCover }) => toCover },
  rate('完成率', 'covered', 'toCover', ({ covered, toCover }) => [covered, toCover], '走访'),
  { header: '排名(本组)', width: 8, type: 'code', value: ({ rankWords }) => rankWords },
]

/** Every rate with its numerator and denominator. @source forms.md §5 (口径 is a real trap) */
export const SUMMARY_NOTES: readonly string[] = [
  '诉求按现在的牵头单位计。在办自交办起到销号止；B 类答复经核验后转入挂账，计作阶段性办结，再次答复时转回。',
  `按时办结率＝按时办结数÷到期数；实质办结率＝到期诉求中 A 类办结数÷到期数；满意率＝（满意＋基本满意）÷有效评价（未评价不计）；完成率＝已走访（经确认）÷应走访（三次联系不上的不计）。分母少于 ${FEWEST_FOR_A_RATE} 的写“${TOO_FEW}”。`,
  '到期数按主时钟现行期限的到期日计，不含不予受理、并案、撤回。排名在本组内先比实质办结率，再比按时办结率。',
]

/** The check for the sheet: the columns' sums against the stocks as counted from the cases themselves, not from the sums. */
export const checkFormula = ({ flow }: SummaryRow): string =>
  `IF(AND(${IN_HAND}=${flow.open},${PLEDGED}=${flow.pledged}),"核对：上期结转 "&{carried}&" ＋本期交办 "&{assigned}&" ＋转回 "&({returned}+{reopened})` +
  `&" －本期办结 "&({substantive}+{staged}+{procedural})&" －撤并 "&{dropped}&" ＝期末在办 ${flow.open}，平衡","核对：不平，请查诉求的经过")`

/** The check as a sentence, for the page and as the sheet's stored result. */
export function checkSentence({ flow }: SummaryRow, balanced: boolean): string {
  if (!balanced) return '核对：不平，请查诉求的经过'
  const closed = flow.substantive + flow.staged + flow.procedural
  return `核对：上期结转 ${flow.carried} ＋本期交办 ${flow.assigned} ＋转回 ${flow.returned + flow.reopened} －本期办结 ${closed} －撤并 ${flow.dropped} ＝期末在办 ${flow.open}，平衡`
}
