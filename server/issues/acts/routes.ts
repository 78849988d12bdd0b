import type { Request, Response } from 'express'
import { AttachmentModel, type Attachment } from '../../../models/attachment/index.ts'
import { allCategories } from '../../../models/category/queries.ts'
import { allDepartments } from '../../../models/department/queries.ts'
import { hindrance, hindranceOf } from '../../../models/issue/gates.ts'
import { IssueModel, type Issue } from '../../../models/issue/index.ts'
import { momentAt } from '../../../models/issue/moment.ts'
import { findIssue } from '../../../models/issue/queries.ts'
import { rowsOf } from '../../../models/issue/state.ts'
import { RuleBroken } from '../../../models/shared/errors.ts'
import type { Actor } from '../../../models/user/actor.ts'
import { memoFor } from '../../../models/shared/memo.ts'
import { UserModel } from '../../../models/user/index.ts'
import { scopeFilter, type Act } from '../../../models/user/permissions.ts'
import { act as runAct } from '../../act.ts'
import { takeFiles } from '../../attachments/store.ts'
import { attachedFile } from '../../attachments/view.ts'
import type { Deps } from '../../deps.ts'
import { Conflict, Forbidden, NotFound } from '../../http/errors.ts'
import { LIMITS } from '../../http/limits.ts'
import { answerOnce } from '../../http/once.ts'
import { page, redirect } from '../../http/page.ts'
import { filesOf, type RouteTable } from '../../http/routes.ts'
import { requireActor } from '../../http/signedIn.ts'
import { textOf, textsOf, type Body } from '../../lib/form.ts'
import { mayDo, versionOf } from '../buttons.ts'
import { EVIDENCE } from './answering.ts'
import type { ActContext, ActPage } from './actPage.ts'
import { outdatedText, tooLateText } from './conflict.ts'
import { ACT_PAGES } from './index.ts'
import { tellingOfTurn } from './telling.ts'
import { issueActPage, UNFILLED, type Filled } from './view.ts'

/** So many files come with one answer. */
const FILES = { field: 'files', files: LIMITS.photos, bytes: LIMITS.photoBytes } as const

/** The pages of all acts: GET shows the form, POST under the same address does it. Two acts may share an address. */
export function addActRoutes({ get, post }: RouteTable, deps: Deps): void {
  for (const slug of new Set(ACT_PAGES.map((one) => one.slug))) {
    const pages = ACT_PAGES.filter((one) => one.slug === slug)
    const [first] = pages
    if (!first) continue
    const right: Act = pages.length > 1 ? 'issue.read' : rightOf(first)
    const fields = [...new Set(pages.flatMap((one) => [...one.fields, 'queue']))]
    get(`/issues/:no/${slug}`, { act: right }, (req, res) => showAct(req, res, deps, pages))
    post(`/issues/:no/${slug}`, { act: right, fields, ...(first.upload ? { upload: FILES } : {}) }, (req, res) =>
      doAct(req, res, deps, pages),
    )
  }
}

async function showAct(req: Request, res: Response, deps: Deps, pages: readonly ActPage[]): Promise<void> {
  const context = await contextOf(requireActor(req), noOf(req), deps)
  const shown = pageFor(pages, context)
  const blocked = hindrance(context.issue, shown.act, context.actor, context.when.now, context.when.calendar)
  if (blocked !== null) throw new Conflict(blockedText(context, shown, blocked), backTo(context.issue))
  return answer(
    req,
    res,
    shown,
    context,
    { ...UNFILLED, ...(shown.upload ? { evidence: await draftEvidence(context.issue) } : {}) },
    200,
  )
}

