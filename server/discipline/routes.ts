import type { Request, Response } from 'express'
import { campaignOf } from '../../models/campaign/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import {
  ASPECTS, CallSampleModel, decide, DisciplineCaseModel, find, INSPECTION_ITEMS, investigate, reopen, type CallSample, type DisciplineCaseDocument,
} from '../../models/disciplineCase/index.ts'
import { caseByNo, caseRows, inspectionsOf, samplesOf, type StoredCase } from '../../models/disciplineCase/queries.ts'
import { RepresentativeModel, type Representative } from '../../models/representative/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { act, trace, type Tx } from '../act.ts'
import { campaignIn, yearIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Refused } from '../lib/actForm.ts'
import { textOf, type Body, type FormResult } from '../lib/form.ts'
import { drawCalls, audit, inspect, openCase, recordCall } from './actions.ts'
import {
  readCall, readDecision, readHotlineReport, readInspection, readInvestigation, readSample, readWords, REPORT_FIELDS,
} from './form.ts'
import {
  callPage, callsPage, casePage, disciplineListPage, disciplinePath, hotlinePage, inspectionPage, samplePage,
  type DisciplineFormPage,
} from './view.ts'
import { addPublicRoutes } from './publicRoutes.ts'

const BASE = '/campaigns/:year/discipline'
const READ = { act: 'disciplineCase.read' } as const

