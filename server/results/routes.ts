import type { Request, Response } from 'express'
import type { Types } from 'mongoose'
import { districtNames } from '../../models/district/queries.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { answerOf, answerPageOf, firmsOf, placeOf, resultBefore } from '../../models/result/answerQueries.ts'
import { figuresDueAt } from '../../models/result/closing.ts'
import { makeUpOf } from '../../models/result/compute.ts'
import type { Result } from '../../models/result/index.ts'
import { latestExtension, resultOf, rollOf } from '../../models/result/queries.ts'
import { tagCounts } from '../../models/result/textQueries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { answersInTriage } from '../../models/triage/queries.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import { trace } from '../act.ts'
import type { Deps } from '../deps.ts'
import { answerWithFile } from '../exports/sending.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { answerRights, questionsOfResult } from './answerColumns.ts'
import { ANSWERS_A_PAGE, answerPage, answersPage, type AnswersFacts, type ListedAnswer } from './answersView.ts'
import { questionnaireIn, questionnairePath, type Found } from './find.ts'
import { questionnaireTabs, type QuestionnaireTab } from './tabs.ts'
import { textRoutes } from './textRoutes.ts'
import { pendingPage, resultsPage } from './view.ts'

const PATH = '/questionnaires/:id'

/** What came of a questionnaire: figures, answers, open texts, files. Before the close none of them tells anything. */
export function resultRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get } = table
  const today = () => dayOf(deps.clock.now())

  get(`${PATH}/results`, { act: 'result.read' }, async (req, res) => {
    const actor = requireActor(req)
    const questionnaire = await questionnaireIn(req)
    const result = await resultOf(questionnaire._id)
    if (!result) return showPending(req, res, questionnaire, '/results')
    const [before, districts, tags] = await Promise.all([
      earlier(questionnaire), districtNames(), tagCounts(questionnaire._id),
    ])
    const texts = mayEver(actor, 'answer.list')
    const model = resultsPage({
      questionnaire, result, before, districts, tags, today: today(), tabs: tabsOf(req, questionnaire, '/results'),
      may: { export: mayEver(actor, 'export.create'), texts, answers: texts },
    })
    const path = questionnairePath(questionnaire)
    await page(req, res, 'results/show', model, {
      title: `${questionnaire.title} 结果`, breadcrumb: crumbs(questionnaire, '结果'), printHref: `${path}/results?print=1`,
      print: wantsPrint(req),
    })
  })

  get(`${PATH}/results.xlsx`, { act: 'result.read' }, (req, res) => sendFiles(req, res, 'results', 'xlsx'))
  get(`${PATH}/answers.xlsx`, { act: 'answer.export' }, (req, res) => sendFiles(req, res, 'answers', 'xlsx'))
  get(`${PATH}/answers.csv`, { act: 'answer.export' }, (req, res) => sendFiles(req, res, 'answers', 'csv'))

  get(`${PATH}/answers`, { act: 'answer.list' }, async (req, res) => {
    const questionnaire = await questionnaireIn(req)
    if (questionnaire.results === null) return showPending(req, res, questionnaire, '/answers')
    const facts = await answersFacts(req, questionnaire)
    const name = facts.rights.named ? textIn(req, 'q') : ''
    const number = Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)
    const { rows, total } = await answerPageOf(questionnaire._id, { name, page: number, size: ANSWERS_A_PAGE })
    const firms = facts.rights.named ? await firmsOf(rows) : new Map<string, never>()
    const triaged = facts.may.triage ? await answersInTriage(rows.map(({ _id }) => _id)) : new Set<string>()
    const listed = await Promise.all(rows.map(async (answer, at): Promise<ListedAnswer> => ({
      place: name === '' ? (number - 1) * ANSWERS_A_PAGE + at + 1 : await placeOf(questionnaire._id, answer._id),
      answer, firm: firms.get(String(answer.invitation)) ?? null, triaged: triaged.has(answer._id),
    })))
    if (facts.rights.named) await look(req, questionnaire, { 页: String(number), 份数: String(rows.length) })
    const query = { ...(name ? { q: name } : {}), ...(number > 1 ? { page: String(number) } : {}) }
    const model = answersPage({
      ...facts, rows: listed, questions: questionsOfResult(questionnaire), query, page: number, total, today: today(),
    })
    await page(req, res, 'results/answers', model, {
      title: `${questionnaire.title} 答卷`, breadcrumb: crumbs(questionnaire, '答卷'),
    })
  })

  get(`${PATH}/answers/:answerId`, { act: 'answer.list' }, async (req, res) => {
    const questionnaire = await questionnaireIn(req)
    const found = questionnaire.results === null ? null : await answerOf(questionnaire._id, String(req.params['answerId']))
    if (!found) throw new NotFound()
    const facts = await answersFacts(req, questionnaire)
    const firm = facts.rights.named ? ((await firmsOf([found])).get(String(found.invitation)) ?? null) : null
    const place = await placeOf(questionnaire._id, found._id)
    const triaged = facts.may.triage && (await answersInTriage([found._id])).has(found._id)
    if (facts.rights.named) await look(req, questionnaire, { 答卷: `第 ${place} 份` })
    const path = questionnairePath(questionnaire)
    await page(req, res, 'results/answer', answerPage(facts, { place, answer: found, firm, triaged }, today()), {
      title: `第 ${place} 份答卷`,
      breadcrumb: [...crumbs(questionnaire, null), { text: '答卷', href: `${path}/answers` }, { text: `第 ${place} 份`, href: null }],
    })
  })

  textRoutes(deps, table, { tabsOf, showPending })
  return table

  async function showPending(req: Request, res: Response, questionnaire: Found, tab: QuestionnaireTab): Promise<void> {
    const [roll, latest, districts] = await Promise.all([
      rollOf(questionnaire._id), latestExtension(questionnaire._id), districtNames(),
    ])
    const total = (of: 'count' | 'answered') => roll.reduce((sum, firm) => sum + firm[of], 0)
    const model = pendingPage({
      questionnaire, dueAt: figuresDueAt(questionnaire, latest), invited: total('count'), answered: total('answered'),
      makeUp: makeUpOf(roll), districts, tabs: tabsOf(req, questionnaire, tab), today: today(),
    })
    await page(req, res, 'results/pending', model, { title: `${questionnaire.title} 结果`, breadcrumb: crumbs(questionnaire, '结果') })
  }

  async function sendFiles(req: Request, res: Response, kind: 'results' | 'answers', format: 'xlsx' | 'csv'): Promise<void> {
    const questionnaire = await questionnaireIn(req)
    const actor = requireActor(req)
    const back = { text: '看什么时候出结果', href: `${questionnairePath(questionnaire)}/results` }
    if (questionnaire.results === null) throw new Conflict('问卷还没有截止，结果还没有算定，现在不能导出。', back)
    const named = answerRights(questionnaire, can(actor, 'answer.read', {})).named
    await answerWithFile(deps, req, res, {
      kind, format, query: { questionnaire: questionnaire.no }, filterText: `问卷：${questionnaire.no}`, personal: named,
      reason: named ? '统计岗位，含企业名称' : '',
    })
  }

  async function answersFacts(req: Request, questionnaire: Found): Promise<AnswersFacts> {
    const actor = requireActor(req)
    return {
      questionnaire, tabs: tabsOf(req, questionnaire, '/answers'), rights: answerRights(questionnaire, can(actor, 'answer.read', {})),
      may: { triage: mayEver(actor, 'answer.triage'), export: mayEver(actor, 'answer.export') }, districts: await districtNames(),
    }
  }

  /** Names of firms beside their answers are looked at under everybody's eyes. @source DESIGN.md §7 Audit */
  function look(req: Request, { _id, no }: Found, changes: Record<string, string>): Promise<void> {
    return trace(deps, requireActor(req), 'answer.read', { record: { type: 'questionnaire', id: _id, no }, changes })
  }
}

const tabsOf = (req: Request, questionnaire: Found, tab: QuestionnaireTab) =>
  questionnaireTabs(requireActor(req), questionnairePath(questionnaire), tab)

export const crumbs = (questionnaire: Found, last: string | null) => [
  { text: '问卷', href: '/questionnaires' }, { text: questionnaire.no, href: questionnairePath(questionnaire) },
  ...(last === null ? [] : [{ text: last, href: null }]),
]

const textIn = (req: Request, name: string): string => {
  const value = req.query[name]
  return typeof value === 'string' ? value.trim().slice(0, 60) : ''
}

async function earlier({ year, copiedFrom }: Found): Promise<{ title: string, year: number, figures: Result['figures'] } | null> {
  const copied = copiedFrom === null ? null : await QuestionnaireModel.findOne({ no: copiedFrom }, { _id: 1 }).lean<{ _id: Types.ObjectId } | null>()
  const before = await resultBefore(year, copied?._id ?? null)
  if (!before) return null
  const named = await QuestionnaireModel.findById(before._id, { title: 1 }).lean<Pick<Questionnaire, 'title'> | null>()
  return { title: `${before.year}年 ${named?.title ?? ''}`.trim(), year: before.year, figures: before.figures }
}
