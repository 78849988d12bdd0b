import { BallotCommentModel, type BallotComment, type CommentState } from './index.ts'

export interface CommentFilter {
  campaign: number
  state: CommentState | ''
  department: string
}

/** One page of comments that came out of the box, in the order of their random ids. */
export async function commentPage(
  { campaign, state, department }: CommentFilter, scope: object, page: number, size: number,
): Promise<{ rows: BallotComment[], total: number }> {
  const where = { $and: [{ campaign, ...(state ? { state } : {}), ...(department ? { department } : {}) }, scope] }
  const [rows, total] = await Promise.all([
    BallotCommentModel.find(where).sort({ _id: 1 }).skip((page - 1) * size).limit(size).lean<BallotComment[]>(),
    BallotCommentModel.countDocuments(where),
  ])
  return { rows, total }
}

/** How many comments stand in each state. */
export async function commentCounts(campaign: number, scope: object): Promise<Record<CommentState, number>> {
  const found = await BallotCommentModel.aggregate<{ _id: CommentState, count: number }>([
    { $match: { $and: [{ campaign }, scope] } }, { $group: { _id: '$state', count: { $sum: 1 } } },
  ])
  const of = (state: CommentState) => found.find(({ _id }) => _id === state)?.count ?? 0
  return { waiting: of('waiting'), released: of('released'), withheld: of('withheld') }
}
