import { departmentsByCode } from '../../models/department/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { can } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { page, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { dateTimeText } from '../lib/format.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf } from '../lib/form.ts'
import { summaryOf } from './figures.ts'
import { readPeriod } from './period.ts'
import { PATH, summaryPage } from './view.ts'

/** The summary per department of a period; its workbook is at the same address with `.xlsx`. */
export function summaryRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  table.get(PATH, { act: 'summary.read' }, async (req, res) => {
    const now = deps.clock.now()
    const today = dayOf(now)
    const period = readPeriod(req.query, now)
    const [actor, departments] = [requireActor(req), await departmentsByCode()]
    const opens = (code: string) => {
      const department = departments.get(code)
      return department !== undefined && can(actor, 'dashboard.department', department)
    }
    const part = textOf(req.query['part'] as string | undefined)
    const model = summaryPage(await summaryOf(period), period, { today, part, print: wantsPrint(req), opens })
    await page(req, res, 'summaries/index', model, { title: '部门汇总', print: wantsPrint(req), printHref: model.printHref, updatedText: `数字截至 ${dateTimeText(now, today)}` })
  })
  return table
}
