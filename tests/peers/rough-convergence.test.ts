import { describe, expect, test } from 'vitest'
import { runStory } from '../support/convergence-story.ts'
import { addTold, nothingTold, tooSeldom } from '../support/happenings.ts'
import { seedsToRun } from '../support/random.ts'
import { sample } from '../support/sample.ts'

const ROUGH_CORES = 5
const MANY_CORES = sample(10, 20)
/** A part of what `npm run fuzz -- converge --cores 20` does. */
const MANY_STEPS = sample(12, 30)
const MINUTES = 60_000
const roughSeeds = seedsToRun([], sample(2, 6))
const roughTold = nothingTold()

describe.concurrent('whole cores that do everything a space allows, while the network falls apart and clocks are years off', () => {
  for (const seed of roughSeeds) {
    test(`[SY1] seed ${seed}, ${ROUGH_CORES} cores: all agree, and nothing written is lost`, {
      timeout: 5 * MINUTES,
    }, async () => {
      addTold(roughTold, await runStory({ seed, cores: ROUGH_CORES, rough: true }))
    })
  }
})

test('[SY1] the rough stories were not empty', () => {
  expect(tooSeldom(roughTold, roughSeeds.length, ROUGH_CORES)).toEqual([])
})

const [manySeed = 0] = roughSeeds
test(`[SY1] seed ${manySeed}, ${MANY_CORES} cores that meet a few of each other: all agree, and nothing written is lost`, {
  timeout: 5 * MINUTES,
}, async () => {
  const { edit, exchanged } = await runStory({ seed: manySeed, cores: MANY_CORES, steps: MANY_STEPS, rough: true })
  expect(edit).toBeGreaterThan(MANY_STEPS / 10)
  expect(exchanged).toBeGreaterThan(MANY_CORES * MANY_CORES * 2)
})
