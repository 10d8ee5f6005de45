import { expect, test } from 'vitest'
import { sample } from '../support/sample.ts'
import { killRounds } from './kill/rounds.ts'

/** The beginning and each phase once; many more by `npm run faults -- kill`. */
const ROUNDS = sample(7, 60)
const seed = Date.now() % 1_000_000_000
const MINUTES = 60_000

/** Of the control: it ends with the first that find something, which is often the first. */
const CONTROL_ROUNDS = 4
const MOST_CONTROL_ROUNDS = 400

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
  expect(acknowledged).toBeGreaterThan(ROUNDS / 4)
})

test(`[LG12] seed ${seed}: the same harness finds what automerge-repo’s storage tears`, {
  timeout: 10 * MINUTES,
}, async () => {
  let torn = 0
  for (let done = 0; torn === 0 && done < MOST_CONTROL_ROUNDS; done += CONTROL_ROUNDS) {
    const options = { contender: 'stock', rounds: CONTROL_ROUNDS, seed: seed + done, lanes: 2 } as const
    const { lost, failures } = await killRounds(options)
    torn += lost.length + failures.length
  }
  expect(torn).toBeGreaterThan(0)
})
