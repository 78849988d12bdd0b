import type { ClientSession, Types } from 'mongoose'
import { NoticeModel, type Notice } from './index.ts'
import { unreadCount } from './queries.ts'

export const PAGE_SIZE = 50

/** Own notices, newest first; `unread` only those not yet marked. Totals are counted to a thousand. */
export async function noticePage(
  user: Types.ObjectId,
  unread: boolean,
  page: number,
): Promise<{ rows: Notice[]; total: number }> {
  const filter = { user, ...(unread ? { readAt: null } : {}) }
  const [rows, total] = await Promise.all([
    NoticeModel.find(filter)
      .sort({ at: -1, _id: -1 })
      .skip((page - 1) * PAGE_SIZE)
      .limit(PAGE_SIZE)
      .lean<Notice[]>(),
    NoticeModel.countDocuments(filter, { limit: 1_001 }),
  ])
  return { rows, total }
}

/** Marks the user's notices as read, all of them or one. @returns how many were unread */
export async function markRead(
  user: Types.ObjectId,
  only: Types.ObjectId | null,
  now: Date,
  session?: ClientSession,
): Promise<number> {
  const filter = { user, readAt: null, ...(only ? { _id: only } : {}) }
  const { modifiedCount } = await NoticeModel.updateMany(filter, { $set: { readAt: now } }, session ? { session } : {})
  unreadCount.forget()
  return modifiedCount
}
