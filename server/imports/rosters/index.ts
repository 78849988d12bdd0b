import { currentCampaign, yearOfPool } from '../../../models/campaign/queries.ts'
import { isPoolFrozen } from '../../../models/draw/queries.ts'
import { UserModel } from '../../../models/user/index.ts'
import type { ImportKindName } from '../../../models/import/kinds.ts'
import { hashPassword, oneTimePassword } from '../../lib/hashing.ts'
import { enterpriseRoster } from './enterprises.ts'
import { instantOf } from '../../../models/shared/calendarDay.ts'
import { memberRoster } from './members.ts'
import { opinionRoster } from './opinions.ts'
import { peopleOn, type People } from './people.ts'
import { postRoster } from './posts.ts'
import { poolDepartments, representativeRoster } from './representatives.ts'
import type { Roster } from './roster.ts'
import { userRoster } from './users.ts'

/** Kinds that can be imported into a roster. */
export const STORED_KINDS = [
  'enterprises', 'npc', 'cppcc', 'representatives', 'opinions', 'users', 'posts',
] as const satisfies readonly ImportKindName[]
export type StoredKind = (typeof STORED_KINDS)[number]

/** What making rosters needs to look up once for a piece of work. */
export interface RosterMaker {
  people: People
  /** a roster without memory of what was read before: one for each transaction */
  make(): Roster
}

/** @param today civil day on which holders of posts are looked up */
export async function rosterMaker(kind: StoredKind, today: string): Promise<RosterMaker> {
  const people = await peopleOn(today)
  if (kind === 'enterprises') return { people, make: () => enterpriseRoster(people) }
  if (kind === 'npc' || kind === 'cppcc') return { people, make: () => memberRoster(kind) }
  if (kind === 'representatives') {
    const [year, departments] = await Promise.all([yearOfPool(today), poolDepartments()])
    return { people, make: () => representativeRoster(year, departments) }
  }
  if (kind === 'opinions') {
    const year = await yearOfOpinions(today)
    return { people, make: () => opinionRoster(year) }
  }
  if (kind === 'users') {
    const unknowable = await hashPassword(oneTimePassword())
    return { people, make: () => userRoster(unknowable) }
  }
  const users = await UserModel.find({}).select('account').lean()
  const accounts = {
    idOf: (account: string) => users.find((user) => user.account === account)?._id ?? null,
    accountOf: (id: { toString(): string }) => users.find((user) => String(user._id) === String(id))?.account ?? null,
  }
  return { people, make: () => postRoster(accounts, today) }
}

/** The year that hall sheets belong to: that of the campaign under way. */
const yearOfOpinions = async (today: string): Promise<number> =>
  (await currentCampaign(instantOf(today, '23:59')))?.year ?? Number(today.slice(0, 4))

/** Why nothing can be brought into a roster now, as a sentence; null when it is open. */
export async function closedBecause(kind: ImportKindName, today: string): Promise<string | null> {
  if (kind !== 'representatives') return null
  const year = await yearOfPool(today)
  return (await isPoolFrozen(year)) ? `${year}年的推荐库已经冻结，不能再导入或者撤销导入。` : null
}

/** The kind as one that has a roster, or null. */
export const storedKind = (name: string): StoredKind | null => STORED_KINDS.find((kind) => kind === name) ?? null