async function doAct(req: Request, res: Response, deps: Deps, pages: readonly ActPage[]): Promise<void> {
  const [actor, body] = [requireActor(req), req.body as Body]
  const context = await contextOf(actor, noOf(req), deps)
  const chosen = pageFor(pages, context)
  const filled = chosen.upload ? await withFiles(req, deps, actor, body) : { ...UNFILLED, values: body }
  const prepared = chosen.prepare(filled.values, context)
  if (!prepared.ok) return answer(req, res, chosen, context, { ...filled, errors: prepared.errors }, 422)
  let done: { issue: Issue } | null = null
  try {
    const to = await answerOnce(req, `issue.${chosen.act}`, (claim) =>
      runAct(deps, actor, `issue.${chosen.act}`, async (tx) => {
        const when = await momentAt(tx.now)
        const issue = await IssueModel.findOne({
          $and: [{ no: context.issue.no }, scopeFilter(actor, 'issue.read')],
        }).session(tx.session)
        if (issue === null) throw new NotFound()
        if (!mayDo(actor, chosen.act, issue)) throw new Forbidden()
        if (!chosen.appends && textOf(body['version']) !== versionOf(issue)) throw new Outdated()
        const before = { state: issue.state, dueOn: issue.dueOn }
        await prepared.run(issue, actor, when, tx)
        await issue.save({ session: tx.session })
        const location = placeAfter(issue.no, queueOf(body))
        await claim(location, tx.session)
        tx.audit({ record: { type: 'issue', id: issue._id, no: issue.no }, changes: changesOf(before, issue) })
        const category = context.categories.find(({ _id }) => _id === issue.category)?.name ?? ''
        const telling = await tellingOfTurn(issue, before.state, category, actor.id, tx.session)
        if (telling) tx.tell(telling)
        done = { issue: issue.toObject<Issue>() }
        return location
      }),
    )
    const issue = (done as { issue: Issue } | null)?.issue ?? (await findIssue(actor, context.issue.no))
    return redirect(req, res, to, issue ? chosen.done(issue) : '已办。')
  } catch (error) {
    return refused(req, res, deps, chosen, filled, error)
  }
}

/** The form was made before somebody else's act. */
class Outdated extends Error {}

/**
 * What may not be done any more is told with who did what when; a form that can still be sent comes back as it was
 * filled.
 */
async function refused(
  req: Request,
  res: Response,
  deps: Deps,
  chosen: ActPage,
  filled: Filled,
  error: unknown,
): Promise<void> {
  if (!(error instanceof Outdated) && !(error instanceof RuleBroken)) throw error
  const fresh = await contextOf(requireActor(req), noOf(req), deps)
  const blocked = hindrance(fresh.issue, chosen.act, fresh.actor, fresh.when.now, fresh.when.calendar)
  if (blocked !== null) throw new Conflict(blockedText(fresh, chosen, blocked), backTo(fresh.issue))
  if (error instanceof Outdated) {
    return answer(
      req,
      res,
      chosen,
      fresh,
      { ...filled, conflict: outdatedText(fresh.issue, nameIn(fresh), fresh.when.now) },
      409,
    )
  }
  const field = FIELDS_OF_RULES[error.code] ?? chosen.fields[0] ?? 'text'
  return answer(req, res, chosen, fresh, { ...filled, errors: { [field]: error.message } }, 422)
}

/** Which field a rule is about, so that its sentence stands there. */
const FIELDS_OF_RULES: Record<string, string> = {
  'issue-promise': 'promiseText',
  'issue-promise-day': 'promiseOn',
  'issue-evidence': 'files',
  'issue-close-limit': 'closeWorkingDays',
  'issue-lead-is-co': 'coDepartments',
  'issue-lead-verifies': 'verifyingDepartment',
  'issue-same-department': 'department',
  'issue-proposes-itself': 'proposedDepartment',
  'issue-future-day': 'onDay',
  'issue-early-day': 'onDay',
  'issue-extension-days': 'days',
  'issue-called-today': 'reached',
  'issue-need': 'decision',
}

async function contextOf(actor: Actor, no: string, deps: Deps): Promise<ActContext> {
  const [issue, when, departments, categories] = await Promise.all([
    findIssue(actor, no), momentAt(deps.clock.now()), allDepartments(), allCategories(),
  ])
  if (issue === null) throw new NotFound()
  return {
    issue,
    actor,
    when,
    departments,
    categories,
    colleagues: await colleaguesOf(issue.leadDepartment),
  }
}

/** Who may handle a case in a department; kept some seconds. */
const colleaguesOf = memoFor(
  5_000,
  async (department: string | null) => {
    const users = await UserModel.find({ department, disabledAt: null, roles: { $in: ['officer', 'lead'] } }, { name: 1, title: 1 })
      .sort({ sortKey: 1 })
      .lean()
    return users.map(({ _id, name, title }) => ({ id: String(_id), name, title }))
  },
  (department) => department ?? '',
)

