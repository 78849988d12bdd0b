import type { Request, Response } from 'express'
import { departmentsByCode } from '../../models/department/queries.ts'
import { commentCounts, commentPage } from '../../models/tally/commentQueries.ts'
import { BallotCommentModel, COMMENT_STATES, type CommentState } from '../../models/tally/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver, scopeFilter } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { choice, readForm, text, textOf, textsOf, type Body } from '../lib/form.ts'
import { commentsPage } from './commentView.ts'
import { ballotsIn } from './find.ts'
import { recordOf } from './keyActions.ts'
import { ballotsPath } from './officeView.ts'

const ROWS = 50
const STATES = Object.keys(COMMENT_STATES) as CommentState[]

/** What voters wrote to departments: read by the evaluation office, then released to the department. */
export function commentRoutes(deps: Deps, { get, post }: RouteTable): void {
  get('/campaigns/:year/ballots/comments', { act: 'ballotComment.read' }, async (req, res) => show(req, res, textOf(req.query['state'] as string)))

  post(
    '/campaigns/:year/ballots/comments',
    { act: 'ballotComment.review', fields: ['comment', 'decision', 'reason', 'state', 'department'] },
    async (req, res) => {
      const { campaign } = await ballotsIn(req)
      const body = req.body as Body
      const read = readForm(body, {
        decision: choice('转或不转', ['released', 'withheld'] as const), reason: text('不转的理由', 200),
      })
      const state = textOf(body['state'])
      if (!read.ok) return show(req, res, state, Object.values(read.errors)[0] ?? null)
      const { decision, reason } = read.value
      if (decision === 'withheld' && reason === '') return show(req, res, state, '不转给部门的，请写明理由')
      const ids = textsOf(body['comment']).filter((id) => /^[\w-]{20}$/.test(id))
      const done = ids.length === 0 ? 0 : await decide(deps, requireActor(req), campaign.year, ids, decision, reason)
      const back = new URLSearchParams({ state: state || 'waiting', department: textOf(body['department']) })
      const words = decision === 'released' ? `已转给部门 ${done} 条。` : `不转 ${done} 条，理由已留存。`
      redirect(req, res, `${ballotsPath(campaign.year, 'comments')}?${back.toString()}`, ids.length === 0
        ? { kind: 'warn', text: '没有勾选意见，请先勾选。', linkText: null, linkHref: null } : words)
    },
  )

  async function show(req: Request, res: Response, asked: string, error: string | null = null): Promise<void> {
    const actor = requireActor(req)
    const { campaign, key } = await ballotsIn(req)
    const reviews = mayEver(actor, 'ballotComment.review')
    const from = (req.method === 'POST' ? req.body : req.query) as Body
    const state = reviews ? (STATES.find((each) => each === asked) ?? 'waiting') : 'released'
    const departments = await departmentsByCode()
    const department = reviews && departments.has(textOf(from['department'])) ? textOf(from['department']) : ''
    const number = Math.min(1000, Math.max(1, Math.trunc(Number(textOf(req.query['page'] as string) || 1)) || 1))
    const scope = scopeFilter(actor, 'ballotComment.read')
    const [found, counts] = await Promise.all([
      commentPage({ campaign: campaign.year, state, department }, scope, number, ROWS), commentCounts(campaign.year, scope),
    ])
    const model = commentsPage({
      campaign, actor, departments: campaign.groups.flatMap((group) => group.departments), page: number, size: ROWS, found,
      review: reviews ? { counts, reason: textOf(from['reason']), error } : null, query: reviews ? { state, department } : {},
      departmentName: (code) => departments.get(code)?.name ?? code, unsealed: Boolean(key?.unsealed), now: deps.clock.now(),
    })
    await page(req, res, 'ballots/comments', model, { title: `${error === null ? '' : '错误：'}票上意见`, status: error === null ? 200 : 422 })
  }
}

const decide = (
  deps: Deps, actor: Actor, campaign: number, ids: readonly string[], state: 'released' | 'withheld', reason: string,
): Promise<number> =>
  act(deps, actor, 'ballotComment.review', async (tx) => {
    // what a department has read cannot be taken back
    const { modifiedCount } = await BallotCommentModel.updateMany(
      { _id: { $in: [...ids] }, campaign, state: { $ne: 'released' } },
      { $set: { state, reason: state === 'withheld' ? reason : '', reviewedAt: tx.now, reviewedByName: actor.name } },
      { session: tx.session },
    )
    tx.audit({ record: recordOf(campaign), changes: { [COMMENT_STATES[state]]: `${modifiedCount} 条` }, ...(reason === '' ? {} : { reason }) })
    return modifiedCount
  })
