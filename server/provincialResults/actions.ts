import type { ClientSession } from 'mongoose'
import { entered, type Entry } from '../../models/provincialResult/entry.ts'
import { ProvincialResultModel } from '../../models/provincialResult/index.ts'
import { provincialResultOf } from '../../models/provincialResult/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { nodeOf } from './beside.ts'

/** Stores the province's result, or its correction, as a new entry of the year. @returns which entry it is. @throws RuleBroken */
export const enterResult = (
  deps: Deps, actor: Actor, year: number, entry: Entry, claim: (session: ClientSession) => Promise<void> = async () => undefined,
): Promise<number> =>
  act(deps, actor, 'provincialResult.enter', async (tx) => {
    const row = entered(year, entry, await provincialResultOf(year), actor, tx.now, dayOf(tx.now))
    const [stored] = await ProvincialResultModel.create([row], { session: tx.session })
    if (!stored) throw new Error('The result was not stored')
    await claim(tx.session)
    tx.audit({
      record: { type: 'provincialResult', id: stored._id, no: `${year}/${row.n}` },
      changes: { source: row.source, onDay: row.onDay, result: nodeOf(row).value ?? '无' }, ...(row.reason === '' ? {} : { reason: row.reason }),
    })
    return row.n
  })
