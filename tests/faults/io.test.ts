import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { failEachCall } from './io/failing-calls.ts'

const STRIDE = 8
const MINUTES = 60_000

/** The calls are made to fail by a library that is compiled here and preloaded, which only Linux does as we need it. */
function canPreload(): boolean {
  if (process.platform !== 'linux') return false
  try {
    return execFileSync('cc', ['--version']).length > 0
  } catch {
    return false
  }
}

if (canPreload()) {
  test('[LG13] whichever call the disk refuses: a sentence, no end, nothing lost, and on it goes', {
    timeout: 10 * MINUTES,
  }, async () => {
    const { calls, runs, acknowledged, failures } = await failEachCall({ stride: STRIDE })
    expect(failures).toEqual([])
    expect(runs).toBe(Math.floor(calls / STRIDE))
    expect(runs).toBeGreaterThan(25)
    expect(acknowledged).toBe(4 * runs)
  })
}
