import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { dropPending } from '../server/attachments/store.ts'
import { currentDb } from '../server/database/connect.ts'
import { forgetImportFiles } from '../server/imports/retention.ts'
import type { Job } from '../server/jobs/job.ts'

const DAY_MS = 24 * 3_600_000
const TEMPORARY = 'tmp'

/**
 * Every night: forgets sessions that have ended, forms taken in more than a day ago, files that nobody came
 * back for, photos whose form was never sent, and the workbooks of imports that ended a month ago.
 */
export const cleanUp: Job = {
  name: 'cleanUp',
  word: '清理过期会话和临时文件',
  at: '0 30 3 * * *',
  runs: 'once',
  async run(deps) {
    const { clock, config } = deps
    const now = clock.now()
    const dayAgo = new Date(now.getTime() - DAY_MS)
    const sessions = await currentDb().collection('sessions').deleteMany({ expires: { $lt: now } })
    const forms = await currentDb().collection('idempotency').deleteMany({ at: { $lt: dayAgo } })
    const files = await removeOlder(join(config.dataDir, TEMPORARY), dayAgo)
    const uploads = await dropPending(deps, dayAgo)
    const imports = await forgetImportFiles(deps)
    return { sessions: sessions.deletedCount, forms: forms.deletedCount, files, uploads, imports }
  },
  dryRun: null,
}

async function removeOlder(folder: string, before: Date): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  let removed = 0
  for (const name of names) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (!found || found.mtime >= before) continue
    await rm(path, { recursive: true, force: true })
    removed += 1
  }
  return removed
}
