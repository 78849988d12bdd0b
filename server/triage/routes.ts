import type { Request, Response } from 'express'
import { allCategories } from '../../models/category/queries.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { alike } from '../../models/issue/related.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { TRIAGE_STATES, type TriageState } from '../../models/triage/index.ts'
import { proposalFor } from '../../models/triage/proposal.ts'
import {
  entriesOfAnswer, entryById, nextEntry, triagedQuestionnaires, triagePage, TRIAGE_TABS, waitingCounts, waitsForCollecting, type Entry,
} from '../../models/triage/queries.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Body } from '../lib/form.ts'
import type { Flash } from '../lib/frame.ts'
import { AlreadyDecided, dismissEntry, fileEntry, mergeEntry } from './actions.ts'
import { decidedText, triageEntryPage, type EntryShown } from './entryView.ts'
import { CASE_FIELDS, readCase, readDismissal, readMerger, type Offered } from './form.ts'
import { PATH, triageListPage } from './view.ts'

const NOT_YET = '这份答卷里的文字还没有收进来。问卷截止、结果算好以后十分钟内自动收好，请稍后再转。'

const ACT = { act: 'answer.triage' } as const

/** From what firms wrote in questionnaires to work: the inbox and its three decisions. @source issue "Questionnaires" 7 */
export function triageRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const today = () => dayOf(deps.clock.now())

  get(PATH, ACT, async (req, res) => {
    const known = await triagedQuestionnaires()
    const counts = await waitingCounts()
    const wanted = String(req.query['tab'] ?? '')
    const tab = TRIAGE_TABS.find((each) => each === wanted) ?? TRIAGE_TABS.find((each) => counts[each] > 0) ?? 'contact'
    const state = (Object.keys(TRIAGE_STATES) as TriageState[]).find((each) => each === req.query['state']) ?? 'waiting'
    const questionnaire = known.map(({ _id }) => String(_id)).find((id) => id === req.query['questionnaire']) ?? ''
    const q = typeof req.query['q'] === 'string' ? req.query['q'].trim().slice(0, 60) : ''
    const asked = { tab, state, questionnaire, q }
    const number = Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)
    const query = { tab, state: state === 'waiting' ? undefined : state, questionnaire, q }
    const model = triageListPage({ asked, query, page: number, ...(await triagePage(asked, number)), counts, questionnaires: known })
    await page(req, res, 'triage/index', model, { title: '问卷意见分办' })
  })

  get(`${PATH}/:id`, ACT, async (req, res) => show(req, res, await find(req), null))

  // the pages of answers lead here: one text opens its form, several are listed
  get('/questionnaires/:id/answers/:answerId/issue', ACT, async (req, res) => {
    const entries = await entriesOfAnswer(String(req.params['answerId']))
    const [first] = entries.filter(({ state }) => state === 'waiting').concat(entries)
    if (first) return res.redirect(303, `${PATH}/${first.id}`)
    if (await waitsForCollecting(String(req.params['answerId']))) throw new Conflict(NOT_YET, { text: '看问卷', href: `/questionnaires/${String(req.params['id'])}` })
    throw new NotFound()
  })

  post(`${PATH}/:id/issue`, { ...ACT, fields: CASE_FIELDS }, async (req, res) => {
    const entry = await find(req)
    const body = req.body as Body
    const read = readCase(body, await offeredNow())
    if (!read.ok) return show(req, res, entry, { decision: 'issue', values: body, errors: read.errors })
    await decide(req, res, entry, async () => {
      const { no } = await fileEntry(deps, requireActor(req), entry, read.value)
      return done(`已转为诉求 ${no}，报联席会议办公室受理。`, no)
    })
  })

  post(`${PATH}/:id/merger`, { ...ACT, fields: ['issueNo', 'quoteJoined'] }, async (req, res) => {
    const entry = await find(req)
    const body = req.body as Body
    const refuse = (errors: Record<string, string>) => show(req, res, entry, { decision: 'merger', values: body, errors })
    const read = readMerger(body)
    if (!read.ok) return refuse(read.errors)
    const { issueNo, quoteJoined } = read.value
    try {
      await decide(req, res, entry, async () => {
        await mergeEntry(deps, requireActor(req), entry, issueNo, quoteJoined)
        return done(`已并入 ${issueNo}。`, issueNo)
      })
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error
      await refuse({ issueNo: error.message })
    }
  })

  post(`${PATH}/:id/dismissal`, { ...ACT, fields: ['reason'] }, async (req, res) => {
    const entry = await find(req)
    const body = req.body as Body
    const read = readDismissal(body)
    if (!read.ok) return show(req, res, entry, { decision: 'dismissal', values: body, errors: read.errors })
    await decide(req, res, entry, async () => {
      await dismissEntry(deps, requireActor(req), entry, read.value.reason)
      return { kind: 'done', text: '已定为不转。', linkText: null, linkHref: null }
    })
  })

  return table

  /** Does it and goes on with the next one of the same part; who was too late is told who decided what. */
  async function decide(req: Request, res: Response, entry: Entry, work: () => Promise<Flash>): Promise<void> {
    const flash = await work().catch((error: unknown) => {
      if (error instanceof AlreadyDecided) return null
      throw error
    })
    if (flash) {
      const next = await nextEntry(entry.tab, entry.id)
      return redirect(req, res, next ? `${PATH}/${next}` : `${PATH}?tab=${entry.tab}`, flash)
    }
    const now = (await entryById(entry.id)) ?? entry
    throw new Conflict(decidedText(now, today()), { text: '看这一条', href: `${PATH}/${entry.id}` })
  }

  async function show(req: Request, res: Response, entry: Entry, refused: EntryShown['refused']): Promise<void> {
    const offered = await offeredNow()
    const proposal = proposalFor(entry.text, offered.categories.map(withWords), offered.departments.map(withWords))
    const near = proposal.category === null ? [] : await alike(requireActor(req), {
      _id: null, title: proposal.title, category: proposal.category, raiserId: null,
    })
    const model = triageEntryPage({
      entry, offered, proposal, alike: near.filter(({ open }) => open), today: today(), refused,
    })
    await page(req, res, 'triage/entry', model, {
      title: `${refused ? '错误：' : ''}${model.heading}`, status: refused ? 422 : 200,
      breadcrumb: [{ text: '问卷意见分办', href: model.back }, { text: model.heading, href: null }],
    })
  }
}

async function find(req: Request): Promise<Entry> {
  const entry = await entryById(String(req.params['id']))
  if (entry === null) throw new NotFound()
  return entry
}

const done = (text: string, no: string): Flash => ({ kind: 'done', text, linkText: '看这件诉求', linkHref: `/issues/${no}` })

async function offeredNow() {
  const [categories, departments, districts] = await Promise.all([allCategories(), allDepartments(), allDistricts()])
  return {
    categories: categories.filter(({ archivedAt }) => !archivedAt),
    departments: departments.filter(({ archivedAt }) => !archivedAt), districts,
  } satisfies Offered
}

/** The words by which a category or a department is known in free text. */
const withWords = <R extends { name: string, shortName?: string, synonyms?: string[], aliases?: string[] }>(row: R) =>
  ({ ...row, words: [row.name, row.shortName ?? '', ...(row.synonyms ?? []), ...(row.aliases ?? [])] })
