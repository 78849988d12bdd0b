import { departmentsByCode } from '../../models/department/queries.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { officeHours } from '../../models/issue/moment.ts'
import { dayOf, instantOf, parseDay } from '../../models/shared/calendarDay.ts'
import { addWorkingDays, DAY_ENDS } from '../../models/shared/workingCalendar.ts'
import { mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { page, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf } from '../lib/form.ts'
import { rehearse } from './rehearsal.ts'
import { ladderPage, rehearsalPage } from './view.ts'

/** 督办阶梯: the rules in words, and what they would send out on a day. */
export function ladderRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get } = table

  get('/ladder', { act: 'ladder.read' }, async (req, res) => {
    const model = ladderPage(await officeHours(), mayEver(requireActor(req), 'ladder.rehearse'))
    await page(req, res, 'ladder/index', model, { title: '督办阶梯', printHref: '/ladder?print=1', print: wantsPrint(req) })
  })

  get('/ladder/rehearsal', { act: 'ladder.rehearse' }, async (req, res) => {
    const now = deps.clock.now()
    const today = dayOf(now)
    const calendar = await loadedCalendar()
    const asked = textOf(req.query['at'] as string | string[] | undefined).trim()
    const wanted = asked === '' ? addWorkingDays(today, 1, calendar).day : parseDay(asked)
    const errors: Record<string, string> = wanted === null || wanted < today ? { at: '请选今天或以后的一天' } : {}
    const on = wanted === null || wanted < today ? today : wanted
    const [hours, departments, rows] = await Promise.all([
      officeHours(),
      departmentsByCode(),
      rehearse(on === today ? latest(now, on) : instantOf(on, DAY_ENDS), now),
    ])
    const around = {
      on,
      today,
      opensAt: hours[0]?.[0] ?? '09:00',
      channels: channelsOf(deps),
      departmentName: (code: string) => departments.get(code)?.name ?? code,
    }
    await page(req, res, 'ladder/rehearsal', rehearsalPage(rows, around, errors), {
      title: errors['at'] ? '错误：预演' : '预演', status: errors['at'] ? 422 : 200,
      breadcrumb: [{ text: '督办阶梯', href: '/ladder' }, { text: '预演', href: null }],
      printHref: `/ladder/rehearsal?at=${on}&print=1`, print: wantsPrint(req),
    })
  })

  return table
}

/** Today is rehearsed to the end of office hours, or to this moment when that is later. */
const latest = (now: Date, today: string): Date =>
  new Date(Math.max(now.getTime(), instantOf(today, DAY_ENDS).getTime()))

/** The ways by which notices leave, as the installation is set up. */
function channelsOf({ config }: Deps): string {
  const forms = { plain: '短信网关', wecom: '企业微信', dingtalk: '钉钉' }
  const ways = ['页面通知', ...(config.smtpUrl ? ['邮件'] : []), ...(config.notifyUrl ? [forms[config.notifyForm]] : [])]
  return `通知途径：${ways.join('、')}`
}
