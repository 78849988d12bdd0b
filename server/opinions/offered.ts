import { allCategories } from '../../models/category/queries.ts'
import type { Category } from '../../models/category/index.ts'
import { allDepartments } from '../../models/department/queries.ts'
import type { Department } from '../../models/department/index.ts'
import type { Campaign } from '../../models/campaign/index.ts'

/** What forms about opinions offer to choose from, as they stand now. */
export interface OpinionChoices {
  departments: Department[]
  categories: Category[]
}

export async function choicesNow(): Promise<OpinionChoices> {
  const [departments, categories] = await Promise.all([allDepartments(), allCategories()])
  return {
    departments: departments.filter(({ archivedAt }) => archivedAt === null),
    categories: categories.filter(({ archivedAt }) => !archivedAt),
  }
}

export const codesOf = ({ departments, categories }: OpinionChoices) =>
  ({ departments: departments.map(({ _id }) => _id), categories: categories.map(({ _id }) => _id) })

export const choicesOf = (rows: readonly { _id: string, name: string }[]): { value: string, text: string }[] =>
  rows.map(({ _id, name }) => ({ value: _id, text: name }))

/** The departments that are judged in a campaign: what citizens may name. */
export function judgedDepartments({ groups }: Pick<Campaign, 'groups'>, departments: readonly Department[]): Department[] {
  const codes = new Set(groups.flatMap((group) => group.departments))
  return departments.filter(({ _id }) => codes.has(_id))
}
