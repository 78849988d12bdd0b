import type { Request, Response } from 'express'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { answerThatHolds } from '../../models/issue/outsideWords.ts'
import { duplicateGroups, forgetCompared, opinionsByNo, opinionsOfIssue } from '../../models/opinion/queries.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { can, scopeFilter } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import { campaignIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, textsOf, type Body } from '../lib/form.ts'
import { answerOpinions, dispatchOpinions, mergeOpinions } from './actions.ts'
import { readAnswer, readDispatching, readMerger } from './form.ts'
import { answerPage, dispatchPage, duplicatesPage, GROUPS_SHOWN } from './formView.ts'
import { opinionsPath } from './listView.ts'
import { choicesNow, codesOf } from './offered.ts'

const BASE = '/campaigns/:year/opinions'
const MOST = 200

/** Acts on many opinions at once: merging what is alike, dispatching, one answer for all. @source forms.md §10 no. 9 */
export function addManyRoutes({ get, post }: RouteTable, deps: Deps): void {
  get(`${BASE}/duplicates`, { act: 'opinion.merge' }, (req, res) => showDuplicates(req, res, {}))

  post(`${BASE}/mergers`, { act: 'opinion.merge', fields: ['head', 'no'] }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const body = req.body as Body
    const head = textOf(body['head'])
    const read = readMerger({ ...body, no: textsOf(body['no']).filter((no) => no !== head) })
    if (!read.ok) return showDuplicates(req, res, read.errors)
    await keepingWay(opinionsPath(year, 'duplicates'), '回到查重', async () => {
      const merged = await act(deps, actor, 'opinion.merge', (tx) => mergeOpinions(tx, read.value.head, read.value.no))
      forgetCompared()
      redirect(req, res, opinionsPath(year, 'duplicates'), {
        kind: 'done', text: `${merged} 条已并入 ${read.value.head}。`, linkText: '看这一条', linkHref: opinionsPath(year, read.value.head),
      })
    })
  })

  get(`${BASE}/dispatch`, { act: 'opinion.dispatch' }, (req, res) => {
    const asked = [req.query['no'] ?? []].flat().filter((no): no is string => typeof no === 'string')
    return showDispatch(req, res, { no: asked.slice(0, MOST) }, {})
  })

  post(`${BASE}/dispatch`, {
    act: 'opinion.dispatch', fields: ['no', 'manner', 'title', 'department', 'verifyingDepartment', 'category', 'grade', 'issueNo'],
  }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const body = req.body as Body
    const read = readDispatching(body, codesOf(await choicesNow()))
    if (!read.ok) return showDispatch(req, res, body, read.errors)
    const { no: nos, ...given } = read.value
    await keepingWay(opinionsPath(year), '回到意见建议', async () => {
      let made: string[] = []
      const to = await answerOnce(req, 'opinion.dispatch', (claim) => act(deps, actor, 'opinion.dispatch', async (tx) => {
        made = await dispatchOpinions(tx, nos, given)
        const location = nos.length === 1 ? opinionsPath(year, nos[0]) : `${opinionsPath(year)}?tab=dispatched`
        await claim(location, tx.session)
        return location
      }))
      forgetCompared()
      const [first] = made
      redirect(req, res, to, first === undefined ? '已经分办过。' : {
        kind: 'done', text: `${nos.length} 条已分办，${made.length > 1 ? `立了 ${made.length} 件诉求` : `诉求 ${first}`}，期限开始计时。`,
        linkText: `看 ${first}`, linkHref: `/issues/${first}`,
      })
    })
  })

  get(`${BASE}/answer`, { act: 'opinion.answer' }, (req, res) => showAnswer(req, res, String(req.query['issue'] ?? ''), {}, {}))

  post(`${BASE}/answer`, { act: 'opinion.answer', fields: ['issue', 'no', 'text', 'adoption'] }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const body = req.body as Body
    const issueNo = textOf(body['issue'])
    const read = readAnswer(body)
    if (!read.ok) return showAnswer(req, res, issueNo, body, read.errors)
    const { no: nos, ...given } = read.value
    await keepingWay(opinionsPath(year), '回到意见建议', async () => {
      await act(deps, actor, 'opinion.answer', (tx) => answerOpinions(tx, issueNo, nos, given))
      forgetCompared()
      redirect(req, res, `${opinionsPath(year)}?tab=answered`, `已答复 ${nos.length} 条，提出人凭查询码看得到。`)
    })
  })

  async function showDuplicates(req: Request, res: Response, errors: Record<string, string>): Promise<void> {
    const { year } = await campaignIn(req)
    const groups = await duplicateGroups(year)
    const rows = await opinionsByNo(groups.slice(0, GROUPS_SHOWN).flatMap(({ nos }) => nos), { campaign: year })
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'opinions/duplicates', duplicatesPage(year, groups, rows, errors), {
      title: `${refused ? '错误：' : ''}查重合并`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(year, 'opinions', '查重合并'),
    })
  }

  async function showDispatch(req: Request, res: Response, values: Body, errors: Record<string, string>): Promise<void> {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const nos = textsOf(values['no']).filter((no) => /^YJ\d{4}-\d{6}$/.test(no)).slice(0, MOST)
    const [rows, choices] = await Promise.all([opinionsByNo(nos, { campaign: year, ...scopeFilter(actor, 'opinion.dispatch') }), choicesNow()])
    const refused = Object.keys(errors).length > 0
    if (rows.length === 0 && !refused) return redirect(req, res, `${opinionsPath(year)}?tab=valid`, '请先勾选要分办的意见。')
    const offices = choices.departments.filter(({ kind }) => kind === 'office')
    const office = offices.find(({ _id }) => _id === actor.department) ?? offices[0]
    await page(req, res, 'opinions/many', dispatchPage(year, rows, choices, office?._id ?? '', values, errors), {
      title: `${refused ? '错误：' : ''}分办意见`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(year, 'opinions', '分办'),
    })
  }

  async function showAnswer(req: Request, res: Response, issueNo: string, values: Body, errors: Record<string, string>): Promise<void> {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const issue = await IssueModel.findOne({ no: issueNo, source: 'opinion' }, { answers: 1, leadDepartment: 1 })
      .lean<Pick<Issue, 'answers' | 'leadDepartment'>>()
    if (!issue || !can(actor, 'opinion.answer', issue)) throw new NotFound()
    const holds = answerThatHolds(issue)
    if (holds === null) {
      throw new Conflict(`${issueNo} 的答复还没有通过核验，核验以后再答复提出人。`, { text: `看 ${issueNo}`, href: `/issues/${issueNo}` })
    }
    const rows = (await opinionsOfIssue(issueNo)).filter(({ no }) => no.startsWith(`YJ${year}-`)).slice(0, MOST)
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'opinions/many', answerPage(year, issueNo, rows, holds.text.slice(0, 2000), values, errors), {
      title: `${refused ? '错误：' : ''}答复意见`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(year, 'opinions', '答复'),
    })
  }
}

/** A rule that refuses says so with a way back to where the work is. */
async function keepingWay(href: string, text: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof RuleBroken) throw new Conflict(error.message, { text, href })
    throw error
  }
}
