import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { campaignStateAt } from '../../models/campaign/phases.ts'
import { currentCampaign, type StoredCampaign } from '../../models/campaign/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { OpinionModel, rate, type Opinion } from '../../models/opinion/index.ts'
import { isQueryCode, queryCode } from '../../models/opinion/queryCode.ts'
import { alikePublished, opinionByNo, publicOpinion, publishedOpinions } from '../../models/opinion/queries.ts'
import { normalizedText } from '../../models/opinion/similarity.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { act } from '../act.ts'
import { CITIZEN } from '../citizens/citizen.ts'
import { floodLimit, networkOf } from '../citizens/flood.ts'
import { publicPage } from '../citizens/page.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { LIMITS } from '../http/limits.ts'
import { redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { textOf, type Body } from '../lib/form.ts'
import { audit, enterOpinion } from './actions.ts'
import { PUBLIC_FIELDS, readLookUp, readPublic, readRating } from './form.ts'
import { choicesNow, judgedDepartments } from './offered.ts'
import { ownPage, publicHref, publicListPage, publicNewPage, publicSentPage, publishedPage } from './publicView.ts'

declare module 'express-session' {
  interface SessionData {
    /** opinions that this browser sent or opened by their code */
    opinions?: string[]
  }
}

const PUBLIC = { act: 'public' } as const
const KEPT = 20
const WRONG = '编号或查询码不对。请核对：查询码是十位字母和数字，不分大小写。忘了可以打页面下方的电话。'

/** What citizens may do with opinions, without an account. @source DESIGN.md §7 Opinions */
export function addPublicRoutes({ get, post }: RouteTable, deps: Deps): void {
  const perAddress = floodLimit('opinion-address', LIMITS.opinionsPerAddress)
  const perBrowser = floodLimit('opinion-browser', LIMITS.opinionsPerBrowser)
  const same = floodLimit('opinion-same', LIMITS.sameOpinion)
  const wrong = floodLimit('opinion-code', LIMITS.wrongQueryCodes)
  const now = () => deps.clock.now()

  get('/public/opinions/new', PUBLIC, (req, res) => showNew(req, res, { department: askedDepartment(req) }, {}, 200))

  post('/public/opinions/new', { ...PUBLIC, fields: PUBLIC_FIELDS }, async (req, res) => {
    const body = req.body as Body
    const campaign = await openCampaign()
    if (campaign === null) return showNew(req, res, body, {}, 409)
    const { departments } = await choicesNow()
    const read = readPublic(body, judgedDepartments(campaign, departments).map(({ _id }) => _id))
    if (!read.ok) return showNew(req, res, body, read.errors, 422)
    const once = textOf(body['once'])
    const formKey = /^[0-9a-f-]{36}$/.test(once) ? once : null
    const earlier = formKey === null ? null : await OpinionModel.findOne({ formKey }, { no: 1 }).lean<Pick<Opinion, 'no'>>()
    if (earlier) return sent(req, res, earlier.no)
    const flooded = await tooMany(req, `${read.value.text}${read.value.proposal}`)
    if (flooded !== null) return showNew(req, res, body, { text: flooded }, 429)
    const { consent: _consent, ...words } = read.value
    const facts = {
      ...words, campaign: campaign.year, source: 'online' as const, session: '', sheetNo: '', category: null, consentAt: now(), formKey,
    }
    try {
      const one = await act(deps, CITIZEN, 'opinion.enter', (tx) => enterOpinion(tx, facts))
      sent(req, res, one.no)
    } catch (error) {
      // the second of two posts at the same moment
      const first = formKey && (error as { code?: number }).code === 11000
        ? await OpinionModel.findOne({ formKey }, { no: 1 }).lean<Pick<Opinion, 'no'>>() : null
      if (!first) throw error
      sent(req, res, first.no)
    }
  })

  get('/public/opinions/:no/sent', PUBLIC, async (req, res) => {
    const one = await ownOf(req)
    if (one === null) return res.redirect(303, '/public/opinions')
    const alike = await alikePublished(one.campaign, one.text)
    const model = publicSentPage(one.no, queryCode(deps.keys.codes, String(one._id)), alike)
    await publicPage(req, res, 'opinions/publicSent', model, { title: '已收到您的意见' })
  })

  get('/public/opinions', PUBLIC, (req, res) => showList(req, res, {}, {}, 200))

  post('/public/opinions', { ...PUBLIC, fields: ['no', 'code'] }, async (req, res) => {
    const body = req.body as Body
    const read = readLookUp(body)
    if (!read.ok) return showList(req, res, body, read.errors, 422)
    const address = networkOf(req.ip ?? '')
    if (await wrong.isFull(address)) return showList(req, res, body, { code: '查询码输错太多次，请十分钟后再试。' }, 429)
    const one = await opinionByNo(read.value.no)
    // a number that does not exist costs the same time and says the same
    if (!isQueryCode(deps.keys.codes, String(one?._id ?? read.value.no), read.value.code) || one === null) {
      await wrong.spend(address)
      return showList(req, res, body, { code: WRONG }, 422)
    }
    remember(req, one.no)
    res.redirect(303, publicHref(one.no))
  })

  get('/public/opinions/:no', PUBLIC, (req, res) => showOne(req, res, {}, {}, 200))

  post('/public/opinions/:no/rating', { ...PUBLIC, fields: ['word', 'text'] }, async (req, res) => {
    const body = req.body as Body
    if ((await ownOf(req)) === null) throw new NotFound()
    const read = readRating(body)
    if (!read.ok) return showOne(req, res, body, read.errors, 422)
    const no = noOf(req)
    await act(deps, CITIZEN, 'opinion.rate', async (tx) => {
      const one = await OpinionModel.findOne({ no }).session(tx.session)
      if (!one) throw new NotFound()
      const head = one.mergedInto === null ? one : await OpinionModel.findOne({ no: one.mergedInto }, { answer: 1 }).session(tx.session)
      rate(one, read.value, (head?.answer ?? null) !== null, tx.now)
      await one.save({ session: tx.session })
      audit(tx, one, { rating: read.value.word })
    })
    redirect(req, res, publicHref(no), '谢谢，评价已记下。')
  })

  /** The campaign that takes opinions in: begun and not yet published. */
  async function openCampaign(): Promise<StoredCampaign | null> {
    const campaign = await currentCampaign(now())
    return campaign === null || ['planning', 'published'].includes(campaignStateAt(campaign, now())) ? null : campaign
  }

  async function tooMany(req: Request, text: string): Promise<string | null> {
    const address = networkOf(req.ip ?? '')
    const digest = createHash('sha256').update(normalizedText(text)).digest('base64url').slice(0, 22)
    if ((await same.spend(`${address} ${digest}`)) !== null) return '同样内容的意见已经收到过几次，不用再交了。要看办理情况，请用编号和查询码查询。'
    const wait = (await perBrowser.spend(req.sessionID)) ?? (await perAddress.spend(address))
    return wait === null ? null : `这里提交得太多，请 ${wait} 分钟后再试。您写的内容还在下面。`
  }

  function sent(req: Request, res: Response, no: string): void {
    remember(req, no)
    res.redirect(303, `${publicHref(no)}/sent`)
  }

  async function showNew(req: Request, res: Response, values: Body, errors: Record<string, string>, status: number): Promise<void> {
    const [campaign, { departments }] = await Promise.all([openCampaign(), choicesNow()])
    const model = publicNewPage(campaign, campaign ? judgedDepartments(campaign, departments) : [], values, errors)
    await publicPage(req, res, 'opinions/publicNew', model, { title: status === 200 ? '提意见建议' : '错误：提意见建议', status, form: true })
  }

  async function showList(req: Request, res: Response, values: Body, errors: Record<string, string>, status: number): Promise<void> {
    const departments = await departmentsByCode()
    const campaign = await currentCampaign(now())
    const offered = campaign ? judgedDepartments(campaign, [...departments.values()]) : []
    const word = (name: string) => (typeof req.query[name] === 'string' ? req.query[name].trim().slice(0, 60) : '')
    const department = departments.has(word('department')) ? word('department') : ''
    const asked = { page: Math.min(500, Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)), department, q: word('q') }
    const model = publicListPage(await publishedOpinions(asked, asked.page), asked, departments, offered, values, errors)
    await publicPage(req, res, 'opinions/publicList', model, { title: status === 200 ? '意见和答复' : '错误：意见和答复', status, form: true })
  }

  async function showOne(req: Request, res: Response, values: Body, errors: Record<string, string>, status: number): Promise<void> {
    const departments = await departmentsByCode()
    const today = dayOf(now())
    const one = await ownOf(req)
    if (one === null) {
      const shown = await publicOpinion(noOf(req))
      if (shown === null) throw new NotFound()
      return publicPage(req, res, 'opinions/publicShow', publishedPage(shown, departments, today), { title: `${shown.no} 公开的意见` })
    }
    const head = one.mergedInto === null ? null : await opinionByNo(one.mergedInto)
    const issueNo = (head ?? one).issueNo
    const issue = issueNo === null ? null : await IssueModel.findOne({ no: issueNo }, { dueOn: 1 }).lean<Pick<Issue, 'dueOn'>>()
    const model = ownPage({ one, head, dueOn: issue?.dueOn ?? null }, departments, today, values, errors)
    await publicPage(req, res, 'opinions/publicShow', model, { title: `${status === 200 ? '' : '错误：'}${one.no} 我的意见`, status, form: true })
  }
}

/** The department whose public page led here; one that is not offered is not chosen by the form. */
const askedDepartment = ({ query }: Request): string => (typeof query['department'] === 'string' ? query['department'].slice(0, 40) : '')
const noOf = (req: Request): string => String(req.params['no'])

/** The opinion that the address names, when this browser sent it or gave its code; else null. */
const ownOf = async (req: Request): Promise<Opinion | null> =>
  (req.session.opinions?.includes(noOf(req)) ? opinionByNo(noOf(req)) : null)

function remember(req: Request, no: string): void {
  req.session.opinions = [...new Set([no, ...(req.session.opinions ?? [])])].slice(0, KEPT)
}
