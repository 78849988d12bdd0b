import type { CivilDay } from '../shared/calendarDay.ts'
import { SnapshotModel } from './index.ts'
import type { FrozenDay } from './weeks.ts'

/** Frozen days from `fromOn` on, oldest first. `department` '' is the whole city. */
export const frozenDays = (department: string, fromOn: CivilDay): Promise<FrozenDay[]> =>
  SnapshotModel.find({ department, onDay: { $gte: fromOn } }, { onDay: 1, handling: 1, received: 1, closed: 1, _id: 0 })
    .sort({ onDay: -1 }).limit(400).lean<FrozenDay[]>()
