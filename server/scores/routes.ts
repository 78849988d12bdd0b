import type { Request } from 'express'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import type { Department } from '../../models/department/index.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { isLeaf, LEAVES } from '../../models/score/leaves.ts'
import type { Score } from '../../models/score/index.ts'
import { latestScores, rowsOfLeaf, scoreHistory, scoreOf } from '../../models/score/queries.ts'
import { planById, planOfYear } from '../../models/scoringPlan/queries.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf } from '../lib/form.ts'
import { computeScores, evaluatedDepartments } from './actions.ts'
import { planRoutes } from './planRoutes.ts'
import { scoreRowsPage, type Part } from './rowsView.ts'
import { scorePage, scorePath, scoresPage } from './view.ts'

/** Scores of a campaign, down to the rows of every leaf; scoring plans. */
export function scoreRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const today = () => dayOf(deps.clock.now())

  get('/scores', { act: 'score.read' }, (_req, res) => res.redirect(303, `/campaigns/${yearOf(today())}/scores`))

  get('/campaigns/:year/scores', { act: 'score.read' }, async (req, res) => {
    const actor = requireActor(req)
    const year = yearIn(req)
    const departments = (await evaluatedDepartments()).filter(({ _id }) => can(actor, 'score.read', { department: _id }))
    const [plan, scores] = await Promise.all([planOfYear(year), latestScores(year)])
    const model = scoresPage(year, plan, departments, scores, mayEver(actor, 'score.compute'), today())
    await page(req, res, 'scores/index', model, { title: `${year}年各部门得分`, printHref: `${req.path}?print=1`, print: wantsPrint(req) })
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
    const [plan, history] = await Promise.all([planById(String(score.plan.id)), scoreHistory(score.year, score.department)])
    const href = scorePath(score.year, score.department)
    await page(req, res, 'scores/show', scorePage(score, department, plan, history, today()), {
      title: `${department.name}的得分`, breadcrumb: crumbs(score.year, department, null), printHref: `${href}?print=1`,
      print: wantsPrint(req),
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
  return { score, department }
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

