import type { Connection, Types } from 'mongoose'
import { allDepartments } from '../../../models/department/queries.ts'
import { ROLES, type Role } from '../../../models/user/roles.ts'
import type { Deps } from '../../deps.ts'
import type { SamplePhase } from './campaignDays.ts'
import { fillDatabase, type Filled, type Profile } from './profiles.ts'

export { DEMO_PASSWORD } from './people.ts'

/** Fills an empty database with a sample city around `at`; says what it holds. */
export async function seedCity(
  deps: Deps,
  { profile, at, phase, say }: { profile: Profile; at: Date; phase: SamplePhase; say: (line: string) => void },
): Promise<Filled> {
  const filled = await fillDatabase(deps, { profile, scale: 1, at, phase })
  filled.summary.forEach(say)
  return filled
}

export interface DemoSignIn {
  account: string
  name: string
  role: string
  department: string
}

interface Marked {
  _id: string
  shown?: Partial<Record<Role, Types.ObjectId>>
}
interface Account {
  _id: Types.ObjectId
  account: string
  name: string
  department: string
}

/** One account for each role of the stored sample city, in the order of the roles; empty for any other database. */
export async function demoSignIns(connection: Connection): Promise<DemoSignIn[]> {
  const marked = await connection.collection<Marked>('settings').findOne({ _id: 'sampleCity' })
  const shown = Object.entries(marked?.shown ?? {})
  const users = await connection
    .collection<Account>('users')
    .find({ _id: { $in: shown.map(([, id]) => id) } })
    .toArray()
  const departments = new Map((await allDepartments()).map(({ _id, name }) => [_id, name]))
  return shown.flatMap(([role, id]) => {
    const user = users.find(({ _id }) => _id.equals(id))
    return user
      ? [
          {
            account: user.account,
            name: user.name,
            role: ROLES[role as Role],
            department: departments.get(user.department) ?? user.department,
          },
        ]
      : []
  })
}
