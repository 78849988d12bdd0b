import { Schema, model, type Types } from 'mongoose'
import type { CivilDay } from '../shared/calendarDay.ts'
import type { CalendarYear } from '../shared/workingCalendar.ts'

/** A year that an administrator loaded or amended; it counts before a shipped one of the same year. */
export interface HolidayYear extends CalendarYear {
  /** the year itself */
  _id: number
  off: { day: CivilDay; name: string }[]
  makeUp: CivilDay[]
  source: { title: string; number: string; publishedOn: CivilDay; url: string }
  loadedAt: Date
  loadedBy: Types.ObjectId | null
  loadedByName: string
}

const schema = new Schema<HolidayYear>(
  {
    _id: { type: Number, required: true, min: 2000, max: 2199 },
    year: { type: Number, required: true },
    off: {
      type: [
        { _id: false, day: { type: String, required: true }, name: { type: String, required: true, maxlength: 20 } },
      ],
      required: true,
    },
    makeUp: { type: [String], default: [] },
    source: {
      title: { type: String, required: true, maxlength: 200 }, number: { type: String, required: true, maxlength: 60 },
      publishedOn: { type: String, required: true }, url: { type: String, default: '', maxlength: 300 },
    },
    loadedAt: { type: Date, required: true },
    loadedBy: { type: Schema.Types.ObjectId, default: null },
    loadedByName: { type: String, default: '', maxlength: 40 },
  },
  { optimisticConcurrency: true },
)

export const HolidayModel = model('HolidayYear', schema, 'holidayYears')
