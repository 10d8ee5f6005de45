import { expect, test } from 'vitest'
import { sample } from '../support/sample.ts'
import { failEachCall } from './io/failing-calls.ts'
import { canPreload } from './preload/preload.ts'

const STRIDE = sample(72, 14)
const MINUTES = 60_000

if (canPreload()) {
  test('[LG13] whichever call the disk refuses: a sentence, no end, nothing lost, and on it goes', {
    timeout: 10 * MINUTES,
  }, async () => {
    const { calls, runs, acknowledged, failures } = await failEachCall({ stride: STRIDE })
    expect(failures).toEqual([])
    expect(runs).toBe(Math.floor(calls / STRIDE))
    expect(runs).toBeGreaterThan(6)
    expect(acknowledged).toBe(4 * runs)
  })
}
