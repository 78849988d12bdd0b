import type { Answer } from '../../models/answer/index.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import { LEVELS } from '../../models/questionnaire/items.ts'
import { askedQuestions, type AskedQuestion } from '../../models/result/asked.ts'
import type { CellValue, Column } from '../lib/columns.ts'

/** An answer with its firm, where the reader may know it. */
export interface AnswerRow {
  answer: Pick<Answer, '_id' | 'values' | 'submittedOn'>
  firm: { name: string, district: string, industry: string, size: string } | null
}

/** What a reader of answers may see of them. Texts of anonymous ones stand apart. @source DESIGN.md §7 Questionnaire */
export interface AnswerRights { named: boolean, texts: boolean }

export const answerRights = (
  { confidentiality }: Pick<Questionnaire, 'confidentiality'>, mayReadNames: boolean,
): AnswerRights => ({ named: confidentiality === 'confidential' && mayReadNames, texts: confidentiality === 'confidential' })

const isText = ({ measure }: AskedQuestion): boolean => measure === 'text'
const variable = ({ number }: AskedQuestion): string => `T${String(number).padStart(2, '0')}`
const WIDTHS: Partial<Record<AskedQuestion['measure'], number>> = { text: 40, date: 12 }

/** Columns of the answers: coded values, one column a question, as the codebook explains them. */
export function answerColumns(questions: readonly AskedQuestion[], { named, texts }: AnswerRights): Column<AnswerRow>[] {
  const firm = (header: string, width: number, value: (firm: NonNullable<AnswerRow['firm']>) => string): Column<AnswerRow> =>
    ({ header, width, type: 'text', value: (row) => (row.firm === null ? '' : value(row.firm)) })
  return [
    ...(named ? [
      firm('企业名称', 28, ({ name }) => name), firm('区市', 9, ({ district }) => district), firm('行业', 12, ({ industry }) => industry),
      firm('规模', 8, ({ size }) => size),
      { header: '提交日', width: 12, type: 'day', value: ({ answer }) => answer.submittedOn } satisfies Column<AnswerRow>,
    ] : []),
    ...questions.filter((question) => texts || !isText(question)).map((question): Column<AnswerRow> => ({
      header: `${variable(question)} ${question.text}`, width: WIDTHS[question.measure] ?? 9,
      type: isText(question) ? 'text' : question.measure === 'date' ? 'day' : 'number',
      value: ({ answer }) => coded(answer.values[question.key], question),
    })),
  ]
}

function coded(value: string | string[] | undefined, { measure }: AskedQuestion): CellValue {
  if (value === undefined) return null
  if (Array.isArray(value)) return value.join('、')
  return (measure === 'level' || measure === 'scale' || measure === 'number') && Number.isFinite(Number(value)) ? Number(value) : value
}

/** One line of the codebook. */
export interface CodebookRow { variable: string, text: string, dimension: string, kind: string, codes: string }

const KINDS: Record<AskedQuestion['measure'], string> = {
  level: '五级', choice: '选择', scale: '0–10 分', number: '数字', date: '日期', text: '文字',
}

/** What each column of the answers means. */
export const codebook = (questions: readonly AskedQuestion[]): CodebookRow[] => questions.map((question) => ({
  variable: variable(question), text: question.text, dimension: question.dimension,
  kind: question.several ? '多选' : KINDS[question.measure], codes: codesOf(question),
}))

function codesOf({ measure, options }: AskedQuestion): string {
  if (measure === 'level') {
    return LEVELS.filter(({ value }) => options.some((option) => option.value === value))
      .map(({ value, text, points }) => `${value}=${text}（${points === null ? '不计分' : `${points} 分`}）`).join('；')
  }
  if (measure === 'scale') return '0 到 10；9、10 推荐，7、8 中立，0 到 6 不推荐'
  return options.map(({ value, text }) => `${value}=${text}`).join('；')
}

export const CODEBOOK_COLUMNS: readonly Column<CodebookRow>[] = [
  { header: '变量', width: 8, type: 'code', value: ({ variable: name }) => name },
  { header: '题目', width: 36, type: 'text', value: ({ text }) => text },
  { header: '维度', width: 12, type: 'text', value: ({ dimension }) => dimension },
  { header: '类型', width: 9, type: 'text', value: ({ kind }) => kind },
  { header: '编码', width: 60, type: 'text', value: ({ codes }) => codes },
]

export const questionsOfResult = ({ versions }: Pick<Questionnaire, 'versions'>): AskedQuestion[] => askedQuestions(versions)
