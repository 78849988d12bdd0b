import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import { freezePlan, planName, revisePlan, ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import { allPlans, planById, templateFor, type StoredPlan } from '../../models/scoringPlan/queries.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, type Body } from '../lib/form.ts'
import { PLAN_FIELDS, readPlan } from './planForm.ts'
import { planFormPage, planFreezingPage, planPage, planPath, plansPage } from './planView.ts'

const LIST = { text: '计分方案', href: '/admin/scoring-plans' }

/** Scoring plans: their versions, the draft, freezing. */
export function planRoutes(deps: Deps, { get, post }: RouteTable): void {
  const today = () => dayOf(deps.clock.now())
  const crumbs = (plan: StoredPlan) => [LIST, { text: planName(plan), href: null }]

  get('/admin/scoring-plans', { act: 'scoringPlan.read' }, async (req, res) => {
    const mayEdit = mayEver(requireActor(req), 'scoringPlan.edit')
    await page(req, res, 'scores/plans', plansPage(await allPlans(), mayEdit, today()), { title: '计分方案' })
  })

  get('/admin/scoring-plans/new', { act: 'scoringPlan.edit' }, async (req, res) => {
    const template = await templateFor(yearOf(today()))
    await page(req, res, 'scores/planForm', planFormPage({ ...template, reason: '' }, NEW_FORM), { title: '新建计分方案', breadcrumb: [LIST, { text: '新建一版', href: null }] })
  })

  post('/admin/scoring-plans', { act: 'scoringPlan.edit', fields: PLAN_FIELDS }, async (req, res) => {
    const actor = requireActor(req)
    const body = req.body as Body
    const template = await templateFor(yearOf(today()))
    const read = readPlan(body, template.version > 1)
    if (!read.ok) {
      const model = planFormPage({ ...template, reason: '' }, NEW_FORM, read.errors, read.values)
      return page(req, res, 'scores/planForm', model, { title: '错误：新建计分方案', status: 422 })
    }
    const plan = await act(deps, actor, 'scoringPlan.create', async (tx) => {
      const [created] = await ScoringPlanModel.create(
        [{ year: template.year, version: template.version, composition: template.composition, ...read.value, createdByName: actor.name, createdAt: tx.now }], { session: tx.session },
      )
      if (!created) throw new Error('The plan was not stored')
      tx.audit({ record: { type: 'scoringPlan', id: created._id, no: planName(created) }, reason: read.value.reason })
      return created
    })
    redirect(req, res, planPath(plan), `已新建${planName(plan)}计分方案，冻结以后才正式采用。`)
  })

  get('/admin/scoring-plans/:id', { act: 'scoringPlan.read' }, async (req, res) => {
    const plan = await planIn(req.params['id'])
    const model = planPage(plan, mayEver(requireActor(req), 'scoringPlan.edit'), today())
    await page(req, res, 'scores/plan', model, { title: `${planName(plan)}计分方案`, breadcrumb: crumbs(plan) })
  })

  get('/admin/scoring-plans/:id/edit', { act: 'scoringPlan.edit' }, async (req, res) => {
    const plan = await planIn(req.params['id'])
    if (plan.frozenAt !== null) throw new Conflict(`${planName(plan)}计分方案已经冻结，不能再改。`, { text: '看方案', href: planPath(plan) })
    await page(req, res, 'scores/planForm', planFormPage(plan, editForm(plan)), { title: '修改计分方案', breadcrumb: crumbs(plan) })
  })

  post('/admin/scoring-plans/:id', { act: 'scoringPlan.edit', fields: PLAN_FIELDS }, async (req, res) => {
    const plan = await planIn(req.params['id'])
    const body = req.body as Body
    const read = readPlan(body, plan.version > 1)
    if (!read.ok) {
      return page(req, res, 'scores/planForm', planFormPage(plan, editForm(plan), read.errors, read.values), { title: '错误：修改计分方案', status: 422 })
    }
    await act(deps, requireActor(req), 'scoringPlan.edit', async (tx) => {
      const document = await documentFor(plan, textOf(body['version']), tx)
      revisePlan(document, read.value.weights, read.value.period, read.value.reason)
      await document.save({ session: tx.session })
      tx.audit({ record: { type: 'scoringPlan', id: plan._id, no: planName(plan) }, reason: read.value.reason })
    })
    redirect(req, res, planPath(plan), '已保存。')
  })

  get('/admin/scoring-plans/:id/freezing', { act: 'scoringPlan.edit' }, async (req, res) => {
    const plan = await planIn(req.params['id'])
    await page(req, res, 'scores/planFreezing', planFreezingPage(plan, today()), { title: '冻结计分方案', breadcrumb: crumbs(plan) })
  })

  post('/admin/scoring-plans/:id/freezing', { act: 'scoringPlan.edit', fields: [] }, async (req, res) => {
    const plan = await planIn(req.params['id'])
    const actor = requireActor(req)
    const hash = await act(deps, actor, 'scoringPlan.freeze', async (tx) => {
      const document = await documentFor(plan, textOf((req.body as Body)['version']), tx)
      freezePlan(document, actor, tx.now)
      await document.save({ session: tx.session })
      tx.audit({ record: { type: 'scoringPlan', id: plan._id, no: planName(plan) }, changes: { 校验码: document.hash ?? '' } })
      return document.hash ?? ''
    })
    redirect(req, res, planPath(plan), `已冻结，校验码 ${hash}。`)
  })
}

const NEW_FORM = { action: '/admin/scoring-plans', cancel: '/admin/scoring-plans', version: '', button: '新建' }
const editForm = (plan: StoredPlan) => ({ action: planPath(plan), cancel: planPath(plan), version: String(plan.__v), button: '保存' })

async function planIn(id: unknown): Promise<StoredPlan> {
  const plan = await planById(String(id))
  if (plan === null) throw new NotFound()
  return plan
}

/** The plan to be changed, when nobody has changed it since the page was opened. */
async function documentFor(plan: StoredPlan, version: string, { session }: Tx) {
  const document = await ScoringPlanModel.findById(plan._id).session(session)
  if (document === null) throw new NotFound()
  if (version !== String(document.get('__v'))) {
    throw new Conflict('您打开这一页之后，别人改过这个方案，您的修改没有保存。', { text: '看最新的方案', href: planPath(plan) })
  }
  return document
}
