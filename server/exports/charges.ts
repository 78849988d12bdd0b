import { holderOn, PostModel, type Post } from '../../models/post/index.ts'
import { UserModel } from '../../models/user/index.ts'

/** Who was in charge of a department on a day; '' where the post was vacant. */
export interface Charges {
  deputy(department: string, on: string): string
}

/**
 * 分管领导 as of a day: the deputy of the department, else the vice-mayor who answers for it.
 * @source forms.md §3.1 (post → person at that date)
 */
export async function readCharges(): Promise<Charges> {
  const posts = await PostModel.find({ archivedAt: null, kind: { $in: ['deputy', 'viceMayor'] } }).lean<Post[]>()
  const users = await UserModel.find({ _id: { $in: posts.flatMap(({ holders }) => holders.map(({ user }) => user)) } }, { name: 1 }).lean()
  const names = new Map(users.map(({ _id, name }) => [String(_id), name]))
  const answering = (department: string): Post[] => [
    ...posts.filter((post) => post.kind === 'deputy' && post.department === department),
    ...posts.filter((post) => post.kind === 'viceMayor' && post.departments.includes(department)),
  ]
  const known = new Map<string, Post[]>()
  return {
    deputy(department, on) {
      const own = known.get(department) ?? answering(department)
      known.set(department, own)
      const holder = own.map((post) => holderOn(post, on)).find((user) => user !== null)
      return names.get(String(holder)) ?? ''
    },
  }
}
