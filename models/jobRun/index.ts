import { Schema, model } from 'mongoose'

/** One run of a job. `_id` is the job's slot, the same in every process, so the one that stores it first runs it. */
export interface JobRun {
  _id: string
  name: string
  by: string
  startedAt: Date
  endedAt: Date | null
  state: 'running' | 'done' | 'failed'
  counts: Record<string, number>
  error: string
}

const KEPT_SECONDS = 90 * 24 * 3600

const schema = new Schema<JobRun>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    by: { type: String, required: true },
    startedAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
    state: { type: String, enum: ['running', 'done', 'failed'], required: true },
    counts: { type: Schema.Types.Mixed, default: {} },
    error: { type: String, default: '', maxlength: 500 },
  },
  { minimize: false },
)
schema.index({ name: 1, startedAt: -1 })
schema.index({ startedAt: 1 }, { expireAfterSeconds: KEPT_SECONDS })

export const JobRunModel = model('JobRun', schema, 'jobRuns')
