import { expect, test } from 'vitest'
import { killRounds } from './kill/rounds.ts'

const ROUNDS = 70
const seed = Date.now() % 1_000_000_000
const MINUTES = 60_000

/** Of what the stock storage leaves behind: with so many kills, some of it is torn. */
const CONTROL_ROUNDS = 60

test(`[LG12] seed ${seed}: killed ${ROUNDS} times, a core keeps all that it acknowledged`, {
  timeout: 10 * MINUTES,
}, async () => {
  const { kills, acknowledged, lost, failures } = await killRounds({
    contender: 'maillage',
    rounds: ROUNDS,
    seed,
    lanes: 2,
  })
  expect({ lost, failures }).toEqual({ lost: [], failures: [] })
  expect(Math.min(...Object.values(kills))).toBeGreaterThan(0)
  expect(acknowledged).toBeGreaterThan(ROUNDS)
})

test(`[LG12] seed ${seed}: the same harness finds what automerge-repo’s storage tears`, {
  timeout: 10 * MINUTES,
}, async () => {
  const { lost, failures } = await killRounds({ contender: 'stock', rounds: CONTROL_ROUNDS, seed, lanes: 2 })
  expect(lost.length + failures.length).toBeGreaterThan(0)
})
