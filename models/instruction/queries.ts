import type { Types } from 'mongoose'
import { InstructionModel, type Instruction } from './index.ts'

export type OpenInstruction = Pick<Instruction, 'no' | 'issue' | 'leader' | 'department' | 'leaderName' | 'at' | 'dueOn' | 'state'>

/** The latest instruction not yet done on each of these cases, by the case's id. */
export async function openInstructionsOn(issues: readonly Types.ObjectId[]): Promise<Map<string, OpenInstruction>> {
  const found = await InstructionModel.find(
    { issue: { $in: [...issues] }, state: { $ne: 'done' } },
    { no: 1, issue: 1, leader: 1, department: 1, leaderName: 1, at: 1, dueOn: 1, state: 1 },
  ).sort({ at: 1 }).lean<OpenInstruction[]>()
  return new Map(found.map(each => [String(each.issue), each]))
}

export const INSTRUCTION_TABS = ['open', 'overdue', 'replied', 'done', 'all'] as const
export type InstructionTab = (typeof INSTRUCTION_TABS)[number]
export const PAGE_SIZE = 50
/** A pager counts no further. */
export const COUNT_AT_MOST = 1000

const TAB_FILTERS: Record<InstructionTab, (now: Date) => Record<string, unknown>> = {
  open: () => ({ state: 'open' }),
  overdue: now => ({ state: 'open', dueAt: { $lt: now } }),
  replied: () => ({ state: 'replied' }),
  done: () => ({ state: 'done' }),
  all: () => ({}),
}

export const tabFilter = (tab: InstructionTab, now: Date): Record<string, unknown> => TAB_FILTERS[tab](now)

/** A page of instructions: those that still wait by their day, the others newest first. */
export async function instructionPage(filter: Record<string, unknown>, tab: InstructionTab, page: number) {
  const waiting = tab === 'open' || tab === 'overdue'
  const [rows, counted] = await Promise.all([
    InstructionModel.find(filter).sort(
      waiting ? { dueAt: 1, _id: 1 } : { at: -1, _id: -1 }
    ).skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
      .lean<Instruction[]>(),
    InstructionModel.countDocuments(filter).limit(COUNT_AT_MOST + 1),
  ])
  return { rows, total: counted > COUNT_AT_MOST ? { atLeast: COUNT_AT_MOST } : counted }
}

/** How many instructions each tab holds within a scope. */
export async function countsByTab(scope: Record<string, unknown>, now: Date): Promise<Record<InstructionTab, number>> {
  const counts = await Promise.all(
    INSTRUCTION_TABS.map(
      tab => InstructionModel.countDocuments({ $and: [scope, tabFilter(tab, now)] }).limit(COUNT_AT_MOST)
    )
  )
  return Object.fromEntries(INSTRUCTION_TABS.map((tab, index) => [tab, counts[index] ?? 0])) as Record<InstructionTab,
  number>
}
