import { encode } from 'cborg'
import { expect, test } from 'vitest'
import { type Holdings, HoldingsHearer, HoldingsTeller, MAX_DEVICES } from '../../../src-main/core/network/holdings.ts'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { chance } from '../../support/random.ts'

const device = (index: number) => index.toString(16).padStart(64, '0') as DeviceId
const key = (index: number) => new Uint8Array(Buffer.from(device(index), 'hex'))

test('[ST1] whatever changes in what somebody holds, the other end knows the same', () => {
  const random = chance(7)
  const [teller, hearer] = [new HoldingsTeller(), new HoldingsHearer()]
  const held: Holdings = {}
  const heard: Holdings = {}
  for (let step = 0; step < 500; step++) {
    held[device(random.below(40))] = { blocks: random.below(1_000), files: random.below(3) }
    if (random.below(3) > 0) continue
    const news = teller.news({ ...held })
    Object.assign(heard, news && hearer.hear(news))
    expect(heard).toEqual(held)
  }
})

test('[ST1] nothing is told twice, and a device that is known costs a few bytes', () => {
  const teller = new HoldingsTeller()
  const [first, next] = [
    { blocks: 1, files: 0 },
    { blocks: 2, files: 0 },
  ]
  expect(teller.news({ [device(1)]: first, [device(2)]: first })?.length).toBeGreaterThan(64)
  expect(teller.news({ [device(1)]: first, [device(2)]: first })).toBeUndefined()
  expect(teller.news({ [device(1)]: first, [device(2)]: next })?.length).toBeLessThan(8)
})

test('[SY5] of devices that a peer makes up, a thousand are heard of, and those known before them as ever', () => {
  const hearer = new HoldingsHearer()
  const hear = (entries: unknown[]) => hearer.hear(encode(entries))
  expect(hear([[key(0), 1, 0]])).toEqual({ [device(0)]: { blocks: 1, files: 0 } })
  const made = Array.from({ length: MAX_DEVICES }, (_, index) => [key(index + 1), 9, 9])
  expect(Object.keys(hear(made) ?? {}).length).toBe(MAX_DEVICES - 1)
  expect(
    hear([
      [0, 2, 0],
      [key(5_000), 1, 1],
    ]),
  ).toEqual({ [device(0)]: { blocks: 2, files: 0 } })
  expect(hear([[MAX_DEVICES, 2, 0]])).toEqual({})
  expect(hear([...made, [0, 1, 1]])).toBeUndefined()
})
