import type { Timestamp } from '../../src-shared/ids.ts'
import { daysBetween } from '../../src-shared/model/calendar-day.ts'
import { isAhead } from '../../src-shared/model/plausible-time.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
/** After so many days one says the date. */
const OLD = 7

/** How people say how long ago something was: `ahead` where the clock that dated it, or ours, is wrong. */
export type Elapsed = 'ahead' | 'now' | 'old' | { unit: Intl.RelativeTimeFormatUnit; count: number }

export function elapsed(at: Timestamp, now: Timestamp): Elapsed {
  if (isAhead(at, now)) return 'ahead'
  const length = now - at
  if (length < MINUTE) return 'now'
  if (length < HOUR) return { unit: 'minute', count: Math.floor(length / MINUTE) }
  const days = daysBetween(at, now)
  if (days > OLD) return 'old'
  return days > 0 ? { unit: 'day', count: days } : { unit: 'hour', count: Math.floor(length / HOUR) }
}
