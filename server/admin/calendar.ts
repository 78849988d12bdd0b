import type { Request, Response } from 'express'
import { departmentsByCode } from '../../models/department/queries.ts'
import { noticeFaults, readNotice, type ReadNotice } from '../../models/holiday/notice.ts'
import { countedYears, loadedCalendar } from '../../models/holiday/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { calendarFrom } from '../../models/shared/workingCalendar.ts'
import { mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, requiredDay, text, textOf, type Body, type FormResult } from '../lib/form.ts'
import { countText } from '../lib/format.ts'
import { calendarForm, calendarPage, calendarPreview, PATH } from './calendarView.ts'
import { effectOf, loadYear, recountOpen } from './recounting.ts'

const FIELDS = ['notice', 'title', 'number', 'publishedOn', 'url']
const CRUMB = { text: '工作日历', href: PATH }
type Notice = { notice: string, title: string, number: string, publishedOn: string, url: string }

/** The working calendar: a year at a glance, and loading a year after having seen what it moves. @source DESIGN.md §5 Time, pages.md §4 */
export function calendarPages({ get, post }: RouteTable, deps: Deps): void {
  get(PATH, { act: 'calendar.read' }, async (req, res) => {
    const now = deps.clock.now()
    const asked = Number(textOf(req.query['year'] as string | undefined))
    const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2199 ? asked : Number(dayOf(now).slice(0, 4))
    const [calendar, years] = await Promise.all([loadedCalendar(), countedYears()])
    const model = calendarPage(year, calendar, years.find((each) => each.year === year) ?? null, { now, mayEdit: mayEver(requireActor(req), 'calendar.edit') })
    await page(req, res, 'admin/calendar', model, { title: `${year} 年工作日历` })
  })

  get(`${PATH}/:year/edit`, { act: 'calendar.edit' }, async (req, res) => {
    const year = yearOf(req)
    const known = (await countedYears()).find((each) => each.year === year)
    const lines = known ? [...known.off.map(({ day, name }) => `${day} ${name}`), ...known.makeUp.map((day) => `${day} 上班`)].join('\n') : ''
    await showForm(req, res, year, known ? { notice: lines, ...known.source } : {}, {})
  })

  post(`${PATH}/recount`, { act: 'calendar.edit', fields: [] }, async (req, res) => {
    const moved = await recountOpen(deps, requireActor(req))
    redirect(req, res, PATH, moved === 0 ? '在办的期限都和日历一致，没有要改的。' : `已按现行日历重算，${countText(moved)} 件的期限改了。`)
  })

  post(`${PATH}/:year/preview`, { act: 'calendar.edit', fields: FIELDS }, async (req, res) => {
    const [year, body] = [yearOf(req), req.body as Body]
    const read = readBody(body, year)
    if (!read.form.ok) return showForm(req, res, year, body, read.form.errors)
    await showPreview(req, res, read.form.value, read.notice, false)
  })

  post(`${PATH}/:year`, { act: 'calendar.edit', fields: [...FIELDS, 'mark'] }, async (req, res) => {
    const [year, body] = [yearOf(req), req.body as Body]
    const { form, notice } = readBody(body, year)
    if (!form.ok) return showForm(req, res, year, body, form.errors)
    const effect = await effectOf(notice.year, deps.clock.now())
    if (effect.mark !== textOf(body['mark'])) return showPreview(req, res, form.value, notice, true)
    const { title, number, publishedOn, url } = form.value
    const moved = await loadYear(deps, requireActor(req), { ...notice.year, source: { title, number, publishedOn, url } })
    redirect(req, res, `${PATH}?year=${year}`, `已载入 ${year} 年，${countText(moved)} 件诉求的期限改了，各件的经过里都有记录。`)
  })

  async function showPreview(req: Request, res: Response, given: Notice, notice: ReadNotice, changedSince: boolean): Promise<void> {
    const now = deps.clock.now()
    const others = (await countedYears()).filter(({ year }) => year !== notice.year.year)
    const [effect, departments] = await Promise.all([effectOf(notice.year, now), departmentsByCode()])
    const hidden = Object.entries({ ...given, mark: effect.mark }).map(([name, value]) => ({ name, value }))
    const model = calendarPreview(notice.year, notice.unread, effect, calendarFrom([...others, notice.year]), departments, { now, hidden, changedSince })
    await page(req, res, 'admin/calendarPreview', model, {
      title: `${notice.year.year} 年：载入前看一遍`, status: changedSince ? 409 : 200, breadcrumb: [CRUMB, { text: `${notice.year.year} 年`, href: null }],
    })
  }

  async function showForm(req: Request, res: Response, year: number, values: Body, errors: Record<string, string>): Promise<void> {
    const title = `载入 ${year} 年的节假日安排`
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'admin/calendarForm', calendarForm(year, values, errors), { title: refused ? `错误：${title}` : title, status: refused ? 422 : 200, breadcrumb: [CRUMB, { text: `${year} 年`, href: null }] })
  }
}

function yearOf(req: Request): number {
  const year = Number(req.params['year'])
  if (!Number.isInteger(year) || year < 2000 || year > 2199) throw new NotFound()
  return year
}

/** The form's fields and what the notice says; days that cannot be are an error of the notice. */
function readBody(body: Body, year: number): { form: FormResult<Notice>, notice: ReadNotice } {
  const form = readForm(body, {
    notice: text('通知正文', 5000, { required: true }), title: text('通知标题', 200, { required: true }), number: text('文号', 60, { required: true }),
    publishedOn: requiredDay('发布日期'), url: text('网址', 300),
  })
  const notice = readNotice(textOf(body['notice']), year)
  const faults = noticeFaults(notice.year)
  const problems: Record<string, string> = {
    ...(form.ok ? {} : form.errors), ...(form.ok && faults.length > 0 ? { notice: faults.slice(0, 3).join('；') } : {}),
    ...(form.ok && form.value.url !== '' && !/^https?:\/\//.test(form.value.url) ? { url: '网址应以 http:// 或 https:// 开头' } : {}),
  }
  return { form: Object.keys(problems).length > 0 ? { ok: false, errors: problems, values: body } : form, notice }
}
