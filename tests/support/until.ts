import { vi } from 'vitest'
import { PATIENCE } from './patience.ts'

/** Waits until `condition` holds, looking every `interval` milliseconds. */
export const until = (condition: () => boolean | undefined | Promise<boolean>, interval = 50) =>
  vi.waitUntil(condition, { timeout: PATIENCE, interval })

/** Waits until `assertion` passes. */
export const eventually = <Value>(assertion: () => Value | Promise<Value>) =>
  vi.waitFor(assertion, { timeout: PATIENCE, interval: 50 })
