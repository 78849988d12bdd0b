import { UserModel } from '../../models/user/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { isOfDepartment } from './listForm.ts'

/** Who can handle a case in the user's own department; nobody for those whose list is not that of a department. */
export async function handlersOf(actor: Actor): Promise<{ id: string; name: string }[]> {
  if (!isOfDepartment(actor)) return []
  const found = await UserModel.find(
    { department: actor.department, disabledAt: null, roles: { $in: ['officer', 'lead'] } },
    { name: 1 },
  )
    .sort({ sortKey: 1 })
    .lean()
  return found.map(({ _id, name }) => ({ id: String(_id), name }))
}
