import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Role } from '../../models/user/roles.ts'
import { showDashboard } from '../dashboards/show.ts'
import type { Deps } from '../deps.ts'
import { mainRole } from '../http/nav.ts'
import { page } from '../http/page.ts'
import { routeTable, type Handler, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { dateTimeText } from '../lib/format.ts'
import { coordinatorHome } from './coordinatorHome.ts'
import { leadHome } from './leadHome.ts'
import { officerHome } from './officerHome.ts'
import { plainHome } from './plainHome.ts'
import { supervisorHome } from './supervisorHome.ts'

/** `/`: each role opens on its own day. */
export function homeRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const now = () => deps.clock.now()
  const options = () => ({ title: '首页', updatedText: `数字截至 ${dateTimeText(now(), dayOf(now()))}` })

  const leader: Handler = (req, res) => showDashboard(deps, req, res)
  const plain: Handler = async (req, res) => page(
    req, res, 'homes/plain', await plainHome(requireActor(req), now()), { title: '首页' },
  )
  const homes: Partial<Record<Role, Handler>> = {
    leader, secretary: leader,
    officer: async (req, res) => page(
      req, res, 'homes/officer', await officerHome(requireActor(req), now()), { title: '首页' },
    ),
    lead: async (req, res) => page(req, res, 'homes/desk', await leadHome(requireActor(req), now()), options()),
    coordinator: async (req, res) => page(req, res, 'homes/desk', await coordinatorHome(now()), options()),
    supervisor: async (req, res) => page(req, res, 'homes/desk', await supervisorHome(now()), options()),
  }

  table.get('/', { act: 'home.read' }, (req, res) => {
    const role = mainRole(requireActor(req))
    return ((role && homes[role]) ?? plain)(req, res)
  })

  return table
}
