import { Schema, model, type Types } from 'mongoose'

export const POST_KINDS = ['head', 'deputy', 'officer', 'viceMayor', 'mayor'] as const
export type PostKind = (typeof POST_KINDS)[number]
export const POST_KIND_WORDS: Record<PostKind, string> = {
  head: '主要负责人', deputy: '分管负责人', officer: '联络员', viceMayor: '副市长', mayor: '市长',
}

export interface PostHolder {
  user: Types.ObjectId
  fromOn: string
  toOn: string | null
}

/** A post, not a person: rungs of the ladder are addressed to it. @source DESIGN.md §7 Rights */
export interface Post {
  _id: Types.ObjectId
  department: string
  kind: PostKind
  title: string
  /** departments that a vice-mayor is responsible for */
  departments: string[]
  holders: PostHolder[]
  archivedAt: Date | null
}

const schema = new Schema<Post>(
  {
    department: { type: String, required: true },
    kind: { type: String, enum: POST_KINDS, required: true },
    title: { type: String, required: true, maxlength: 40 },
    departments: { type: [String], default: [] },
    holders: {
      type: [{ _id: false, user: { type: Schema.Types.ObjectId, required: true }, fromOn: { type: String, required: true }, toOn: { type: String, default: null } }],
      default: [],
    },
    archivedAt: { type: Date, default: null },
  },
  { optimisticConcurrency: true },
)
schema.index({ department: 1, kind: 1 })
schema.index({ departments: 1, kind: 1 })
schema.index({ 'holders.user': 1 })

export const PostModel = model('Post', schema, 'posts')

export { holderOn } from './holder.ts'
