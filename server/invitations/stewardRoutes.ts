import { STEWARD_TABS, runningQuestionnaires, stewardCounts, stewardRows, type StewardTab } from '../../models/invitation/stewardQueries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { stewardPage } from './stewardView.ts'

/** `/invitations`: a steward's own firms in the questionnaires that run now. */
export function addStewardRoutes({ get }: RouteTable, deps: Deps): void {
  get('/invitations', { act: 'invitation.own' }, async (req, res) => {
    const { id } = requireActor(req)
    if (id === null) throw new NotFound()
    const now = deps.clock.now()
    const tab = (Object.keys(STEWARD_TABS) as StewardTab[]).find((each) => each === req.query['tab']) ?? 'waiting'
    const running = await runningQuestionnaires(now)
    const [rows, counts] = await Promise.all([stewardRows(id, running, tab), stewardCounts(id, running)])
    await page(req, res, 'invitations/mine', stewardPage(rows, { tab, counts, running, today: dayOf(now) }), { title: '问卷邀请' })
  })
}
