import type { Request, Response } from 'express'
import { headsOn } from '../../models/dashboard/heads.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { page, wantsPrint } from '../http/page.ts'
import { requireActor } from '../http/signedIn.ts'
import { dateTimeText } from '../lib/format.ts'
import { cityFigures, type Figures } from './figures.ts'
import type { Instructing, Surroundings } from './surroundings.ts'
import { dashboardPage } from './view.ts'

/** The page for the whole city; also the home of leaders and their secretaries. */
export async function showDashboard(deps: Deps, req: Request, res: Response): Promise<void> {
  const actor = requireActor(req)
  const figures = await cityFigures(actor.leader, deps.clock.now())
  const model = dashboardPage(
    figures, await surroundingsOf(actor, figures, { only: null, whole: req.query['departments'] === 'all' }),
  )
  await page(req, res, 'dashboards/show', model, { ...frameOf(req, figures), title: '领导页' })
}

/** What the frame says around either page: the moment of the figures, the way to paper. */
export function frameOf(req: Request, figures: Figures) {
  return {
    updatedText: `数字截至 ${dateTimeText(figures.at, figures.today)}`,
    printHref: `${req.path}?print=1`, print: wantsPrint(req), bodyClass: 'one-sheet',
  }
}

/** Names, heads and rights that the figures are worded with. */
export async function surroundingsOf(
  actor: Actor, figures: Figures, what: Pick<Surroundings, 'only' | 'whole'>,
): Promise<Surroundings> {
  const [departments, districts, heads] = await Promise.all([
    departmentsByCode(), districtNames(), headsOn(dayOf(figures.at)),
  ])
  return {
    departments, districts, heads, leader: actor.leader && String(actor.leader), instructing: instructingOf(actor),
    opens: (instruction) => can(actor, 'instruction.read', instruction),
    ...what,
  }
}

function instructingOf(actor: Actor): Instructing {
  if (!mayEver(actor, 'instruction.create') || actor.leader === null) return 'reader'
  return String(actor.leader) === String(actor.id) ? 'leader' : 'secretary'
}
