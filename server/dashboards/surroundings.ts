import type { Department } from '../../models/department/index.ts'

/** Who reads: a leader writes at once, a secretary enters with the scan, others only read. */
export type Instructing = 'leader' | 'secretary' | 'reader'

/** What the page knows beside the figures. */
export interface Surroundings {
  departments: ReadonlyMap<string, Department>
  districts: ReadonlyMap<string, string>
  heads: ReadonlyMap<string, string>
  /** the leader who reads, or for whom a secretary reads */
  leader: string | null
  instructing: Instructing
  /** whether the reader may open an instruction; another leader's is seen, not opened */
  opens(instruction: object): boolean
  /** one department's page */
  only: string | null
  /** all departments instead of the first dozen */
  whole: boolean
}

/** A department's name; 未定部门 where none is set. */
export const nameOf = (department: string | null, { departments }: Pick<Surroundings, 'departments'>): string =>
  department === null ? '未定部门' : departments.get(department)?.name ?? department
