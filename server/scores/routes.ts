import type { Request } from 'express'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import type { Department } from '../../models/department/index.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { findNode } from '../../models/score/node.ts'
import { isLeaf, LEAVES } from '../../models/score/leaves.ts'
import { campaignOf } from '../../models/campaign/queries.ts'
import { tallyOf } from '../../models/tally/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { campaignTabs } from '../campaigns/tabs.ts'
import type { Score } from '../../models/score/index.ts'
import { judgedDepartments, latestScores, rowsOfLeaf, scoreHistory, scoreOf } from '../../models/score/queries.ts'
import { planById, planOfYear } from '../../models/scoringPlan/queries.ts'
import { can, mayEver, relationsFor } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { orWords } from '../http/reach.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf } from '../lib/form.ts'
import { provincialFacts } from '../provincialResults/beside.ts'
import { computeScores } from './actions.ts'
import { planRoutes } from './planRoutes.ts'
import { scoreRowsPage, type Part } from './rowsView.ts'
import { ballotRowsPage } from './ballotRowsView.ts'
import { withoutVote } from './ballotView.ts'
import { scorePage, scorePath, scoresPage, standingsOf } from './view.ts'

/** Scores of a campaign, down to the rows of every leaf; scoring plans. */
export function scoreRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const today = () => dayOf(deps.clock.now())

  get('/scores', { act: 'score.read' }, (_req, res) => res.redirect(303, `/campaigns/${yearOf(today())}/scores`))

  get('/campaigns/:year/scores', { act: 'score.read' }, async (req, res) => {
    const actor = requireActor(req)
    const year = yearIn(req)
    const [plan, all, judged, open] = await Promise.all([planOfYear(year), latestScores(year), judgedDepartments(year), seesVote(actor, year)])
    const scores = open ? all : all.map(withoutVote)
    const own = judged.filter(({ department }) => can(actor, 'score.read', { department: department._id }))
    const model = scoresPage(year, plan, own, scores, {
      mayCompute: mayEver(actor, 'score.compute'), tabs: campaignTabs(year, 'scores', actor), today: today(), ranked: standingsOf(judged, scores),
    })
    await page(req, res, 'scores/index', { ...model, beside: await provincialFacts(actor, year) }, { title: `${year}年各部门得分`, printHref: `${req.path}?print=1`, print: wantsPrint(req) })
  })

  post('/campaigns/:year/scores', { act: 'score.compute', fields: ['reason'] }, async (req, res) => {
    const year = yearIn(req)
    const reason = textOf((req.body as Record<string, string>)['reason']).trim().slice(0, 500) || '手工计算'
    const counts = await computeScores(deps, requireActor(req), year, reason).catch(asConflict)
    const text = counts.computed === 0 ? '各部门的分子分母和方案都没有变，得分不变。'
      : `已重新计算：${counts.computed} 个部门有变化，${counts.unchanged} 个没有变化。`
    redirect(req, res, `/campaigns/${year}/scores`, text)
  })

  get('/campaigns/:year/scores/:department', { act: 'score.read' }, async (req, res) => {
    const { score, department } = await scoreIn(req)
    const actor = requireActor(req)
    const [plan, history, scores, judged, open] = await Promise.all([
      planById(String(score.plan.id)), scoreHistory(score.year, score.department), latestScores(score.year), judgedDepartments(score.year),
      seesVote(actor, score.year),
    ])
    const group = judged.find(({ department: { _id } }) => _id === department._id)?.group.no
    const context = {
      standing: open ? standingsOf(judged, scores).get(department._id) ?? null : null, today: today(),
      planHref: orWords(req, `/admin/scoring-plans/${String(score.plan.id)}`),
      tallyHref: mayEver(actor, 'tally.read') && group !== undefined ? `/campaigns/${score.year}/tallies?group=${group}` : null,
    }
    const href = scorePath(score.year, score.department)
    const model = scorePage(score, department, plan, open ? history : history.map(withoutVote), context)
    const facts = [...model.facts, ...await provincialFacts(actor, score.year)]
    await page(req, res, 'scores/show', { ...model, facts }, {
      title: `${department.name}的得分`, breadcrumb: crumbs(score.year, department, null), printHref: `${href}?print=1`,
      print: wantsPrint(req),
    })
  })

  get('/campaigns/:year/scores/:department/ballots', { act: 'score.read' }, async (req, res) => {
    const { score, department } = await scoreIn(req)
    const plan = await planById(String(score.plan.id))
    if (score.ballots === null || plan === null || findNode(score.tree, 'B') === null) throw new NotFound()
    const rows = (await tallyOf(score.year)).filter((row) => row.department === score.department)
    const model = ballotRowsPage(score, plan, department.name, rows, textOf(req.query['venue'] as string | undefined))
    await page(req, res, 'scores/rows', model, {
      title: `${department.name}：计票`, breadcrumb: crumbs(score.year, department, '计票'),
    })
  })

  get('/campaigns/:year/scores/:department/rows', { act: 'score.read' }, async (req, res) => {
    const { score, department } = await scoreIn(req)
    const leaf = textOf(req.query['leaf'] as string | undefined)
    if (!isLeaf(leaf)) throw new NotFound()
    const rows = await rowsOfLeaf(score._id, leaf)
    if (rows === null) throw new NotFound()
    const part = PARTS.find((each) => each === req.query['part']) ?? 'all'
    const model = await scoreRowsPage(score, rows, department.name, part, pageIn(req), today())
    await page(req, res, 'scores/rows', model, {
      title: `${department.name}：${LEAVES[leaf].label}`, breadcrumb: crumbs(score.year, department, LEAVES[leaf].label),
    })
  })

  planRoutes(deps, table)
  return table
}

