import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import type { ImportContext } from '../../models/import/values.ts'
import { RECOMMENDED_CATEGORIES } from '../../models/representative/categories.ts'
import { readSetting } from '../../models/setting/index.ts'
import { ROLES, ROLE_NAMES } from '../../models/user/roles.ts'

/** Names of province and city as they stand in front of a district's name. */
const REGIONS = ['山东省', '青岛市']
/** Three-way separated administrators are made one by one, never from a list. @source domain.md §6 */
const NOT_FROM_A_LIST = new Set<string>(['systemAdmin', 'securityAdmin', 'auditAdmin'])

/** What the rules of reading need to know of the city. @param on civil day of the import */
export async function importContext(date1904: boolean, on: string): Promise<ImportContext> {
  const [districts, departments, regions, categories] = await Promise.all([
    allDistricts(), allDepartments(), readSetting('regions', REGIONS),
    readSetting<readonly string[]>('representativeCategories', RECOMMENDED_CATEGORIES),
  ])
  return {
    districts: districts.filter(
      (one) => one.validTo === null || one.validTo >= on,
    ).map((one) => ({ code: one._id, name: one.name })),
    regions,
    categories,
    departments: departments.filter((one) => one.archivedAt === null).map(
      (one) => ({ code: one._id, names: namesOf(one) }),
    ),
    roles: ROLE_NAMES.filter((role) => !NOT_FROM_A_LIST.has(role)).map(
      (role) => ({ code: role, names: [ROLES[role]] }),
    ),
    date1904,
    on,
  }
}

/** 市财政局 and 财政局 are one; a list may say either. */
function namesOf({ name, shortName, aliases }: { name: string; shortName: string; aliases: string[] }): string[] {
  const names = [name, shortName, ...aliases]
  return [...new Set([...names, ...names.map((one) => (one.startsWith('市') ? one.slice(1) : `市${one}`))])]
}
