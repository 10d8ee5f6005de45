import { vi } from 'vitest'

/** Longest wait for a stated condition, in milliseconds. Only tests that fail wait so long, so that a busy machine fails none. */
export const PATIENCE = 60_000

/** Waits until `condition` holds, looking every `interval` milliseconds. */
export const until = (condition: () => boolean | undefined | Promise<boolean>, interval = 50) =>
  vi.waitUntil(condition, { timeout: PATIENCE, interval })

/** Waits until `assertion` passes. */
export const eventually = <Value>(assertion: () => Value | Promise<Value>) =>
  vi.waitFor(assertion, { timeout: PATIENCE, interval: 50 })
