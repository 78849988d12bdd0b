import type { Request, Response } from 'express'
import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { currentCampaign } from '../../models/campaign/queries.ts'
import { campaignStateAt } from '../../models/campaign/phases.ts'
import { isPoolFrozen } from '../../models/draw/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { Conflict } from '../http/errors.ts'
import { page } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { readSignUp, SIGN_UP_FIELDS } from './form.ts'
import { signUp, signUpLimit } from './signingUp.ts'
import { receivedPage, signUpPage } from './signUpView.ts'

const PATH = '/public/representatives'

/** A citizen signs up as a representative. Without an account; what was sent is answered alike whether the person was known or not. */
export function signUpRoutes(deps: Deps, { get, post }: RouteTable): void {
  const limit = signUpLimit()

  get(`${PATH}/new`, { act: 'public' }, (req, res) => show(req, res, {}, {}))

  post(PATH, { act: 'public', fields: SIGN_UP_FIELDS }, async (req, res) => {
    const open = await openCampaign()
    if (open === null) throw new Conflict('报名已经结束，没有收下。感谢您的热心。', { text: '返回', href: `${PATH}/new` })
    const { districts, departments } = await choices()
    const read = readSignUp(req.body as Body, dayOf(deps.clock.now()), {
      districts: districts.map(({ value }) => value), departments: departments.map(({ value }) => value),
    })
    if (!read.ok) return show(req, res, read.values, read.errors)
    await limit.take(req.ip ?? '')
    await signUp(deps, open.year, read.value)
    res.redirect(303, `${PATH}/received`)
  })

  get(`${PATH}/received`, { act: 'public' }, async (req, res) => {
    await page(req, res, 'representatives/received', receivedPage(), { title: '报名已收到', layout: 'public' })
  })

  /** The campaign that takes sign-ups now; null once its pool is frozen. */
  async function openCampaign() {
    const campaign = await currentCampaign(deps.clock.now())
    if (campaign === null || (await isPoolFrozen(campaign.year))) return null
    return ['planning', 'running'].includes(campaignStateAt(campaign, deps.clock.now())) ? campaign : null
  }

  async function show(req: Request, res: Response, values: Body, errors: Record<string, string>): Promise<void> {
    const open = await openCampaign()
    const refused = Object.keys(errors).length > 0
    const model = signUpPage(open?.year ?? null, await choices(), values, errors)
    await page(req, res, 'representatives/signUp', model, {
      title: refused ? '错误：报名当市民代表' : '报名当市民代表', status: refused ? 422 : 200, layout: 'public', form: open !== null,
    })
  }
}

async function choices() {
  const [districts, departments] = await Promise.all([allDistricts(), allDepartments()])
  return {
    districts: districts.map(({ _id, name }) => ({ value: _id, text: name })),
    departments: departments.filter(({ kind, archivedAt }) => kind === 'bureau' && archivedAt === null).map(({ _id, name }) => ({ value: _id, text: name })),
  }
}
