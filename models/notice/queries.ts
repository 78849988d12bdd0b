import type { Types } from 'mongoose'
import { memoFor } from '../shared/memo.ts'
import { NoticeModel } from './index.ts'

const MOST = 99

/** Unread notices of a user, at most 99; kept 5 s, since every page shows it. */
export const unreadCount = memoFor(
  5_000,
  (user: Types.ObjectId) => NoticeModel.countDocuments({ user, readAt: null }, { limit: MOST }),
  (user) => user.toString(),
)
