import { categoriesByCode } from '../../models/category/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'

/** The words behind the codes of a ledger: the code itself where nothing is known by it, '' for none. */
export interface Words {
  department(code: string | null): string
  /** the full name, as it stands over a table */
  unit(code: string | null): string
  phone(department: string | null): string
  district(code: string | null): string
  category(code: string): string
}

export async function readWords(): Promise<Words> {
  const [departments, districts, categories] = await Promise.all([departmentsByCode(), districtNames(), categoriesByCode()])
  return {
    department: (code) => (code === null ? '' : (departments.get(code)?.shortName ?? code)),
    unit: (code) => (code === null ? '' : (departments.get(code)?.name ?? code)),
    phone: (code) => (code === null ? '' : (departments.get(code)?.phone ?? '')),
    district: (code) => (code === null ? '' : (districts.get(code) ?? code)),
    category: (code) => categories.get(code)?.name ?? code,
  }
}
