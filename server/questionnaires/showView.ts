import { questionsOf } from '../../models/answer/questions.ts'
import { ATTRIBUTES } from '../../models/questionnaire/attributes.ts'
import { CONFIDENTIALITIES, QUESTIONNAIRE_STATES, type Questionnaire } from '../../models/questionnaire/index.ts'
import { ITEM_KINDS } from '../../models/questionnaire/items.ts'
import { isChanged } from '../../models/questionnaire/life.ts'
import type { Response } from '../../models/questionnaire/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { column, tableOf, textCell } from '../lib/cells.ts'
import { clausesOf, countText, dateTimeText, rateText } from '../lib/format.ts'
import type { Fact, NextStep, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { pathOf, type Building } from './find.ts'
import { nextStep } from './nextStep.ts'

export interface QuestionnairePage {
  title: PageTitle
  /** null while nothing was ever published: there is only this page */
  tabs: Tabs | null
  next: NextStep
  facts: Fact[]
  /** how far the invited firms came, by district, industry and size; none before anybody was invited */
  responses: { title: string, table: TableView }[]
  questions: TableView
}

declare module '../lib/templates.ts' {
  interface Views { 'questionnaires/show': QuestionnairePage }
}

export interface Around {
  actor: Actor
  now: Date
  response: Response
  responses: QuestionnairePage['responses']
  tabs: Tabs | null
}

/** One questionnaire: what it is, where it stands, what comes next, who has answered. */
export function showPage(questionnaire: Building, { actor, now, response, responses, tabs }: Around): QuestionnairePage {
  const { title, no, state } = questionnaire
  const opens = mayEver(actor, 'invitation.read')
  return {
    title: { clauses: clausesOf(title), note: `${no}，${QUESTIONNAIRE_STATES[state]}`, actions: [] },
    tabs, next: nextStep(questionnaire, { actor, now, response }), facts: factsOf(questionnaire, response, now, opens),
    responses: opens ? responses : responses.map(({ title: name, table }) => ({ title: name, table: withoutLinks(table) })),
    questions: questionTable(questionnaire),
  }
}

const plain = { href: null, small: null, action: null }

function factsOf(questionnaire: Building, { invited, answered, begun }: Response, now: Date, opens: boolean): Fact[] {
  const { opensAt, closesAt, closedAt, versions, createdByName, createdAt, graceMinutes, copiedFrom } = questionnaire
  const today = dayOf(now)
  const version = versions.at(-1)
  const moment = (at: Date | null, otherwise: string) => (at ? dateTimeText(at, today) : otherwise)
  return [
    {
      ...plain, term: '已提交', text: invited === 0 ? '还没有邀请企业' : rateText(answered, invited),
      href: invited > 0 && opens ? `${pathOf(questionnaire)}/invitations` : null,
      small: invited > 0 ? `另有 ${countText(begun)} 户开始填了，还没提交` : null,
    },
    { ...plain, term: '怎样保护', text: CONFIDENTIALITIES[questionnaire.confidentiality], small: protectionText(questionnaire) },
    { ...plain, term: '开始', text: moment(opensAt, '发出就能填') },
    {
      ...plain, term: '截止', text: moment(closedAt ?? closesAt, '还没有定'),
      small: closesAt && !closedAt ? `到时已开始填的，可以再填 ${graceMinutes} 分钟` : null,
    },
    {
      ...plain, term: '版本', text: version ? `第 ${version.n} 版，${dateTimeText(version.publishedAt, today)} 发布` : '还没有发布',
      small: version && isChanged(questionnaire) ? '有改过的题目还没有发布' : null,
    },
    {
      ...plain, term: '谁建的', text: [createdByName || '—', dateTimeText(createdAt, today)].join('，'),
      small: copiedFrom ? `复制自 ${copiedFrom}` : null,
    },
  ]
}

function protectionText({ confidentiality, attributes }: Questionnaire): string {
  if (confidentiality === 'confidential') return '企业名称只有统计人员能看到'
  const names = attributes.map(({ classes, name }) => `${ATTRIBUTES[name]}（${classes.length} 类）`)
  return names.length === 0 ? '答卷不带企业的任何特征' : `答卷只带${names.join('、')}，同类不到 10 户的归入“其他”`
}

const QUESTION_COLUMNS = [
  column('题号', { number: true }), column('问什么'), column('怎么答', { wide: true }), column('部分', { wide: true }), column('必答'),
]

/** What is asked now; while nothing is published, what is being built. */
function questionTable(questionnaire: Questionnaire): TableView {
  const sections = questionnaire.versions.at(-1)?.sections ?? questionnaire.draft
  return tableOf('题目', QUESTION_COLUMNS, sections.flatMap((section) => questionsOf(section).map((question) => [
    textCell(String(question.number), { className: 'number' }), textCell(question.text),
    textCell(question.kind === 'level' ? '五级' : ITEM_KINDS[question.kind]), textCell(section.title),
    textCell(question.required ? '必答' : '选答'),
  ])))
}

/** For those who may see how many, but not who. */
const withoutLinks = (table: TableView): TableView => {
  const bare = (cells: TableView['rows'][number]['cells']) => cells.map((cell) => ({ ...cell, href: null }))
  return {
    ...table, rows: table.rows.map((row) => ({ ...row, cells: bare(row.cells) })), total: table.total && bare(table.total),
  }
}
