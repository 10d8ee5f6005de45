import { expect, test } from 'vitest'
import { LinePlaces } from '../../../src-main/core/membership/line-places.ts'
import type { DeviceId } from '../../../src-shared/ids.ts'

let made = 0
const newDevice = () => `device ${made++}` as DeviceId
const founder = newDevice()
const [alice, bob, carol] = [newDevice(), newDevice(), newDevice()]

/** How many of so many newcomers get a place that come by `hosts`. */
function crowd(places: LinePlaces, hosts: DeviceId[], count: number, isAway?: () => boolean): number {
  return Array.from({ length: count }, newDevice).filter((device) => places.take(device, hosts, isAway)).length
}

test('[RE12] whoever is farther from the founder brings a smaller part, and the founder as many as there are', () => {
  expect(crowd(new LinePlaces(12), [founder], 20)).toBe(12)
  expect(crowd(new LinePlaces(12), [founder, alice], 20)).toBe(6)
  expect(crowd(new LinePlaces(12), [founder, alice, bob], 20)).toBe(4)
})

test('[RE12] devices that are let in by made up ones count for who made those up, and leave room beside and above', () => {
  const places = new LinePlaces(120)
  let line = [founder, alice, bob]
  for (let count = 0; count < 200; count++) {
    const next = newDevice()
    crowd(places, line, 1)
    if (count % 3 === 0) line = [...line, next]
  }
  expect(places.size).toBeLessThanOrEqual(40)
  expect(places.room([founder, alice])).toBeGreaterThanOrEqual(20)
  expect(places.room([founder, carol])).toBe(60)
  expect(places.room([founder])).toBeGreaterThanOrEqual(80)
})

test('[RE12] many who were let in one by the other have a place each', () => {
  const places = new LinePlaces(1_000)
  const line = [founder]
  for (let count = 0; count < 50; count++) {
    const next = newDevice()
    expect(places.take(next, [...line])).toBe(true)
    line.push(next)
  }
})

test('[RE12] who is away makes room for its own line only, and who has a place keeps it', () => {
  const places = new LinePlaces(4)
  const first = newDevice()
  places.take(first, [founder, bob])
  expect(crowd(places, [founder, alice], 10)).toBe(2)
  expect(crowd(places, [founder, alice], 10, () => true)).toBe(10)
  expect(places.entries().map(([device]) => device)).toContain(first)
  expect(places.take(first, [founder, alice])).toBe(false)
  expect(places.has(first)).toBe(true)
})
