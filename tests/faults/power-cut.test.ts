import { expect, test } from 'vitest'
import { cutRounds } from './power/cut-rounds.ts'
import { canPreload } from './preload/preload.ts'

const ROUNDS = 20
const CONTROL_ROUNDS = 6
const MINUTES = 60_000
const seed = Date.now() % 1_000_000_000

/** Seeds that once failed, and what they showed. They stay. */
const pinned = [
  2, // the journal's old manifest was gone and the new pointer forgotten: the application never started again
]

if (canPreload()) {
  for (const each of [...pinned, seed]) {
    test(`[LG14] [LG15] seed ${each}: the power fails ${ROUNDS} times, and nothing acknowledged is lost`, {
      timeout: 10 * MINUTES,
    }, async () => {
      const { acknowledged, forgotten, lost, failures } = await cutRounds({
        contender: 'maillage',
        rounds: ROUNDS,
        seed: each,
      })
      expect({ lost, failures }).toEqual({ lost: [], failures: [] })
      expect(acknowledged).toBeGreaterThan(ROUNDS)
      expect(forgotten).toBeGreaterThan(ROUNDS)
    })
  }

  test(`[LG14] seed ${seed}: were the journal not synced, the same harness finds what is lost`, {
    timeout: 10 * MINUTES,
  }, async () => {
    const { lost } = await cutRounds({ contender: 'maillage', rounds: CONTROL_ROUNDS, seed, forgetsJournal: true })
    expect(lost.length).toBeGreaterThan(0)
  })
}