const PARTS: readonly Part[] = ['all', 'hits', 'misses']

function yearIn(req: Request): number {
  const found = /^(20\d\d)$/.exec(String(req.params['year']))
  if (!found) throw new NotFound()
  return Number(found[1])
}

const pageIn = (req: Request): number => Math.min(Math.max(Number.parseInt(String(req.query['page'] ?? '1'), 10) || 1, 1), 1000)

/** The calculation that the address names, within what the user may see. */
async function scoreIn(req: Request): Promise<{ score: Score, department: Department }> {
  const code = String(req.params['department'])
  if (!can(requireActor(req), 'score.read', { department: code })) throw new NotFound()
  const n = /^\d{1,4}$/.test(String(req.query['n'])) ? Number(req.query['n']) : null
  const [score, departments] = await Promise.all([scoreOf(yearIn(req), code, n), departmentsByCode()])
  const department = departments.get(code)
  if (score === null || department === undefined) throw new NotFound()
  return { score: (await seesVote(requireActor(req), score.year)) ? score : withoutVote(score), department }
}

/**
 * Departments see the vote from the day on which the scores are opened to them; those who run the evaluation see it at once.
 * @source domain.md §1.3: results and ranking are not told early
 */
async function seesVote(actor: Actor, year: number): Promise<boolean> {
  if (relationsFor(actor, 'score.read').includes('any')) return true
  const campaign = await campaignOf(year)
  return campaign !== null && (campaign.objectionUntilOn !== null || campaign.publishedAt !== null)
}

const crumbs = (year: number, department: Department, leaf: string | null) => [
  { text: `${year}年得分`, href: `/campaigns/${year}/scores` },
  { text: department.name, href: leaf === null ? null : scorePath(year, department._id) },
  ...(leaf === null ? [] : [{ text: leaf, href: null }]),
]

/** Two people pressed at once: the second finds the number taken. */
function asConflict(error: unknown): never {
  if ((error as { code?: number }).code === 11000) throw new Conflict('另一个人正在计算同一年的得分，请稍后看结果。')
  throw error
}