/** 纪律监督: reports about the conduct of the evaluation, inspections, call-back by sample, cases. @source domain.md §1.3 */
export function disciplineRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()
  const today = () => dayOf(now())
  const departmentsNow = async () => [...(await departmentsByCode()).values()].filter(({ archivedAt }) => archivedAt === null)
  const codes = async () => (await departmentsNow()).map(({ _id }) => _id)

  addPublicRoutes(table, deps)

  get(BASE, { act: 'disciplineCase.readDecided' }, async (req, res) => {
    const actor = requireActor(req)
    const { year, venues } = await campaignIn(req)
    const full = mayEver(actor, 'disciplineCase.read')
    const [cases, inspections, samples, departments] = await Promise.all([
      caseRows(year, full ? undefined : ['confirmed']), full ? inspectionsOf(year) : [], full ? samplesOf(year) : [], departmentsByCode(),
    ])
    const model = disciplineListPage(cases, inspections, samples, { actor, year, full, departments, venues, today: today() })
    await page(req, res, 'discipline/index', model, { title: `${year}年纪律监督`, breadcrumb: campaignCrumbs(year, 'discipline') })
  })

  get(`${BASE}/new`, { act: 'disciplineCase.handle' }, async (req, res) => {
    const { year, venues } = await campaignIn(req)
    await form(req, res, hotlinePage(year, await departmentsNow(), venues, {}, {}))
  })

  post(`${BASE}/new`, { act: 'disciplineCase.handle', fields: REPORT_FIELDS }, async (req, res) => {
    const actor = requireActor(req)
    const { year, venues } = await campaignIn(req)
    const body = req.body as Body
    const read = readHotlineReport(body, await codes(), venues.map(({ code }) => code))
    if (!read.ok) return form(req, res, hotlinePage(year, await departmentsNow(), venues, body, read.errors), true)
    const { name, phone, ...facts } = read.value
    const to = await answerOnce(req, 'disciplineCase', (claim) => act(deps, actor, 'disciplineCase.handle', async (tx) => {
      const no = await openCase(tx, {
        ...facts, campaign: year, origin: 'hotline', originNo: '', reporter: { named: name !== '' || phone !== '', name, phone }, formKey: null,
      })
      await claim(disciplinePath(year, no), tx.session)
      return disciplinePath(year, no)
    }))
    redirect(req, res, to, '已登记，等核查。')
  })

  get(`${BASE}/inspections/new`, { act: 'disciplineCase.handle' }, async (req, res) => {
    const { year, venues } = await campaignIn(req)
    await form(req, res, inspectionPage(year, venues, today(), {}, {}))
  })

  post(`${BASE}/inspections/new`, {
    act: 'disciplineCase.handle', fields: ['onDay', 'venue', 'inspectors', 'remark', ...INSPECTION_ITEMS.map(({ key }) => key)],
  }, async (req, res) => {
    const actor = requireActor(req)
    const { year, venues } = await campaignIn(req)
    const body = req.body as Body
    const read = readInspection(body, venues.map(({ code }) => code))
    if (!read.ok) return form(req, res, inspectionPage(year, venues, today(), body, read.errors), true)
    const { onDay, venue, inspectors, remark, ...items } = read.value
    const failed = INSPECTION_ITEMS.filter(({ key }) => !items[key]).map(({ text }) => `没做到“${text}”`)
    let words = '这份巡查表已经存过。'
    const to = await answerOnce(req, 'inspection', (claim) => act(deps, actor, 'disciplineCase.handle', async (tx) => {
      const { no, caseNo } = await inspect(tx, { campaign: year, onDay, venue, inspectors, remark, items }, failed)
      await claim(disciplinePath(year), tx.session)
      words = `已存为 ${no}${caseNo === null ? '' : `，立为 ${caseNo}`}。`
      return disciplinePath(year)
    }))
    redirect(req, res, to, words)
  })

  get(`${BASE}/samples/new`, { act: 'disciplineCase.handle' }, async (req, res) => form(req, res, samplePage((await campaignIn(req)).year, {}, {})))

  post(`${BASE}/samples/new`, { act: 'disciplineCase.handle', fields: ['seed', 'size'] }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const body = req.body as Body
    const read = readSample(body)
    if (!read.ok) return form(req, res, samplePage(year, body, read.errors), true)
    const to = await answerOnce(req, 'callSample', (claim) => keepingWay(year, () => act(deps, actor, 'disciplineCase.handle', async (tx) => {
      const location = disciplinePath(year, `samples/${await drawCalls(tx, year, read.value)}`)
      await claim(location, tx.session)
      return location
    })))
    redirect(req, res, to, '已抽取。')
  })

  get(`${BASE}/samples/:sample`, { act: 'disciplineCase.handle' }, async (req, res) => {
    const sample = await sampleIn(req)
    await trace(deps, requireActor(req), 'disciplineCase.phoneList', { record: { type: 'callSample', id: sample._id, no: String(sample.no) } })
    const people = await RepresentativeModel.find({ _id: { $in: sample.calls.map(({ representative }) => representative) } }, { name: 1, phones: 1 })
      .lean<Pick<Representative, '_id' | 'name' | 'phones'>[]>()
    const byId = new Map(people.map(({ _id, name, phones }) => [String(_id), { name, phone: phones[0] ?? '' }]))
    await page(req, res, 'discipline/calls', callsPage(sample, byId, today()), {
      title: `第 ${sample.no} 次回访抽样`, breadcrumb: campaignCrumbs(sample.campaign, 'discipline', `第 ${sample.no} 次回访`),
    })
  })

  get(`${BASE}/samples/:sample/:code`, { act: 'disciplineCase.handle' }, async (req, res) => {
    const sample = await sampleIn(req)
    await form(req, res, callPage(sample.campaign, sample.no, codeIn(req, sample), {}, {}))
  })

  post(`${BASE}/samples/:sample/:code`, { act: 'disciplineCase.handle', fields: ['reached', 'text', ...ASPECTS.map(({ key }) => key)] }, async (req, res) => {
    const actor = requireActor(req)
    const sample = await sampleIn(req)
    const code = codeIn(req, sample)
    const body = req.body as Body
    const read = readCall(body)
    if (!read.ok) return form(req, res, callPage(sample.campaign, sample.no, code, body, read.errors), true)
    const { answers } = read.value
    const breaches = ASPECTS.filter(({ key }) => answers?.[key] === 'breach').map(({ question, breach }) => `${question}：${breach}`)
    const caseNo = await keepingWay(sample.campaign, () =>
      act(deps, actor, 'disciplineCase.handle', (tx) => recordCall(tx, sample.campaign, sample.no, code, read.value, breaches)))
    redirect(req, res, disciplinePath(sample.campaign, `samples/${sample.no}`), `${code} 已记下${caseNo === null ? '' : `，立为 ${caseNo}`}。`)
  })

  get(`${BASE}/:no`, READ, (req, res) => showCase(req, res, null))

  post(`${BASE}/:no/investigation`, { act: 'disciplineCase.handle', fields: ['department'] }, doing('investigation', async (body) =>
    readInvestigation(body, await codes()), (tx, one, { department }) => {
    investigate(one, department, tx.actor, tx.now)
    return '已开始核查。'
  }))
  post(`${BASE}/:no/finding`, { act: 'disciplineCase.handle', fields: ['text'] }, doing('finding', (body) => readWords(body, '核查情况'), (tx, one, { text }) => {
    find(one, text, tx.actor, tx.now)
    return '已记下核查情况。'
  }))
  post(`${BASE}/:no/decision`, { act: 'disciplineCase.handle', fields: ['result', 'department', 'text'] }, doing('decision', async (body) =>
    readDecision(body, await codes()), (tx, one, given) => {
    decide(one, given, tx.actor, tx.now)
    return given.result === 'confirmed' ? '已查实，取消这个部门本年度评优资格。' : '已作出处理。'
  }))
  post(`${BASE}/:no/reopening`, { act: 'disciplineCase.handle', fields: ['text'] }, doing('reopening', (body) => readWords(body, '重新核查的原因'), (tx, one, { text }) => {
    reopen(one, text, tx.actor, tx.now)
    return '已重新核查，原来的处理不再算数。'
  }))

  return table

  async function form(req: Request, res: Response, model: DisciplineFormPage, refused = false): Promise<void> {
    await page(req, res, 'discipline/form', model, {
      title: refused ? `错误：${model.heading}` : model.heading, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(yearIn(req), 'discipline', model.heading),
    })
  }

  async function showCase(req: Request, res: Response, refused: Refused | null): Promise<void> {
    const one = await caseIn(req)
    await trace(deps, requireActor(req), 'disciplineCase.read', { record: { type: 'disciplineCase', id: one._id, no: one.no } })
    const [departments, campaign] = await Promise.all([departmentsByCode(), campaignOf(one.campaign)])
    await page(req, res, 'discipline/show', casePage(one, { departments, venues: campaign?.venues ?? [], today: today(), refused }), {
      title: `${refused ? '错误：' : ''}${one.no} 纪律问题`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(one.campaign, 'discipline', one.no),
    })
  }

  type Reads<V> = (body: Body) => FormResult<V> | Promise<FormResult<V>>

  function doing<V>(segment: string, read: Reads<V>, work: (tx: Tx, one: DisciplineCaseDocument, value: V) => string) {
    return async (req: Request, res: Response): Promise<void> => {
      const actor = requireActor(req)
      const stored = await caseIn(req)
      const body = req.body as Body
      const result = await read(body)
      if (!result.ok) return showCase(req, res, { act: segment, values: body, errors: result.errors })
      const version = textOf(body['version'])
      const back = { text: `看 ${stored.no}`, href: disciplinePath(stored.campaign, stored.no) }
      try {
        const done = await act(deps, actor, 'disciplineCase.handle', async (tx) => {
          const one = await DisciplineCaseModel.findById(stored._id).session(tx.session)
          if (!one) throw new NotFound()
          // compared in the transaction: of two posts at the same moment only one finds the form's version
          if (version !== '' && version !== String(one.__v)) throw new Conflict(`${one.no} 在您打开以后改过了，可能是刚才已经交过一次。请看过最新情况再办。`, back)
          const words = work(tx, one, result.value)
          await one.save({ session: tx.session })
          audit(tx, { _id: one._id, no: one.no }, { act: segment, state: one.state })
          return words
        })
        redirect(req, res, back.href, done)
      } catch (error) {
        if (error instanceof RuleBroken) throw new Conflict(error.message, back)
        throw error
      }
    }
  }
}

async function keepingWay<T>(year: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RuleBroken) throw new Conflict(error.message, { text: '回到纪律监督', href: disciplinePath(year) })
    throw error
  }
}

async function caseIn(req: Request): Promise<StoredCase> {
  const one = await caseByNo(String(req.params['no']))
  if (one === null || one.campaign !== yearIn(req)) throw new NotFound()
  return one
}

async function sampleIn(req: Request): Promise<CallSample> {
  const no = Number(req.params['sample'])
  const sample = Number.isSafeInteger(no) ? await CallSampleModel.findOne({ campaign: yearIn(req), no }).lean<CallSample>() : null
  if (!sample) throw new NotFound()
  return sample
}

function codeIn(req: Request, sample: CallSample): string {
  const code = sample.calls.find((call) => call.code === String(req.params['code']))?.code
  if (code === undefined) throw new NotFound()
  return code
}
