import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import { OPTION_KINDS, optionsFor } from '../../models/search/options.ts'
import { searchAll } from '../../models/search/queries.ts'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { renderPart } from '../lib/templates.ts'
import { searchPage } from './view.ts'

const LONGEST = 60

/** One box over firms, people, cases and visits, and the suggestions of the forms. */
export function searchRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get } = table
  const typedIn = (value: unknown) => (typeof value === 'string' ? value.trim().slice(0, LONGEST) : '')

  get('/search', { act: 'search.read' }, async (req, res) => {
    const q = typedIn(req.query['q'])
    const today = dayOf(deps.clock.now())
    const [found, departments, districts] = await Promise.all([
      q === '' ? null : searchAll(q, requireActor(req), yearOf(today)), departmentsByCode(), districtNames(),
    ])
    await page(req, res, 'search/index', searchPage(q, found, { departments, districts }, today), { title: q === '' ? '搜索' : `搜索：${q}` })
  })

  // A fragment of <option>s: an enhancement puts it into a list, a person may read it as it is.
  get('/search/options', { act: 'search.read' }, async (req, res) => {
    const kind = OPTION_KINDS.find((each) => each === req.query['kind'])
    if (kind === undefined) throw new NotFound()
    const options = await optionsFor(kind, typedIn(req.query['q']))
    res.type('html').send(renderPart('search/options', { options }))
  })

  return table
}
