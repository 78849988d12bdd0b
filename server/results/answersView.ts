import type { Answer } from '../../models/answer/index.ts'
import { questionsOf } from '../../models/answer/questions.ts'
import type { Invitation } from '../../models/invitation/index.ts'
import { LEVELS } from '../../models/questionnaire/items.ts'
import type { AskedQuestion } from '../../models/result/asked.ts'
import { overallQuestion } from '../../models/result/compute.ts'
import { shortDayText } from '../lib/format.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, figureCell, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Button, Cell, Empty, Fact, PageTitle, Pager, TableView, Tabs } from '../lib/parts.ts'
import type { AnswerRights } from './answerColumns.ts'
import { questionnairePath, type Found } from './find.ts'
import { industryOf } from '../../models/shared/industries.ts'

export const ANSWERS_A_PAGE = 50

/** An answer in its place; its firm where the reader may know it. */
export interface ListedAnswer {
  place: number
  answer: Pick<Answer, '_id' | 'values' | 'version' | 'submittedOn'>
  firm: Pick<Invitation, 'enterprise' | 'enterpriseName' | 'district' | 'industry' | 'size'> | null
  /** whether it has texts in the inbox, from where they become issues */
  triaged: boolean
}

export interface AnswersPage {
  title: PageTitle
  tabs: Tabs
  note: string
  /** a search by name, for those who see names */
  search: { action: string, value: string } | null
  table: TableView | null
  pager: Pager | null
  empty: Empty | null
  csvHref: string | null
}

export interface AnswerPage {
  title: PageTitle
  facts: Fact[]
  sections: { title: string, table: TableView }[]
  note: string
  work: Button | null
}

declare module '../lib/templates.ts' {
  interface Views { 'results/answers': AnswersPage, 'results/answer': AnswerPage }
}

export interface AnswersFacts {
  questionnaire: Found
  tabs: Tabs
  rights: AnswerRights
  may: { triage: boolean, export: boolean }
  districts: ReadonlyMap<string, string>
}

export const rightsNote = ({ confidentiality }: Pick<Found, 'confidentiality'>, { named }: AnswerRights): string => {
  if (confidentiality === 'anonymous') return '匿名问卷：答卷不带企业、属性和文字，次序是随机的；文字另在“开放题”里打乱列出。'
  return named
    ? '您可以看到企业名称，每次查看都记入审计。答卷只供统计，不得转给被评价的部门。'
    : '企业名称、属性和提交日只有统计岗位能看到；这里的次序是随机的。'
}

const PATH_PIECE = 'answers'

/** The answers, some columns of each. */
export function answersPage(facts: AnswersFacts & {
  rows: readonly ListedAnswer[], questions: readonly AskedQuestion[], query: ListQuery, page: number, total: number, today: string,
}): AnswersPage {
  const { questionnaire, tabs, rights, may, rows, questions, query, page, total } = facts
  const address = `${questionnairePath(questionnaire)}/${PATH_PIECE}`
  return {
    title: { clauses: [questionnaire.title, '答卷'], note: null, actions: may.export ? [linkButton('导出 Excel', `${address}.xlsx`)] : [] },
    tabs, note: rightsNote(questionnaire, rights),
    search: rights.named ? { action: address, value: query['q'] ?? '' } : null,
    table: rows.length === 0 ? null : answersTable(facts, rows, questions, address),
    pager: total <= ANSWERS_A_PAGE ? null : pagerOf(address, query, page, ANSWERS_A_PAGE, total, '份'),
    empty: rows.length > 0 ? null : query['q']
      ? { what: `没有名称含“${query['q']}”的答卷。`, next: null, link: { text: '看全部答卷', href: listHref(address, {}) } }
      : { what: '没有收到答卷。', next: null, link: null },
    csvHref: may.export ? `${address}.csv` : null,
  }
}

