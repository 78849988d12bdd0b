import type { Request } from 'express'
import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import type { Choice } from '../lib/fields.ts'
import type { ListQuery } from '../lib/listAddress.ts'

/** The parameters that a list knows, as plain text; others and doubled ones are left out. */
export function listQuery(req: Request, known: readonly string[]): ListQuery {
  const pairs = known.flatMap((name) => {
    const value = req.query[name]
    return typeof value === 'string' && value !== '' && value.length <= 120 ? [[name, value] as const] : []
  })
  return Object.fromEntries(pairs)
}

export const pageOf = (query: ListQuery): number => Math.min(Math.max(Number.parseInt(query['page'] ?? '1', 10) || 1, 1), 20_000)

/** 区市 and departments as choices, in the office's order. */
export async function cityChoices(): Promise<{ districts: Choice[], departments: Choice[] }> {
  const [districts, departments] = await Promise.all([allDistricts(), allDepartments()])
  return {
    districts: districts.map(({ _id, name }) => ({ value: _id, text: name })),
    departments: departments.filter(({ archivedAt }) => archivedAt === null).map(({ _id, name }) => ({ value: _id, text: name })),
  }
}
