import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Types, type ClientSession } from 'mongoose'
import { AttachmentModel, type Attachment, type AttachmentOwner } from '../../models/attachment/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Deps } from '../deps.ts'
import { judgeFile, type Accepts } from './fileKind.ts'
import { isStoredPath, nameWithEnding, shownName, storedPath } from './names.ts'
import { locationRefused, withoutLocation } from './withoutLocation.ts'

/** A file as it came with a form. */
export interface IncomingFile { originalname: string, buffer: Buffer }

/** What became of the files of one form. Refused ones have a sentence each, and nothing of them is kept. */
export interface TakenFiles { kept: Attachment[], refused: string[] }

export const uploadsFolder = (deps: Deps): string => join(deps.config.dataDir, 'uploads')

/** Where a stored file lies on this machine. @throws Error for a path that is not one of ours */
export function placeOf(deps: Deps, path: string): string {
  if (!isStoredPath(path)) throw new Error('Stored path of an attachment is not ours')
  return join(uploadsFolder(deps), path)
}

/**
 * Checks the files, removes location from photos, writes them below DATA_DIR/uploads and notes them as pending:
 * until `claimFiles` gives them an owner only the sender sees them, and after a day `dropPending` removes them. So
 * a form that comes back with a message keeps its photos.
 */
export async function takeFiles(
  deps: Deps, user: Types.ObjectId, owner: AttachmentOwner, files: readonly IncomingFile[], accepts: Accepts,
): Promise<TakenFiles> {
  const now = deps.clock.now()
  const taken: TakenFiles = { kept: [], refused: [] }
  for (const { originalname, buffer } of files) {
    const name = shownName(originalname)
    const judged = judgeFile(name, buffer, accepts)
    const clean = 'kind' in judged ? withoutLocation(buffer, judged.kind) : null
    if ('refused' in judged) taken.refused.push(judged.refused)
    else if (clean === null) taken.refused.push(locationRefused(name))
    else {
      const path = storedPath(dayOf(now), judged.kind.extension)
      await write(placeOf(deps, path), clean)
      taken.kept.push({
        _id: new Types.ObjectId(), owner: { type: owner, id: user }, name: nameWithEnding(name, judged.kind.extension),
        mime: judged.kind.mime, bytes: clean.length, sha256: createHash('sha256').update(clean).digest('hex'), path,
        uploadedBy: user, uploadedAt: now, pending: true,
      })
    }
  }
  if (taken.kept.length > 0) await AttachmentModel.insertMany(taken.kept)
  return taken
}

/**
 * Gives pending files of this user their owner, within the act that made it. Ids of others' files, or of files that
 * already have an owner, change nothing.
 * @returns how many got it
 */
export async function claimFiles(
  session: ClientSession, user: Types.ObjectId, ids: readonly (string | Types.ObjectId)[],
  owner: { type: AttachmentOwner, id: Types.ObjectId },
): Promise<number> {
  if (ids.length === 0) return 0
  const claimed = await AttachmentModel.updateMany(
    { _id: { $in: ids }, pending: true, uploadedBy: user },
    { $set: { owner, pending: false }, $inc: { __v: 1 } },
    { session },
  )
  return claimed.modifiedCount
}

/**
 * Removes files whose form was never taken in. The row goes first, so a file is never promised that is gone.
 * @param before files that came earlier than this instant
 * @returns how many were removed; a second run finds none
 */
export async function dropPending(deps: Deps, before: Date): Promise<number> {
  const filter = { pending: true, uploadedAt: { $lt: before } }
  const stray = await AttachmentModel.find(filter, { path: 1 }).limit(500).lean()
  let dropped = 0
  for (const { _id, path } of stray) {
    const { deletedCount } = await AttachmentModel.deleteOne({ _id, pending: true })
    if (deletedCount === 0) continue
    await rm(placeOf(deps, path), { force: true })
    dropped += 1
  }
  return dropped
}

/** On disk under another name first: a file that is cut off by a crash or a full disk is never taken for the whole. */
async function write(place: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(place), { recursive: true })
  const unfinished = `${place}.part`
  try {
    const file = await open(unfinished, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, place)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
