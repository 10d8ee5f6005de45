import { EventEmitter } from 'node:events'
import type Hypercore from 'hypercore'
import { expect, test } from 'vitest'
import { RequestPace } from '../../../src-main/core/lib/request-pace.ts'

/** What the line takes when nothing stands in a queue. */
const QUICK = 600
const SLOW = QUICK + 500

/** What is asked for at once, as answers come. */
function paced(limits = { first: 4, least: 2, most: 64, quick: 200, slow: 400 }) {
  const asked: number[] = []
  const core = Object.assign(new EventEmitter(), {
    core: { replicator: { setInflightRange: (_least: number, most: number) => asked.push(most) } },
  })
  const pace = new RequestPace(core as unknown as Hypercore, limits)
  pace.start()
  return {
    now: () => asked.at(-1),
    answers(count: number, elapsed: number) {
      for (let answer = 0; answer < count; answer++) core.emit('download', answer, 100, undefined, { elapsed })
    },
    comes: () => core.emit('peer-add'),
    pace,
  }
}

test('[SL1] while answers come quickly, twice as many blocks are asked for with each round', () => {
  const { now, answers } = paced()
  expect(now()).toBe(4)
  answers(4, QUICK)
  expect(now()).toBe(8)
  answers(8, QUICK)
  expect(now()).toBe(16)
  answers(1_000, QUICK)
  expect(now()).toBe(64)
})

test('[SL1] answers that stood in a queue halve what is asked for, once for all that was asked before', () => {
  const { now, answers } = paced()
  answers(28, QUICK)
  expect(now()).toBe(32)
  answers(1, SLOW)
  expect(now()).toBe(16)
  answers(32, SLOW)
  expect(now()).toBe(16)
  answers(1, SLOW)
  expect(now()).toBe(8)
  answers(1_000, SLOW)
  expect(now()).toBe(2)
})

test('[SL1] past its first limit one more is asked for after four rounds', () => {
  const { now, answers } = paced()
  answers(4, QUICK)
  answers(1, SLOW)
  answers(8, QUICK)
  expect(now()).toBe(4)
  answers(15, QUICK)
  expect(now()).toBe(4)
  answers(1, QUICK)
  expect(now()).toBe(5)
  answers(20, QUICK)
  expect(now()).toBe(6)
})

test('[SL1] a line that is long and free is not taken for one that is full', () => {
  const { now, answers } = paced()
  answers(1, QUICK)
  answers(1_000, QUICK + 150)
  expect(now()).toBe(64)
})

test('[SL1] between quick and slow nothing changes', () => {
  const { now, answers } = paced()
  answers(1, QUICK)
  answers(100, QUICK + 300)
  expect(now()).toBe(5)
})

test('[SL1] whoever comes may come over another line: it begins anew', () => {
  const { now, answers, comes, pace } = paced()
  answers(1_000, QUICK)
  comes()
  expect(now()).toBe(4)
  // A line that is twice as long, and free.
  answers(4, 2 * QUICK)
  expect(now()).toBe(8)
  pace.stop()
  answers(8, QUICK)
  comes()
  expect(now()).toBe(8)
})
