import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportRecord } from '../../models/exportRecord/index.ts'
import type { Deps } from '../deps.ts'

const folder = (deps: Deps): string => join(deps.config.dataDir, 'exports')

/** Where the file of a line of the register lies while it is kept. Only numbers of ours become names. */
export const exportFile = (deps: Deps, { no, format }: Pick<ExportRecord, 'no' | 'format'>): string => join(folder(deps), `${no}.${format}`)

export const makeExportFolder = (deps: Deps): Promise<unknown> => mkdir(folder(deps), { recursive: true, mode: 0o700 })

/** Removes the file; nothing happens when it is gone already. */
export const removeExportFile = (deps: Deps, record: Pick<ExportRecord, 'no' | 'format'>): Promise<void> => rm(exportFile(deps, record), { force: true })
