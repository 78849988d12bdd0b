import type { Request, Response } from 'express'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import { allDistricts, districtNames } from '../../models/district/queries.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { addDays, dayOf } from '../../models/shared/calendarDay.ts'
import { UserModel } from '../../models/user/index.ts'
import { can, mayEver, scopeFilter } from '../../models/user/permissions.ts'
import { visitsOfSubject } from '../../models/visit/queries.ts'
import type { VisitTask } from '../../models/visitTask/index.ts'
import { countTasks, periodsWithTasks, taskById, taskRows } from '../../models/visitTask/queries.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Forbidden, NotFound } from '../http/errors.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, recordId, requiredDay, text, textOf, type Body } from '../lib/form.ts'
import { assignTasks, nameOfficer, previewAssignment, recordAttempt } from './actions.ts'
import { ASSIGN_FIELDS, assignPage, readAssignment, type AssignChoices } from './assignForm.ts'
import { taskList, TASKS } from './listView.ts'
import { taskPage } from './recordView.ts'
import { seesAllTasks, taskFilter, taskQuery } from './taskQuery.ts'

/** Visits of half a year before the period tell who else keeps contact. */
const LOOK_BACK_DAYS = 183

/** Who must visit whom by when: the list, assigning in bulk, naming who goes, vain attempts. */
export function visitTaskRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const today = () => dayOf(deps.clock.now())

  get('/visit-tasks', { act: 'visitTask.read' }, async (req, res) => {
    const actor = requireActor(req)
    const makesVisits = mayEver(actor, 'visit.create')
    const query = taskQuery(req)
    const tab = makesVisits ? (query['tab'] ?? 'mine') : undefined
    const filter = await taskFilter({ ...query, tab }, actor, today())
    const number = Math.max(1, Number.parseInt(query['page'] ?? '1', 10) || 1)
    const [rows, total, calendar, periods, choices] = await Promise.all([
      taskRows(filter, number), countTasks(filter), loadedCalendar(), periodsWithTasks(), rosterChoices(),
    ])
    const model = taskList(rows, {
      ...choices, query, total, calendar, periods, makesVisits, page: number, today: today(),
      mayAssign: mayEver(actor, 'visitTask.assign'), seesAll: seesAllTasks(actor),
    })
    await page(req, res, 'visitTasks/index', model, { title: '走访任务', print: wantsPrint(req) })
  })

  get('/visit-tasks/new', { act: 'visitTask.assign' }, async (req, res) => {
    await showAssignment(req, res, { timesRequired: '1' }, {})
  })

  post('/visit-tasks', { act: 'visitTask.assign', fields: ASSIGN_FIELDS }, async (req, res) => {
    const body = req.body as Body
    const choices = await rosterChoices()
    const read = readAssignment(body, today(), choices)
    if (!read.ok) return showAssignment(req, res, body, read.errors)
    if (textOf(body['act']) !== 'assign') return showAssignment(req, res, body, {})
    const actor = requireActor(req)
    const to = await answerOnce(req, 'visit-tasks', claim => act(deps, actor, 'visitTask.assign', async tx => {
      await assignTasks(tx, read.value)
      const location = `${TASKS}?period=${read.value.period}`
      await claim(location, tx.session)
      return location
    }))
    redirect(req, res, to, '任务已分配，走访单位在自己的走访任务里看得到。')
  })

  get('/visit-tasks/:id', { act: 'visitTask.read' }, (req, res) => showTask(req, res, {}))

  post('/visit-tasks/:id/officer', { act: 'visitTask.nameOfficer', fields: ['officer'] }, async (req, res) => {
    const task = await taskOf(req)
    if (!can(requireActor(req), 'visitTask.nameOfficer', task)) throw new Forbidden('联络员由本部门负责人指定。')
    const read = readForm(req.body as Body, { officer: recordId('联络员') })
    if (!read.ok) return showTask(req, res, read.errors)
    const { officer } = read.value
    await act(deps, requireActor(req), 'visitTask.nameOfficer', tx => nameOfficer(tx, String(task._id), officer))
    redirect(req, res, `${TASKS}/${String(task._id)}`, '已指定联络员。')
  })

  post('/visit-tasks/:id/attempts', { act: 'visitTask.recordAttempt', fields: ['on', 'note'] }, async (req, res) => {
    const task = await taskOf(req)
    if (!can(requireActor(req), 'visitTask.recordAttempt', task)) throw new Forbidden('联系不上由走访单位记录。')
    const read = readForm(req.body as Body, { on: requiredDay('哪天'), note: text('怎么联系的', 200, { required: true }) })
    if (!read.ok) return showTask(req, res, read.errors)
    const { on, note } = read.value
    if (on > today()) return showTask(req, res, { on: '日期在今天之后' })
    await act(deps, requireActor(req), 'visitTask.recordAttempt', tx => recordAttempt(tx, String(task._id), on, note))
    redirect(req, res, `${TASKS}/${String(task._id)}`, '已记下这一天联系不上。')
  })

  return table

  async function rosterChoices(): Promise<AssignChoices> {
    const [departments, districts] = await Promise.all([allDepartments(), allDistricts()])
    return {
      departments: departments.filter(({ archivedAt }) => archivedAt === null)
        .map(({ _id, name }) => ({ code: _id, name })),
      districts: districts.map(({ _id, name }) => ({ code: _id, name })),
    }
  }

  async function showAssignment(
    req: Request, res: Response, values: Body, errors: Record<string, string>,
  ): Promise<void> {
    const choices = await rosterChoices()
    const read = values['kind'] === undefined ? null : readAssignment(values, today(), choices)
    const planned = read?.ok ? { wanted: read.value, plan: await previewAssignment(read.value) } : null
    const isBad = Object.keys(errors).length > 0
    await page(req, res, 'visitTasks/new', assignPage(values, errors, today(), choices, planned), {
      title: isBad ? '错误：分配走访任务' : '分配走访任务', status: isBad ? 422 : 200,
      breadcrumb: [{ text: '走访任务', href: TASKS }, { text: '分配走访任务', href: null }],
    })
  }

  async function taskOf(req: Request): Promise<VisitTask> {
    const task = await taskById(String(req.params['id']), scopeFilter(requireActor(req), 'visitTask.read'))
    if (task === null) throw new NotFound()
    return task
  }

  async function showTask(req: Request, res: Response, errors: Record<string, string>): Promise<void> {
    const actor = requireActor(req)
    const task = await taskOf(req)
    const [visits, calendar, departments, districts, staff] = await Promise.all([
      visitsOfSubject(task.subject.id, addDays(task.fromOn, -LOOK_BACK_DAYS)), loadedCalendar(),
      departmentsByCode(), districtNames(),
      can(actor, 'visitTask.nameOfficer', task) ? staffOf(task.department) : [],
    ])
    const now = deps.clock.now()
    const model = taskPage(task, { actor, now, calendar, departments, districts, visits, staff, errors })
    const isBad = Object.keys(errors).length > 0
    await page(req, res, 'visitTasks/show', model, {
      title: `${isBad ? '错误：' : ''}走访任务：${task.subject.name}`, status: isBad ? 422 : 200,
      breadcrumb: [{ text: '走访任务', href: TASKS }, { text: task.subject.name, href: null }],
    })
  }
}

async function staffOf(department: string): Promise<{ id: string, name: string }[]> {
  const users = await UserModel.find({ department, disabledAt: null }, { name: 1 }).sort({ sortKey: 1 }).lean()
  return users.map(({ _id, name }) => ({ id: String(_id), name }))
}
