import type { Request, Response } from 'express'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, textsOf, type Body } from '../lib/form.ts'
import { planVisit } from './actions.ts'
import { firstOf } from './contentValues.ts'
import { subjectSlots } from './form.ts'
import { viewerOf } from './formPage.ts'
import { partyOf } from './people.ts'
import { plannedContent, PLAN_FIELDS, planPage, readPlan } from './planForm.ts'
import { afterStep, stepOf } from './steps.ts'
import { findSlots, slotErrors, subjectsOf, type FoundSlot } from './subjects.ts'

/** Planning a visit: who goes when, and who else has been there or is going. */
export function addPlanRoutes({ get, post }: RouteTable, deps: Deps): void {
  get('/visits/plan', { act: 'visit.create' }, async (req, res) => {
    const subjects = textsOf(req.query['subject'] as string | string[] | undefined).slice(0, 9)
    const slots = Object.fromEntries(subjects.map((id, at) => [`subject-${at + 1}`, id]))
    await showPlan(req, res, { ...slots, onDay: viewerOf(req, deps).today, mode: '实地' }, {})
  })

  post('/visits/plan', { act: 'visit.create', fields: PLAN_FIELDS }, async (req, res) => {
    const body = req.body as Body
    const actor = requireActor(req)
    const step = stepOf(textOf(body['act']))
    if (step !== null) return showPlan(req, res, afterStep(body, step), {})
    const found = await findSlots(subjectSlots(body))
    const read = readPlan(body, viewerOf(req, deps).today)
    const errors = { ...slotErrors(found), ...(read.ok ? {} : read.errors) }
    if (!read.ok || Object.keys(errors).length > 0) return showPlan(req, res, body, errors, found)
    const party = await partyOf(read.value.companionNames, firstOf(null, actor), actor)
    const content = plannedContent(read.value, { ...party, subjects: subjectsOf(found) })
    const to = await answerOnce(req, 'visit-plan', claim => act(deps, actor, 'visit.create', async tx => {
      const location = `/visits/${await planVisit(tx, content)}`
      await claim(location, tx.session)
      return location
    }))
    redirect(req, res, to, '已记下计划，别的部门能看到这一天有人去。')
  })

  async function showPlan(
    req: Request, res: Response, values: Body, errors: Record<string, string>, known?: readonly FoundSlot[],
  ): Promise<void> {
    const found = known ?? await findSlots(subjectSlots(values))
    const model = await planPage(viewerOf(req, deps), values, errors, found)
    const isBad = Object.keys(errors).length > 0
    await page(req, res, 'visits/plan', model, {
      title: isBad ? '错误：计划走访' : '计划走访', status: isBad ? 422 : 200,
      breadcrumb: [{ text: '走访', href: '/visits' }, { text: '计划走访', href: null }],
    })
  }
}
