import type { Request, Response } from 'express'
import { EXPORT_KINDS, type ExportRecord } from '../../models/exportRecord/index.ts'
import { exportByNo } from '../../models/exportRecord/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { redirect } from '../http/page.ts'
import { requireActor } from '../http/signedIn.ts'
import { startExport, type ExportOrder } from './actions.ts'
import { exportFile } from './store.ts'

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}
/** Nearly every file is there by then; a longer one is fetched from its page in the register. */
const WAIT_MS = 20_000

/** Registers an export and answers with its file, or with its page in the register when it takes longer. */
export async function answerWithFile(deps: Deps, req: Request, res: Response, order: ExportOrder): Promise<void> {
  const actor = requireActor(req)
  const { no, done } = await startExport(deps, actor, order)
  let clock: NodeJS.Timeout | undefined
  await Promise.race([done, new Promise((resolve) => (clock = setTimeout(resolve, WAIT_MS)))])
  clearTimeout(clock)
  const record = await exportByNo(no, { requestedBy: actor.id })
  if (record?.state !== 'done') return redirect(req, res, `/exports/${no}`)
  await sendFile(deps, res, record)
}

/** Sends a file that is there, under its name in words. @throws NotFound when it is gone */
export async function sendFile(deps: Deps, res: Response, record: ExportRecord): Promise<void> {
  const name = `${EXPORT_KINDS[record.kind]}_${dayOf(record.requestedAt)}_${record.no}.${record.format}`
  const ascii = `attachment; filename="${record.no}.${record.format}"`
  res.type(TYPES[record.format])
  res.setHeader('Content-Disposition', `${ascii}; filename*=UTF-8''${encodeURIComponent(name)}`)
  res.setHeader('Cache-Control', 'no-store')
  await new Promise<void>((resolve, reject) => {
    const options = { dotfiles: 'allow', cacheControl: false, acceptRanges: false } as const
    res.sendFile(exportFile(deps, record), options, (error?: NodeJS.ErrnoException) => {
      if (!error || error.code === 'ECONNABORTED' || error.code === 'EPIPE') resolve()
      else reject(error.code === 'ENOENT' ? new NotFound() : error)
    })
  })
}
