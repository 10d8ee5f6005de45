import type { Timestamp } from '../ids.ts'

const DAY = 86_400_000

/** The day as the calendar on the wall has it, `2026-12-01`: Greenwich's is another for half of the night. */
export function calendarDay(at: Timestamp): string {
  const date = new Date(at)
  const parts = [String(date.getFullYear()).padStart(4, '0'), date.getMonth() + 1, date.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}

/** Midnights of this place between two times. */
export function daysBetween(earlier: Timestamp, later: Timestamp): number {
  return dayNumber(later) - dayNumber(earlier)
}

/** Counted from a calendar, not from hours: a day in which the clocks change has 23 or 25. */
function dayNumber(at: Timestamp): number {
  const date = new Date(at)
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY)
}
