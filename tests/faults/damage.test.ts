import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chance } from '../support/random.ts'
import { sample } from '../support/sample.ts'
import { type DamageCase, everyCase, runCases } from './damage/damage-cases.ts'
import { type FilledFolders, fillFolders } from './damage/filled-folder.ts'

/** Of all cases; the others run with `npm run faults -- damage`. */
const SAMPLE = sample(8, 64)
const LANES = sample(2, 4)

const seed = Date.now() % 1_000_000_000
let filled: FilledFolders
let chosen: DamageCase[]

beforeAll(async () => {
  filled = await fillFolders()
  const random = chance(seed)
  const cases = (await everyCase(filled, seed)).map((one) => ({ one, order: random.next() }))
  chosen = cases
    .toSorted((one, other) => one.order - other.order)
    .slice(0, SAMPLE)
    .map(({ one }) => one)
}, 60_000)

afterAll(() => rm(filled.folder, { recursive: true }))

test.concurrent.each(Array.from({ length: LANES }, (_, lane) => lane))(
  `[DA1] stored bytes that go bad are noticed, set aside and come back (seed ${seed}, lane %i)`,
  async (lane) => {
    const report = await runCases(
      filled,
      chosen.filter((_, index) => index % LANES === lane),
    )
    expect(report.failures).toEqual([])
    expect(report.cases).toBeGreaterThan(SAMPLE / LANES / 2)
  },
  120_000,
)
