import type { Types } from 'mongoose'
import { categoriesByCode } from '../../models/category/queries.ts'
import { InstructionModel } from '../../models/instruction/index.ts'
import { instruct, instructionNumber } from '../../models/instruction/verbs.ts'
import type { Issue } from '../../models/issue/index.ts'
import { dayOf, yearOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { UserModel } from '../../models/user/index.ts'
import type { Tx } from '../act.ts'
import { claimFiles } from '../attachments/store.ts'
import { nextNumber } from '../database/counters.ts'

/** What the form says. `scan`: the signed paper, compulsory where a secretary enters it. */
export interface InstructionOrder {
  leader: { id: Types.ObjectId, name: string }
  issue: Pick<Issue, '_id' | 'no' | 'category'>
  department: string
  text: string
  dueOn: CivilDay
  scan: readonly Types.ObjectId[]
}

/**
 * Stores an instruction inside a running act, gives it its scan and tells the department's leads.
 * @returns its number
 */
export async function giveInstruction(tx: Tx, order: InstructionOrder, calendar: WorkingCalendar): Promise<string> {
  const leads = await UserModel.find(
    { department: order.department, disabledAt: null, roles: 'lead' }, { _id: 1 },
  ).session(tx.session).lean()
  const category = (await categoriesByCode()).get(order.issue.category)?.name ?? ''
  const year = yearOf(dayOf(tx.now))
  const no = instructionNumber(year, await nextNumber(tx.session, 'instruction', year))
  const facts = { ...order, no, issue: { id: order.issue._id, no: order.issue.no } }
  const [stored] = await InstructionModel.create([instruct(facts, tx.actor, tx.now, calendar)], { session: tx.session })
  if (!stored) throw new Error('The instruction was not stored')
  if (tx.actor.id) await claimFiles(tx.session, tx.actor.id, order.scan, { type: 'instruction', id: stored._id })
  tx.audit({
    record: { type: 'instruction', id: stored._id, no },
    changes: { issue: order.issue.no, department: order.department, dueOn: order.dueOn },
  })
  tx.tell({
    to: leads.map(({ _id }) => _id), template: 'instruction.given',
    facts: { no, category, act: '批示', day: order.dueOn }, link: `/instructions/${no}`, key: `instruction:${no}`,
  })
  return no
}
