import { memoFor } from '../shared/memo.ts'
import { DepartmentModel, type Department } from './index.ts'

/** All departments in the office's order, kept some seconds: pages turn codes into names by it. */
export const allDepartments = memoFor(5_000, () => DepartmentModel.find({}).sort({ order: 1 }).lean<Department[]>())

/** Department by code. */
export async function departmentsByCode(): Promise<ReadonlyMap<string, Department>> {
  return new Map((await allDepartments()).map((each) => [each._id, each]))
}

/** The name of a department, '' for none, the code itself for one that is gone. */
export async function departmentName(code: string | null): Promise<string> {
  return code === null ? '' : ((await departmentsByCode()).get(code)?.name ?? code)
}
