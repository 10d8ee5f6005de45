import { expect, test } from 'vitest'
import { elapsed } from '../../../src-renderer/hooks/elapsed.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 9, day, hour, minute).getTime()
const now = at(15, 9)

test('[WI41] yesterday is the day before, and today is today', () => {
  const told = [now - 30_000, at(15, 8, 20), at(15, 0, 10), at(14, 23, 30), at(14, 0, 5), at(13, 23, 59), at(8, 12)]
  expect(told.map((time) => elapsed(time, now))).toEqual([
    'now',
    { unit: 'minute', count: 40 },
    { unit: 'hour', count: 8 },
    { unit: 'day', count: 1 },
    { unit: 'day', count: 1 },
    { unit: 'day', count: 2 },
    { unit: 'day', count: 7 },
  ])
  expect(elapsed(at(7, 23), now)).toBe('old')
})

test('[WI41] shortly after midnight, what was just now is not a day ago', () => {
  expect(elapsed(at(14, 23, 55), at(15, 0, 5))).toEqual({ unit: 'minute', count: 10 })
})

test('[WI41] nothing lies in the future', () => {
  expect([at(15, 9, 5), at(15, 12), at(19, 9)].map((time) => elapsed(time, now))).toEqual(['now', 'ahead', 'ahead'])
})
