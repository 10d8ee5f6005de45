import type { Timestamp } from '../ids.ts'

/** Clocks that are right differ by so little, in milliseconds. */
const CLOCKS_DIFFER = 10 * 60_000

/** It was read from a clock that is ahead, or this computer's is behind: when that was, nobody here can say. */
export function isAhead(at: Timestamp, now: Timestamp): boolean {
  return at > now + CLOCKS_DIFFER
}

/** Orders the latest first, and behind them what cannot have been yet: no clock that is ahead puts a page before all others. */
export function latestFirst(now: Timestamp): (one: Timestamp, other: Timestamp) => number {
  return (one, other) => Number(isAhead(one, now)) - Number(isAhead(other, now)) || other - one
}
