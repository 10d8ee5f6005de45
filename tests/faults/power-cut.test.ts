import { expect, test } from 'vitest'
import { sample } from '../support/sample.ts'
import { cutRounds } from './power/cut-rounds.ts'
import { canPreload } from './preload/preload.ts'

const ROUNDS = sample(3, 20)
/** Of the control: it ends with the first that find something, which is nearly always the first. */
const CONTROL_ROUNDS = 6
const MOST_CONTROL_ROUNDS = 60
const MINUTES = 60_000
const seed = Date.now() % 1_000_000_000

if (canPreload()) {
  test(`[LG14] [LG15] seed ${seed}: the power fails ${ROUNDS} times, and nothing acknowledged is lost`, {
    timeout: 10 * MINUTES,
  }, async () => {
    const { acknowledged, forgotten, lost, failures } = await cutRounds({ contender: 'maillage', rounds: ROUNDS, seed })
    expect({ lost, failures }).toEqual({ lost: [], failures: [] })
    // A busy computer gets little done before it is killed.
    expect(acknowledged).toBeGreaterThan(ROUNDS / 4)
    expect(forgotten).toBeGreaterThan(ROUNDS)
  })

  test(`[LG14] [LG15] seed ${seed}: the power fails while the journal goes on in new files, and nothing is lost`, {
    timeout: 10 * MINUTES,
  }, async () => {
    const { acknowledged, lost, failures } = await cutRounds({ contender: 'journal', rounds: ROUNDS, seed })
    expect({ lost, failures }).toEqual({ lost: [], failures: [] })
    expect(acknowledged).toBeGreaterThan(ROUNDS)
  })

  test(`[LG14] seed ${seed}: were the journal not synced, the same harness finds what is lost`, {
    timeout: 10 * MINUTES,
  }, async () => {
    let lost = 0
    for (let done = 0; lost === 0 && done < MOST_CONTROL_ROUNDS; done += CONTROL_ROUNDS) {
      const options = { contender: 'journal', rounds: CONTROL_ROUNDS, seed: seed + done, forgetsJournal: true } as const
      lost += (await cutRounds(options)).lost.length
    }
    expect(lost).toBeGreaterThan(0)
  })
}
