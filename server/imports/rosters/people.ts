import type { Types } from 'mongoose'
import { PostModel, holderOn } from '../../../models/post/index.ts'
import { UserModel } from '../../../models/user/index.ts'

/** Who a name on a roster is: leaders by the posts they hold today, stewards by their accounts. */
export interface People {
  leader(name: string): { post: Types.ObjectId; user: Types.ObjectId } | null
  steward(name: string, department: string | null): Types.ObjectId | null
}

/**
 * Names of leaders and stewards as posts and accounts know them. A name that two people share is matched by the
 * department where one is told, else left unmatched: a wrong person would see a firm's facts.
 * @source DESIGN.md §7 Posts
 */
export async function peopleOn(day: string): Promise<People> {
  const posts = await PostModel.find({ archivedAt: null }).lean()
  const holders = posts.flatMap((post) => {
    const user = holderOn(post, day)
    return user ? [{ post, user }] : []
  })
  const users = await UserModel.find({ disabledAt: null }).select('name department roles').lean()
  const only = <T>(found: T[]): T | null => (found.length === 1 ? (found[0] ?? null) : null)
  return {
    leader(name) {
      const named = users.filter((user) => user.name === name)
      const held = holders.filter(
        ({ post, user }) => ['viceMayor', 'mayor'].includes(post.kind) && named.some((one) => one._id.equals(user)),
      )
      const found = only(held)
      return found && { post: found.post._id, user: found.user }
    },
    steward(name, department) {
      const named = users.filter(
        (user) => user.name === name && user.roles.some((role) => role === 'officer' || role === 'lead'),
      )
      return (
        only(named) ?? only(named.filter((user) => department !== null && user.department === department))
      )?._id ?? null
    },
  }
}
