import type { Request, Response } from 'express'
import { categoriesByCode } from '../../models/category/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { OpinionModel, note, publish, setMark, unpublish } from '../../models/opinion/index.ts'
import { queryCode, shownCode } from '../../models/opinion/queryCode.ts'
import { alikeOpinions, forgetCompared, mergedInto, opinionCounts, opinionFilter, opinionPage } from '../../models/opinion/queries.ts'
import { MARKS } from '../../models/opinion/words.ts'
import { rectificationsFrom } from '../../models/rectification/queries.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { mayEver, scopeFilter, type Act } from '../../models/user/permissions.ts'
import { act, type Tx } from '../act.ts'
import { campaignIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import { Conflict } from '../http/errors.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Refused } from '../lib/actForm.ts'
import { textOf, type Body, type FormResult } from '../lib/form.ts'
import type { Flash } from '../lib/frame.ts'
import { printHref } from '../lib/listAddress.ts'
import { audit, enterOpinion, found, judgeOpinion, mergeOpinions, recallOpinion, splitOpinion } from './actions.ts'
import { addFileRoutes } from './fileRoutes.ts'
import { askedOpinions, opinionIn } from './find.ts'
import { ENTRY_FIELDS, numberField, readEntry, readJudgement, readMark, readPublication, readReason } from './form.ts'
import { entryPage, KEPT_FIELDS } from './formView.ts'
import { opinionListPage, opinionsPath } from './listView.ts'
import { addManyRoutes } from './manyRoutes.ts'
import { choicesNow, codesOf } from './offered.ts'
import { addPublicRoutes } from './publicRoutes.ts'
import { opinionShowPage } from './showView.ts'
import { readForm } from '../lib/form.ts'

const BASE = '/campaigns/:year/opinions'
const MOST_PAGES = 500

/** 意见建议: from what citizens say to what became of it. @source DESIGN.md §7 Opinions, pages.md §1 */
export function opinionRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()
  addPublicRoutes(table, deps)
  addFileRoutes(table, deps)

  get(BASE, { act: 'opinion.read' }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const filter = askedOpinions(req.query)
    const number = Math.min(MOST_PAGES, Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1))
    const scope = scopeFilter(actor, 'opinion.read')
    const [found, counts, choices, departments] = await Promise.all([
      opinionPage({ $and: [opinionFilter(year, filter), scope] }, number), opinionCounts(year, scope), choicesNow(), departmentsByCode(),
    ])
    const { state, source, mark, ...words } = filter
    const query = { ...words, tab: state ?? undefined, source: source ?? undefined, mark: mark ?? undefined }
    const model = opinionListPage(found, { actor, year, filter, page: number, query, counts, choices, departments, now: now() })
    await page(req, res, 'opinions/index', model, {
      title: `${year}年意见建议`, breadcrumb: campaignCrumbs(year, 'opinions'), printHref: printHref(opinionsPath(year), query), print: wantsPrint(req),
    })
  })

  get(`${BASE}/new`, { act: 'opinion.enter' }, async (req, res) => {
    const { year } = await campaignIn(req)
    const kept = Object.fromEntries(KEPT_FIELDS.flatMap((name) => (typeof req.query[name] === 'string' ? [[name, req.query[name].slice(0, 60)]] : [])))
    await showEntry(req, res, year, kept, {})
  })

  post(`${BASE}/new`, { act: 'opinion.enter', fields: ENTRY_FIELDS }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const body = req.body as Body
    const read = readEntry(body, codesOf(await choicesNow()))
    if (!read.ok) return showEntry(req, res, year, body, read.errors)
    let code = ''
    const kept = new URLSearchParams(KEPT_FIELDS.map((name): [string, string] => [name, textOf(body[name])]).filter(([, value]) => value !== ''))
    let no = ''
    const to = await answerOnce(req, 'opinion', (claim) => act(deps, actor, 'opinion.enter', async (tx) => {
      const one = await enterOpinion(tx, { ...read.value, campaign: year, consentAt: null })
      const location = `${opinionsPath(year, 'new')}?${kept.toString()}`
      await claim(location, tx.session)
      ;[no, code] = [one.no, queryCode(deps.keys.codes, String(one._id))]
      return location
    }))
    redirect(req, res, to, no === '' ? '这一条已经存过。' : {
      kind: 'done', text: `已存为 ${no}，查询码 ${shownCode(code)}，可以告诉提出人。`, linkText: '看这一条', linkHref: opinionsPath(year, no),
    })
  })

  addManyRoutes(table, deps)

  get(`${BASE}/:no`, { act: 'opinion.read' }, (req, res) => showOne(req, res, null))

  post(`${BASE}/:no/validity`, { act: 'opinion.judge', fields: ['valid', 'why', 'reason'] }, doing('opinion.judge', 'validity', readJudgement, async (tx, no, value) => {
    await judgeOpinion(tx, no, value)
    return value.valid ? '已定为有效，可以分办。' : '已定为无效，原因已记下。'
  }))

  post(`${BASE}/:no/merger`, { act: 'opinion.merge', fields: ['head'] }, doing(
    'opinion.merge', 'merger', (body) => readForm(body, { head: numberField('合并到哪一条') }), async (tx, no, { head }) => {
      await mergeOpinions(tx, head, [no])
      return `已合并到 ${head}，原文还在。`
    },
  ))

  post(`${BASE}/:no/split`, { act: 'opinion.merge', fields: [] }, doing('opinion.merge', 'split', (body) => readForm(body, {}), async (tx, no) => {
    await splitOpinion(tx, no)
    return '已拆开，回到合并以前的状态。'
  }))

  post(`${BASE}/:no/recall`, { act: 'opinion.dispatch', fields: ['reason'] }, doing(
    'opinion.dispatch', 'recall', (body) => readReason(body, '收回的原因'), async (tx, no, { reason }) => {
      await recallOpinion(tx, no, reason)
      return '已收回，可以重新分办。'
    },
  ))

  post(`${BASE}/:no/publication`, { act: 'opinion.publish', fields: ['text', 'answer'] }, doing('opinion.publish', 'publication', readPublication, async (tx, no, words) => {
    const one = await found(tx, no, 'opinion.publish')
    publish(one, words, tx.actor, tx.now)
    await one.save({ session: tx.session })
    audit(tx, one, { published: 'yes' })
    return '已公开，市民看得到这段文字。'
  }))

  post(`${BASE}/:no/unpublication`, { act: 'opinion.publish', fields: ['reason'] }, doing(
    'opinion.publish', 'unpublication', (body) => readReason(body, '撤下的原因'), async (tx, no, { reason }) => {
      const one = await found(tx, no, 'opinion.publish')
      unpublish(one, reason, tx.actor, tx.now)
      await one.save({ session: tx.session })
      audit(tx, one, { published: 'no' }, reason)
      return '已撤下。'
    },
  ))

  post(`${BASE}/:no/marks`, { act: 'opinion.mark', fields: ['mark', 'onDay', 'note', 'remove'] }, doing('opinion.mark', 'marks', readMark, async (tx, no, given) => {
    const one = await found(tx, no, 'opinion.mark')
    setMark(one, given.mark, given.remove ? null : { onDay: given.onDay ?? '', note: given.note }, tx.actor, tx.now)
    one.markModified('marks')
    await one.save({ session: tx.session })
    audit(tx, one, { [given.mark]: given.remove ? '取消' : given.onDay ?? '' })
    return given.remove ? `已取消“${MARKS[given.mark]}”。` : `已记下“${MARKS[given.mark]}”。`
  }))

  post(`${BASE}/:no/code`, { act: 'opinion.giveCode', fields: [] }, doing('opinion.giveCode', 'code', (body) => readForm(body, {}), async (tx, no) => {
    const one = await found(tx, no, 'opinion.giveCode')
    note(one, 'giveCode', tx.actor, tx.now)
    await one.save({ session: tx.session })
    audit(tx, one, { code: 'given' })
    return `${no} 的查询码：${shownCode(queryCode(deps.keys.codes, String(one._id)))}。核实是本人后读给提出人。`
  }))

  return table

  /** A post of one act on one record: reads its form, compares the version, does it, leads back to the record. */
  function doing<V>(
    right: Act, segment: string, read: (body: Body) => FormResult<V>, work: (tx: Tx, no: string, value: V) => Promise<string>,
  ) {
    return async (req: Request, res: Response): Promise<void> => {
      const actor = requireActor(req)
      const one = await opinionIn(req, actor, right)
      const body = req.body as Body
      const result = read(body)
      if (!result.ok) return showOne(req, res, { act: segment, values: body, errors: result.errors })
      const version = textOf(body['version'])
      const back = { text: `看 ${one.no}`, href: opinionsPath(one.campaign, one.no) }
      try {
        const text = await act(deps, actor, right, async (tx) => {
          // compared in the transaction: of two posts at the same moment only one finds the form's version
          const now = await OpinionModel.findOne({ no: one.no }, { __v: 1 }).session(tx.session).lean<{ __v: number }>()
          if (version !== '' && version !== String(now?.__v)) throw new Conflict(`${one.no} 在您打开以后改过了，可能是刚才已经交过一次。请看过最新情况再办。`, back)
          return work(tx, one.no, result.value)
        })
        forgetCompared()
        const flash: Flash = { kind: 'done', text, linkText: null, linkHref: null }
        redirect(req, res, back.href, flash)
      } catch (error) {
        if (error instanceof RuleBroken) throw new Conflict(error.message, back)
        throw error
      }
    }
  }

  async function showEntry(req: Request, res: Response, year: number, values: Body, errors: Record<string, string>): Promise<void> {
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'opinions/new', entryPage(year, await choicesNow(), values, errors), {
      title: refused ? '错误：录入意见' : '录入意见', status: refused ? 422 : 200, breadcrumb: campaignCrumbs(year, 'opinions', '录入意见'),
    })
  }

  async function showOne(req: Request, res: Response, refused: Refused | null): Promise<void> {
    const actor = requireActor(req)
    const one = await opinionIn(req, actor)
    const seeksAlike = (one.state === 'received' || one.state === 'valid') && mayEver(actor, 'opinion.merge')
    const [departments, categories, merged, alike, rectifications, issue] = await Promise.all([
      departmentsByCode(), categoriesByCode(), mergedInto(one.no), seeksAlike ? alikeOpinions(one.campaign, one) : [],
      mayEver(actor, 'rectification.read') ? rectificationsFrom(one.no) : [],
      one.issueNo === null ? null : IssueModel.findOne({ no: one.issueNo }, { state: 1 }).lean<Pick<Issue, 'state'>>(),
    ])
    const issueOver = issue !== null && ['rejected', 'withdrawn', 'merged'].includes(issue.state)
    const model = opinionShowPage(one, { actor, departments, categories, merged, alike, rectifications, issueOver, now: now(), refused })
    await page(req, res, 'opinions/show', model, {
      title: `${refused ? '错误：' : ''}${one.no} ${one.title}`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(one.campaign, 'opinions', one.no),
      printHref: `${req.path}?print=1`, print: wantsPrint(req),
    })
  }
}
