import { holderOn, PostModel } from '../post/index.ts'
import { memoFor } from '../shared/memo.ts'
import type { CivilDay } from '../shared/calendarDay.ts'
import { UserModel } from '../user/index.ts'

/** Who holds the head post of each department on a day, by department: `江砚北 局长`. Kept a minute. */
export const headsOn = memoFor(60_000, async (on: CivilDay): Promise<ReadonlyMap<string, string>> => {
  const posts = await PostModel.find({ kind: 'head', archivedAt: null }, { department: 1, title: 1, holders: 1 }).lean()
  const held = posts.flatMap(post => {
    const user = holderOn(post, on)
    return user === null ? [] : [{ department: post.department, title: post.title, user }]
  })
  const users = await UserModel.find({ _id: { $in: held.map(({ user }) => user) } }, { name: 1 }).lean()
  const names = new Map(users.map(user => [String(user._id), user.name]))
  return new Map(held.flatMap(({ department, title, user }) => {
    const name = names.get(String(user))
    return name === undefined ? [] : [[department, `${name} ${title}`.trim()] as const]
  }))
}, on => on)
