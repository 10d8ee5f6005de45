import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RepeatedLook } from '../../../src-main/core/network/repeated-look.ts'

const SECOND = 1_000
let looks: number[]
let look: RepeatedLook

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  looks = []
  look = new RepeatedLook(async () => {
    looks.push(Date.now() / SECOND)
    throw new Error('there is no network')
  })
})

afterEach(() => {
  look.stop()
  vi.useRealTimers()
})

test('[SY10] who was not found is looked for again after five seconds, and then less and less often', async () => {
  await vi.advanceTimersByTimeAsync(3_600 * SECOND)
  expect(looks).toEqual([5, 15, 35, 75, 155, 315, 635])
})

test('[SY10] when somebody is gone it begins anew, and with the end of the search it ends', async () => {
  await vi.advanceTimersByTimeAsync(1_000 * SECOND)
  look.beginAnew()
  await vi.advanceTimersByTimeAsync(31 * SECOND)
  look.stop()
  await vi.advanceTimersByTimeAsync(3_600 * SECOND)
  expect(looks.slice(7)).toEqual([1_005, 1_015])
})

test('[SY10] whoever comes and goes every nine seconds keeps nobody from being looked for', async () => {
  for (let times = 0; times < 100; times++) {
    await vi.advanceTimersByTimeAsync(9 * SECOND)
    look.beginAnew()
  }
  const pauses = looks.map((at, index) => at - (looks[index - 1] ?? 0))
  expect(looks.length).toBeGreaterThan(40)
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(20)
})