/** The page that serves this user and case; nobody is told of acts that are not theirs. */
function pageFor(pages: readonly ActPage[], context: ActContext): ActPage {
  const own = pages.filter(({ act }) => mayDo(context.actor, act, context.issue))
  const found = own.find((one) => one.serves(context)) ?? own[0]
  if (!found) throw new Forbidden('这一步由别的部门或岗位办理。')
  return found
}

/** The line of the table of rights that an act page stands under. */
const rightOf = ({ act }: ActPage): Act => `issue.${act}` as Act

const noOf = (req: Request): string => String(req.params['no'])
const queueOf = (body: Body): string | null => /^[a-zA-Z]{3,20}$/.exec(textOf(body['queue']))?.[0] ?? null
const nameIn = (context: ActContext) => (code: string | null) =>
  context.departments.find(({ _id }) => _id === code)?.name ?? ''
const backTo = ({ no }: { no: string }) => ({ text: `回到 ${no}`, href: `/issues/${no}` })
const placeAfter = (no: string, queue: string | null): string =>
  queue ? `/issues/next?queue=${queue}&after=${no}` : `/issues/${no}`

/** A state that does not allow the act is told with its history; a need speaks for itself. */
function blockedText(context: ActContext, { act }: ActPage, sentence: string): string {
  const rows = rowsOf(context.issue.state, act)
  const isNeed = rows.some(
    ({ needs }) => hindranceOf(needs, context.issue, context.actor, context.when.now, context.when.calendar) !== null,
  )
  return isNeed ? sentence : tooLateText(context.issue, act, nameIn(context), context.when.now)
}

function changesOf(before: { state: string; dueOn: string | null }, after: Issue): Record<string, string> {
  return {
    ...(before.state === after.state ? {} : { state: `${before.state} → ${after.state}` }),
    ...(before.dueOn === after.dueOn ? {} : { dueOn: `${before.dueOn ?? '—'} → ${after.dueOn ?? '—'}` }),
  }
}

type Kept = Filled['evidence']
const keptFile = (file: Attachment): Kept[number] => ({ ...attachedFile(file), id: String(file._id) })

/** The new files of a form, stored as pending, beside those that came with it before. */
async function withFiles(req: Request, deps: Deps, actor: Actor, body: Body): Promise<Filled> {
  const ids = textsOf(body[EVIDENCE])
    .filter((id) => /^[0-9a-f]{24}$/.test(id))
    .slice(0, 20)
  const taken =
    actor.id === null
      ? { kept: [], refused: [] }
      : await takeFiles(
          deps,
          actor.id,
          'answer',
          filesOf(req).filter(({ size }) => size > 0),
          'files',
        )
  const before = await AttachmentModel.find({ _id: { $in: ids } }).lean<Attachment[]>()
  const kept = [...before, ...taken.kept]
  return {
    ...UNFILLED, values: { ...body, [EVIDENCE]: kept.map(({ _id }) => String(_id)) }, evidence: kept.map(keptFile),
    refusedFiles: taken.refused,
  }
}

async function draftEvidence({ answers }: Issue): Promise<Kept> {
  const draft = answers.find(({ releasedAt }) => releasedAt === null)
  if (!draft) return []
  return (await AttachmentModel.find({ _id: { $in: draft.evidence } }).lean<Attachment[]>()).map(keptFile)
}

async function answer(
  req: Request,
  res: Response,
  shown: ActPage,
  context: ActContext,
  filled: Filled,
  status: number,
): Promise<void> {
  const queue = queueOf(
    status === 200 ? { queue: typeof req.query['queue'] === 'string' ? req.query['queue'] : '' } : filled.values,
  )
  const { issue } = context
  return page(req, res, 'issues/act', issueActPage(shown, context, filled, queue), {
    title: `${status === 200 ? '' : '错误：'}${shown.title}`,
    status,
    breadcrumb: [
      { text: '诉求', href: '/issues' },
      { text: issue.no, href: `/issues/${issue.no}` },
      { text: shown.title, href: null },
    ],
  })
}
