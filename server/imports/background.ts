import { randomUUID } from 'node:crypto'
import { ImportModel, type Import, type ImportState } from '../../models/import/index.ts'
import { unfinishedImports } from '../../models/import/queries.ts'
import { UserModel } from '../../models/user/index.ts'
import { actorOf, SYSTEM, type Actor } from '../../models/user/actor.ts'
import { currentDb } from '../database/connect.ts'
import { LeaseLost, returnLease, takeLease, type Lease } from '../database/lease.ts'
import type { Deps } from '../deps.ts'
import { confirmBatch } from './confirming.ts'
import { readBatch } from './reading.ts'
import { undoBatch } from './undoing.ts'

/** A dead process holds a batch no longer than this; a living one renews it all the time. */
const LEASE_MS = 10_000
const RENEW_MS = 3_000
const HOLDER = `imports-${process.pid}-${randomUUID()}`

const running = new Map<string, Promise<void>>()

/**
 * Goes on with a batch behind the page; at once, once in this process. What fails is logged and taken up again by the
 * job.
 */
export function workOn(deps: Deps, no: string): Promise<void> {
  const begun = running.get(no)
  if (begun) return begun.then(() => workOn(deps, no))
  const work = withLease(deps, no)
    .catch((error: unknown) => deps.log.error({ err: error, import: no }, 'import interrupted'))
    .finally(() => running.delete(no))
  running.set(no, work)
  return work
}

/** Resolves when this process works on no import any more; for a calm stop and for tests. */
export async function importsSettled(): Promise<void> {
  while (running.size > 0) await Promise.all(running.values())
}

/** Takes up what a process that died has left. @returns how many batches were gone on with */
export async function resumeImports(deps: Deps): Promise<{ resumed: number }> {
  const waiting = (await unfinishedImports()).filter(({ no }) => !running.has(no))
  for (const { no } of waiting) await workOn(deps, no)
  return { resumed: waiting.length }
}

async function withLease(deps: Deps, no: string): Promise<void> {
  const keepLease = async (): Promise<Lease> => {
    const lease = await takeLease(currentDb(), `import:${no}`, HOLDER, LEASE_MS)
    if (!lease) throw new LeaseLost(`import:${no}`)
    return lease
  }
  const first = await takeLease(currentDb(), `import:${no}`, HOLDER, LEASE_MS)
  if (!first) return
  const renewal = setInterval(() => void keepLease().catch(() => null), RENEW_MS)
  try {
    await steps(deps, no, keepLease)
  } finally {
    clearInterval(renewal)
    await returnLease(currentDb(), first)
  }
}

type Worker = (deps: Deps, batch: Import, actor: Actor, keepLease: () => Promise<Lease>) => Promise<void>

const WORKERS: Partial<Record<ImportState, { work: Worker; by: 'requestedBy' | 'confirmedBy' | 'undoneBy' }>> = {
  reading: { work: readBatch, by: 'requestedBy' },
  confirming: { work: confirmBatch, by: 'confirmedBy' },
  undoing: { work: undoBatch, by: 'undoneBy' },
}

/** Until the batch waits for a person: another choice during a reading makes it read once more. */
async function steps(deps: Deps, no: string, keepLease: () => Promise<Lease>): Promise<void> {
  for (;;) {
    const batch = await ImportModel.findOne({ no }).lean<Import | null>()
    const step = batch && WORKERS[batch.state]
    if (!batch || !step) return
    const user = await UserModel.findById(batch[step.by]).lean()
    await step.work(deps, batch, user ? actorOf(user) : SYSTEM, keepLease)
  }
}
