import type { Request, Response } from 'express'
import { attachmentsOf } from '../../models/attachment/queries.ts'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { InstructionModel, type Instruction } from '../../models/instruction/index.ts'
import { countsByTab, instructionPage, INSTRUCTION_TABS, tabFilter } from '../../models/instruction/queries.ts'
import { complete, reply } from '../../models/instruction/verbs.ts'
import { findIssue } from '../../models/issue/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, scopeFilter } from '../../models/user/permissions.ts'
import { UserModel } from '../../models/user/index.ts'
import { act } from '../act.ts'
import { takeFiles } from '../attachments/store.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { Forbidden, NotFound } from '../http/errors.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { filesOf, routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, requiredDay, text, textOf } from '../lib/form.ts'
import { giveInstruction } from './actions.ts'
import { instructionForm, instructionListPage, instructionShowPage } from './view.ts'

const SCAN = { field: 'scan', files: 3, bytes: 15 * 1024 * 1024 }
const FIELDS = { text: text('批示内容', 1000, { required: true }), dueOn: requiredDay('要求回报的日期') }

/** 批示: what leaders said about cases, to whom, by when, and what became of it. */
export function instructionRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get('/instructions', { act: 'instruction.read' }, async (req, res) => {
    const actor = requireActor(req)
    const tab = INSTRUCTION_TABS.find(each => each === req.query['tab']) ?? 'open'
    const pageNumber = Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)
    const scope = scopeFilter(actor, 'instruction.read')
    const [counts, found, departments, calendar] = await Promise.all([
      countsByTab(scope, now()), instructionPage({ $and: [scope, tabFilter(tab, now())] }, tab, pageNumber),
      departmentsByCode(), loadedCalendar(),
    ])
    await page(req, res, 'instructions/index', instructionListPage(
      found, { tab, page: pageNumber, counts, departments, calendar, now: now() },
    ), {
      title: '批示', printHref: `/instructions?tab=${tab}&print=1`, print: wantsPrint(req),
    })
  })

  get('/instructions/new', { act: 'instruction.create' }, async (req, res) => {
    const issue = await findIssue(requireActor(req), textOf(req.query['issue'] as string | undefined))
    if (!issue) throw new NotFound()
    await showForm(req, res, issue.no, {}, {})
  })

  post('/issues/:no/instruction', {
    act: 'instruction.create', fields: Object.keys(FIELDS), upload: SCAN,
  }, async (req, res) => {
    const actor = requireActor(req)
    const issue = await findIssue(actor, String(req.params['no']))
    if (!issue || actor.id === null) throw new NotFound()
    const leader = actor.leader && await UserModel.findById(actor.leader, { name: 1 }).lean()
    if (!leader) throw new Forbidden('您的账号没有对应的市领导，请系统管理员补上后再录批示。')
    const read = readForm(req.body as Body, FIELDS)
    const files = filesOf(req)
    const byLeader = String(actor.id) === String(leader._id)
    const errors = {
      ...(read.ok ? {} : read.errors), ...(byLeader || files.length > 0 ? {} : { scan: '代录批示要附原件的扫描件或照片' }),
    }
    if (!read.ok || Object.keys(errors).length > 0) return showForm(req, res, issue.no, req.body as Body, errors)
    const { kept, refused } = await takeFiles(deps, actor.id, 'instruction', files, 'files')
    if (refused[0] !== undefined) return showForm(req, res, issue.no, req.body as Body, { scan: refused[0] })
    const [calendar, office] = await Promise.all([loadedCalendar(), officeCode()])
    const to = await answerOnce(req, 'instruction', claim => act(deps, actor, 'instruction.create', async tx => {
      const no = await giveInstruction(tx, {
        leader: { id: leader._id, name: leader.name }, issue, department: issue.leadDepartment ?? office, ...read.value,
        scan: kept.map(({ _id }) => _id),
      }, calendar)
      await claim(`/instructions/${no}`, tx.session)
      return `/instructions/${no}`
    }))
    redirect(req, res, to, '批示已发出，部门负责人会收到通知。')
  })

  get('/instructions/:no', { act: 'instruction.read' }, async (req, res) => {
    const instruction = await find(requireActor(req), req)
    await show(req, res, instruction, {}, {})
  })

  post('/instructions/:no/reply', { act: 'instruction.reply', fields: ['text'] }, async (req, res) => {
    const actor = requireActor(req)
    const instruction = await find(actor, req)
    if (!can(actor, 'instruction.reply', instruction)) throw new Forbidden()
    const read = readForm(req.body as Body, { text: text('回报内容', 2000, { required: true }) })
    if (!read.ok) return show(req, res, instruction, read.values, read.errors)
    const to = await answerOnce(req, 'instruction.reply', claim => act(deps, actor, 'instruction.reply', async tx => {
      const stored = await InstructionModel.findById(instruction._id).session(tx.session)
      if (!stored) throw new NotFound()
      reply(stored, read.value.text, actor, tx.now)
      await stored.save({ session: tx.session })
      tx.audit({ record: { type: 'instruction', id: stored._id, no: stored.no } })
      tx.tell({
        to: [stored.leader, stored.enteredBy], template: 'instruction.replied',
        facts: { no: stored.no, category: '', act: '回报批示', day: stored.dueOn },
        link: `/instructions/${stored.no}`, key: `instruction:${stored.no}:reply:${stored.replies.length}`,
      })
      await claim(`/instructions/${stored.no}`, tx.session)
      return `/instructions/${stored.no}`
    }))
    redirect(req, res, to, '已回报，批示人会收到通知。')
  })

  post('/instructions/:no/completion', { act: 'instruction.finish', fields: [] }, async (req, res) => {
    const actor = requireActor(req)
    const instruction = await find(actor, req)
    if (!can(actor, 'instruction.finish', instruction)) throw new Forbidden()
    await act(deps, actor, 'instruction.finish', async tx => {
      const stored = await InstructionModel.findById(instruction._id).session(tx.session)
      if (!stored) throw new NotFound()
      complete(stored, tx.now)
      await stored.save({ session: tx.session })
      tx.audit({ record: { type: 'instruction', id: stored._id, no: stored.no } })
    })
    redirect(req, res, `/instructions/${instruction.no}`, '批示已办结。')
  })

  return table

  async function show(
    req: Request, res: Response, instruction: Instruction, values: Body, errors: Record<string, string>,
  ) {
    const actor = requireActor(req)
    const [departments, calendar, files] = await Promise.all([
      departmentsByCode(), loadedCalendar(), attachmentsOf('instruction', instruction._id),
    ])
    const rights = {
      reply: can(actor, 'instruction.reply', instruction), finish: can(actor, 'instruction.finish', instruction),
    }
    await page(req, res, 'instructions/show', instructionShowPage(
      instruction, { departments, calendar, files, rights, values, errors, now: now() },
    ), {
      title: `${Object.keys(errors).length > 0 ? '错误：' : ''}批示 ${instruction.no}`,
      status: Object.keys(errors).length > 0 ? 422 : 200,
      breadcrumb: [{ text: '批示', href: '/instructions' }, { text: instruction.no, href: null }],
    })
  }

  async function showForm(req: Request, res: Response, issueNo: string, values: Body, errors: Record<string, string>) {
    const actor = requireActor(req)
    const issue = await findIssue(actor, issueNo)
    if (!issue) throw new NotFound()
    const [departments, calendar] = await Promise.all([departmentsByCode(), loadedCalendar()])
    const model = instructionForm(
      issue, { byLeader: String(actor.leader) === String(actor.id), departments, calendar, now: now(), values, errors },
    )
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'instructions/new', model, {
      title: refused ? '错误：写批示' : '写批示', status: refused ? 422 : 200,
      breadcrumb: [{ text: '批示', href: '/instructions' }, { text: '写批示', href: null }],
    })
  }
}

async function find(actor: Actor, req: Request): Promise<Instruction> {
  const found = await InstructionModel.findOne({
    $and: [{ no: String(req.params['no']) }, scopeFilter(actor, 'instruction.read')],
  }).lean<Instruction>()
  if (!found) throw new NotFound()
  return found
}

/** Where an instruction on a case without a department goes. */
async function officeCode(): Promise<string> {
  const offices = (await allDepartments()).filter(({ kind, archivedAt }) => kind === 'office' && archivedAt === null)
  const [first] = offices
  if (!first) throw new Error('The city has no department of kind office')
  return first._id
}
