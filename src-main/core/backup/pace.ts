import { setTimeout as rest } from 'node:timers/promises'

/** Milliseconds of work, then as many of rest: half the core at most, and no wait that a person who types would feel. */
const STRETCH = 20

/** Called between two small pieces of work that nobody waits for. */
export type Pace = () => Promise<void>

export function unhurried(): Pace {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < STRETCH) return
    await rest(STRETCH)
    since = performance.now()
  }
}
