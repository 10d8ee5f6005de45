import type { Timestamp } from '../../../src-shared/ids.ts'
import type { ScheduleRhythm } from '../../../src-shared/model/backup-schedule.ts'

const HOUR = 3_600_000
const PERIODS = { day: 24 * HOUR, week: 7 * 24 * HOUR }

/** After a failure: soon enough for a stick that is plugged in again, rare enough for a disk that is not. */
const RETRY_AFTER = HOUR

export interface Counted {
  every: ScheduleRhythm
  /** When the schedule last made one; null: none yet where it now makes them. */
  madeAt: Timestamp | null
  /** When it last failed, if it has made none since. */
  failedAt: Timestamp | null
}

/** When the next is due; null: never. */
export function dueAt({ every, madeAt, failedAt }: Counted): Timestamp | null {
  if (every === 'never') return null
  const due = madeAt === null ? 0 : madeAt + PERIODS[every]
  return failedAt === null ? due : Math.max(due, failedAt + RETRY_AFTER)
}

/**
 * The same, once the clock was found to have gone back: what stands in the future counts as of now. A backup made in
 * 2099 by mistake is followed by another one period from now, neither at once nor in 2099.
 */
export function countedUntil(counted: Counted, now: Timestamp): Counted {
  const before = (at: Timestamp | null) => (at === null ? null : Math.min(at, now))
  return { ...counted, madeAt: before(counted.madeAt), failedAt: before(counted.failedAt) }
}
