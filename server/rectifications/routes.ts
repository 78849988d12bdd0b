import type { Request, Response } from 'express'
import { attachmentsOf, countAttachments } from '../../models/attachment/queries.ts'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import {
  approvePromise, check, CRITICISMS, newRectification, plan, progress, RECTIFICATION_LEVELS, RectificationModel, report,
  type Criticism, type RectificationDocument,
} from '../../models/rectification/index.ts'
import { rectificationCounts, rectificationFilter, rectificationPage } from '../../models/rectification/queries.ts'
import { opinionByNo } from '../../models/opinion/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { mayEver, scopeFilter, type Act } from '../../models/user/permissions.ts'
import { act, type Tx } from '../act.ts'
import { claimFiles, takeFiles } from '../attachments/store.ts'
import { campaignIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import { nextNumber } from '../database/counters.ts'
import type { Deps } from '../deps.ts'
import { answerWithFile } from '../exports/sending.ts'
import { Conflict, Forbidden, NotFound } from '../http/errors.ts'
import { LIMITS } from '../http/limits.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { filesOf, routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Refused } from '../lib/actForm.ts'
import { choice, readForm, requiredDay, text, textOf, type Body, type FormResult } from '../lib/form.ts'
import { printHref } from '../lib/listAddress.ts'
import { askedRectifications, rectificationIn } from './find.ts'
import { rectificationListPage, rectificationNewPage, rectificationShowPage, rectificationsPath } from './view.ts'

const BASE = '/campaigns/:year/rectifications'
const FILES = { field: 'files', files: LIMITS.photos, bytes: LIMITS.photoBytes } as const

/** 整改: from criticism to what was mended, checked by another body. @source forms.md §3.2 */
export function rectificationRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()
  const today = () => dayOf(now())

  for (const format of ['xlsx', 'csv'] as const) {
    get(`${BASE}.${format}`, { act: 'export.create' }, async (req, res) => {
      if (!mayEver(requireActor(req), 'rectification.read')) throw new Forbidden()
      const { year } = await campaignIn(req)
      const asked = askedRectifications(req.query)
      const query = Object.fromEntries(Object.entries({ year: String(year), ...asked }).filter(([, value]) => value !== ''))
      await answerWithFile(deps, req, res, { kind: 'rectifications', format, query, filterText: `${year}年`, personal: false, reason: '' })
    })
  }

  get(BASE, { act: 'rectification.read' }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const asked = askedRectifications(req.query)
    const number = Math.min(200, Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1))
    const scope = scopeFilter(actor, 'rectification.read')
    const [found, counts, departments] = await Promise.all([
      rectificationPage({ $and: [scope, rectificationFilter(year, asked.tab, today(), asked.department, asked.q)] }, number),
      rectificationCounts(year, scope, today()), departmentsByCode(),
    ])
    await page(req, res, 'rectifications/index', rectificationListPage(found, { actor, year, asked, page: number, counts, departments, today: today() }), {
      title: `${year}年整改`, breadcrumb: campaignCrumbs(year, 'rectifications'), printHref: printHref(rectificationsPath(year), asked), print: wantsPrint(req),
    })
  })

  get(`${BASE}/new`, { act: 'rectification.create' }, async (req, res) => {
    const { year } = await campaignIn(req)
    const from = (name: string) => (typeof req.query[name] === 'string' ? req.query[name].slice(0, 40) : '')
    const opinion = from('opinion') === '' ? null : await opinionByNo(from('opinion'), scopeFilter(requireActor(req), 'opinion.read'))
    const values: Body = opinion
      ? { kind: 'opinion', sourceNo: opinion.no, problem: opinion.text, department: opinion.leadDepartment ?? opinion.department ?? '' }
      : from('issue') !== '' ? { kind: 'issue', sourceNo: from('issue') } : from('department') !== '' ? { kind: 'comment', department: from('department') } : {}
    await showNew(req, res, year, values, {})
  })

  post(`${BASE}/new`, {
    act: 'rectification.create', fields: ['kind', 'sourceNo', 'level', 'problem', 'extent', 'department', 'dueOn', 'remark'],
  }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const body = req.body as Body
    const codes = (await allDepartments()).map(({ _id }) => _id)
    const read = readForm(body, {
      kind: choice('问题来源', Object.keys(CRITICISMS) as Criticism[]), sourceNo: text('来源编号', 40), level: choice('问题等级', RECTIFICATION_LEVELS),
      problem: text('问题具体描述', 2000, { required: true }), extent: text('涉及数量', 60), department: choice('整改责任单位', codes),
      dueOn: requiredDay('计划完成时限'), remark: text('备注', 500),
    })
    if (!read.ok) return showNew(req, res, year, body, read.errors)
    const { kind, sourceNo, ...facts } = read.value
    const to = await answerOnce(req, 'rectification', (claim) => act(deps, actor, 'rectification.create', async (tx) => {
      const no = `ZG${year}-${String(await nextNumber(tx.session, 'rectification', year)).padStart(4, '0')}`
      const row = newRectification({
        ...facts, campaign: year, no, source: { kind, no: sourceNo }, createdBy: actor.id, createdByName: actor.name,
      }, tx.now)
      const [stored] = await RectificationModel.create([row], { session: tx.session })
      if (stored) tx.audit({ record: { type: 'rectification', id: stored._id, no }, changes: { department: facts.department, source: sourceNo } })
      const location = rectificationsPath(year, no)
      await claim(location, tx.session)
      return location
    }))
    redirect(req, res, to, '已列入整改，等责任单位定措施。')
  })

  get(`${BASE}/:no`, { act: 'rectification.read' }, (req, res) => showOne(req, res, null))

  const wordsField = (label: string) => text(label, 2000, { required: true })
  post(`${BASE}/:no/plan`, { act: 'rectification.work', fields: ['measure', 'target', 'leaderName', 'ownerName', 'dueOn'] }, doing(
    'rectification.work', 'plan', (body) => readForm(body, {
      measure: wordsField('整改措施'), target: text('整改目标', 500, { required: true }), leaderName: text('责任领导', 40, { required: true }),
      ownerName: text('责任人', 40, { required: true }), dueOn: requiredDay('计划完成时限'),
    }), (_tx, one, value) => {
      plan(one, value)
      return '整改措施已定。'
    },
  ))

  post(`${BASE}/:no/progress`, { act: 'rectification.work', fields: ['onDay', 'text'], upload: FILES }, doing(
    'rectification.work', 'progress', (body) => readForm(body, { onDay: requiredDay('日期'), text: wordsField('进展') }), async (tx, one, value, files) => {
      progress(one, value, tx.actor, tx.now)
      if (tx.actor.id) await claimFiles(tx.session, tx.actor.id, files, { type: 'rectification', id: one._id })
      return '已记下进展。'
    },
  ))

  post(`${BASE}/:no/report`, { act: 'rectification.work', fields: ['onDay', 'text'] }, doing(
    'rectification.work', 'report', (body) => readForm(body, { onDay: requiredDay('实际完成时间'), text: wordsField('完成情况') }), async (tx, one, value) => {
      report(one, value, await countAttachments('rectification', one._id), tx.actor, tx.now)
      return '已报完成，等别的单位复核。'
    },
  ))

  post(`${BASE}/:no/verification`, { act: 'rectification.verify', fields: ['passed', 'text'] }, doing(
    'rectification.verify', 'verification', (body) => readForm(body, { passed: choice('复核情况', ['yes', 'no'] as const), text: text('复核说明', 1000) }),
    (tx, one, { passed, text: words }) => {
      check(one, { passed: passed === 'yes', text: words }, tx.actor, tx.now, dayOf(tx.now))
      return passed === 'yes' ? '复核通过，已销号。' : '已退回继续整改。'
    },
  ))

  post(`${BASE}/:no/promise`, { act: 'rectification.approveWording', fields: ['text'] }, doing(
    'rectification.approveWording', 'promise', (body) => readForm(body, { text: text('公开的话', 200) }), (tx, one, { text: words }) => {
      approvePromise(one, words, tx.actor, tx.now)
      return words === '' ? '已撤下公开的承诺。' : '已审定，市民看得到这句话。'
    },
  ))

  return table

  type Work<V> = (tx: Tx, one: RectificationDocument, value: V, files: string[]) => string | Promise<string>

  function doing<V>(right: Act, segment: string, read: (body: Body) => FormResult<V>, work: Work<V>) {
    return async (req: Request, res: Response): Promise<void> => {
      const actor = requireActor(req)
      const stored = await rectificationIn(req, actor, right)
      const body = req.body as Body
      const result = read(body)
      if (!result.ok) return showOne(req, res, { act: segment, values: body, errors: result.errors })
      const sent = filesOf(req).filter(({ size }) => size > 0)
      const taken = actor.id && sent.length > 0 ? await takeFiles(deps, actor.id, 'rectification', sent, 'files') : { kept: [], refused: [] }
      if (taken.refused.length > 0) return showOne(req, res, { act: segment, values: body, errors: { files: taken.refused.join('；') } })
      const back = { text: `看 ${stored.no}`, href: rectificationsPath(stored.campaign, stored.no) }
      const version = textOf(body['version'])
      try {
        const done = await act(deps, actor, right, async (tx) => {
          const one = await RectificationModel.findOne({ $and: [{ no: stored.no }, scopeFilter(actor, right)] }).session(tx.session)
          if (!one) throw new NotFound()
          // compared in the transaction: of two posts at the same moment only one finds the form's version
          if (version !== '' && version !== String(one.__v)) throw new Conflict(`${one.no} 在您打开以后改过了，可能是刚才已经交过一次。请看过最新情况再办。`, back)
          const words = await work(tx, one, result.value, taken.kept.map(({ _id }) => String(_id)))
          await one.save({ session: tx.session })
          tx.audit({ record: { type: 'rectification', id: one._id, no: one.no }, changes: { act: segment, state: one.state } })
          return words
        })
        redirect(req, res, back.href, done)
      } catch (error) {
        if (error instanceof RuleBroken) throw new Conflict(error.message, back)
        throw error
      }
    }
  }

  async function showNew(req: Request, res: Response, year: number, values: Body, errors: Record<string, string>): Promise<void> {
    const departments = (await allDepartments()).filter(({ archivedAt }) => archivedAt === null)
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'rectifications/new', rectificationNewPage(year, departments, values, errors), {
      title: refused ? '错误：列一项整改' : '列一项整改', status: refused ? 422 : 200, breadcrumb: campaignCrumbs(year, 'rectifications', '列一项整改'),
    })
  }

  async function showOne(req: Request, res: Response, refused: Refused | null): Promise<void> {
    const actor = requireActor(req)
    const one = await rectificationIn(req, actor)
    const [departments, files] = await Promise.all([departmentsByCode(), attachmentsOf('rectification', one._id)])
    await page(req, res, 'rectifications/show', rectificationShowPage(one, { actor, departments, files, now: now(), refused }), {
      title: `${refused ? '错误：' : ''}${one.no} 整改`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(one.campaign, 'rectifications', one.no),
      printHref: `${req.path}?print=1`, print: wantsPrint(req),
    })
  }
}
