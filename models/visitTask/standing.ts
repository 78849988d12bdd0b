/** So many days on which nobody could be reached take a subject out of the count. @source domain.md §2.3 */
export const ATTEMPTS_BEFORE_UNREACHABLE = 3

export const STANDINGS = {
  covered: '已走访', awaiting: '待确认', unreachable: '联系不上', open: '未走访',
} as const
export type Standing = keyof typeof STANDINGS

/** A task as far as its standing goes. */
export interface Progress {
  timesRequired: number
  timesDone: number
  timesConfirmed: number
  failedAttempts: readonly { on: string }[]
}

/**
 * Where a task stands. One confirmed visit covers the subject; a visit that nobody has confirmed yet is 待确认; three
 * days of vain attempts without any visit make it 联系不上. Several attempts on one day are one.
 * @source domain.md §2.3
 */
export function standingOf(task: Progress): Standing {
  if (task.timesConfirmed > 0) return 'covered'
  if (task.timesDone > 0) return 'awaiting'
  const days = new Set(task.failedAttempts.map(attempt => attempt.on)).size
  return days >= ATTEMPTS_BEFORE_UNREACHABLE ? 'unreachable' : 'open'
}

/**
 * Whether the department has done what the task asks: as many confirmed visits as required, or reached nobody in
 * vain.
 */
export const isFulfilled = (task: Progress): boolean =>
  task.timesConfirmed >= task.timesRequired || standingOf(task) === 'unreachable'

/** Whether the task's last day has passed without it having been done. */
export const isTaskOverdue = (task: Progress & { dueOn: string }, today: string): boolean =>
  task.dueOn < today && !isFulfilled(task)