function answersTable(
  { rights, may, districts, today }: AnswersFacts & { today: string }, rows: readonly ListedAnswer[], questions: readonly AskedQuestion[], address: string,
): TableView {
  const overall = overallQuestion(questions)
  const scale = questions.find(({ measure }) => measure === 'scale')
  const levels = questions.filter(({ measure }) => measure === 'level')
  const texts = questions.filter(({ measure }) => measure === 'text')
  const columns = [
    column('答卷'), ...(rights.named ? [column('企业'), column('区市', { wide: true }), column('规模', { wide: true }), column('提交日', { wide: true })] : []),
    ...(overall ? [column(overall.text)] : []), ...(scale ? [column('推荐', { number: true })] : []), column('未接触', { number: true, wide: true }),
    ...(rights.texts && texts.length > 0 ? [column('文字', { wide: true })] : []), ...(may.triage && rights.texts ? [column('办理')] : []),
  ]
  return tableOf('答卷', columns, rows.map(({ place, answer, firm, triaged }): Cell[] => {
    const href = `${address}/${answer._id}`
    const unknown = levels.filter(({ key }) => answer.values[key] === UNKNOWN).length
    const words = texts.flatMap(({ key }) => answer.values[key] ?? []).join('；')
    return [
      linkCell(`第 ${place} 份`, href),
      ...(rights.named ? [
        textCell(firm?.enterpriseName ?? ''), textCell(districts.get(firm?.district ?? '') ?? ''), textCell(firm?.size ?? ''),
        textCell(answer.submittedOn === null ? '' : shortDayText(answer.submittedOn, today), { className: 'nowrap' }),
      ] : []),
      ...(overall ? [textCell(optionText(overall, answer.values[overall.key]))] : []),
      ...(scale ? [figureCell(optionText(scale, answer.values[scale.key]) || '—')] : []), figureCell(String(unknown)),
      ...(rights.texts && texts.length > 0 ? [textCell([...words].length > 40 ? `${[...words].slice(0, 40).join('')}…` : words)] : []),
      ...(may.triage && rights.texts ? [triaged ? textCell('转为诉求', { href: `${href}/issue`, className: 'nowrap' }) : textCell('')] : []),
    ]
  }))
}

const UNKNOWN = LEVELS.find(({ points }) => points === null)?.value

function optionText({ options }: Pick<AskedQuestion, 'options'>, value: string | string[] | undefined): string {
  return [value ?? []].flat().map((each) => options.find((option) => option.value === each)?.text ?? each).join('、')
}

/** One answer with all its questions as they were asked. */
export function answerPage(
  { questionnaire, rights, may, districts }: AnswersFacts, { place, answer, firm, triaged }: ListedAnswer, today: string,
): AnswerPage {
  const path = `${questionnairePath(questionnaire)}/${PATH_PIECE}/${answer._id}`
  const fact = (term: string, text: string, href: string | null = null): Fact => ({ term, text, href, small: null, action: null })
  const version = questionnaire.versions.find(({ n }) => n === answer.version) ?? questionnaire.versions.at(-1)
  return {
    title: { clauses: [`第 ${place} 份答卷`], note: questionnaire.title, actions: [] },
    facts: firm === null ? [] : [
      fact('企业', firm.enterpriseName, `/enterprises/${String(firm.enterprise)}`), fact('区市', districts.get(firm.district) ?? firm.district),
      fact('行业', industryOf(firm.industry)?.shortName ?? firm.industry), fact('规模', firm.size),
      fact('提交日', answer.submittedOn === null ? '' : shortDayText(answer.submittedOn, today)),
    ],
    sections: (version?.sections ?? []).map((section) => ({
      title: section.title,
      table: tableOf(section.title, [column('题'), column('回答')], questionsOf(section)
        .filter(({ kind }) => rights.texts || (kind !== 'short' && kind !== 'long'))
        .map((question) => [textCell(`${question.number} ${question.text}`), textCell(optionText(question, answer.values[question.key]))])),
    })).filter(({ table }) => table.rows.length > 0),
    note: rightsNote(questionnaire, rights),
    work: may.triage && rights.texts && triaged ? linkButton('转为诉求', `${path}/issue`, 'primary') : null,
  }
}
