import { ImportFileModel, ImportModel, ImportRowModel } from '../../models/import/index.ts'
import { FILE_KEPT_DAYS, forgettableImports } from '../../models/import/queries.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

const DAY_MS = 24 * 3_600_000

/**
 * Deletes the uploaded files of batches that ended long ago, and with their rows those of previews that nobody came
 * back to. The batch stays with what it did; an import can still be undone, for its rows are kept.
 * @returns how many files went
 */
export async function forgetImportFiles(deps: Deps): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - FILE_KEPT_DAYS * DAY_MS)
  const batches = await forgettableImports(before)
  for (const { _id, no, state } of batches) {
    const isWaiting = state === 'preview'
    await act(deps, SYSTEM, 'job.cleanUp', async (tx) => {
      const ended = isWaiting ? { state: 'refused', verdict: { code: 'file-expired', detail: '' } } : {}
      const { modifiedCount } = await ImportModel.updateOne(
        { _id, state, fileDeletedAt: null },
        { $set: { fileDeletedAt: tx.now, ...ended } },
        { session: tx.session },
      )
      if (modifiedCount > 0) await ImportFileModel.deleteOne({ _id }, { session: tx.session })
      if (modifiedCount > 0 && isWaiting) await ImportRowModel.deleteMany({ import: _id }, { session: tx.session })
      tx.audit({ record: { type: 'import', id: _id, no }, changes: { file: '按期删除' } })
    })
  }
  return batches.length
}
