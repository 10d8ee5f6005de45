import { describe, expect, test } from 'vitest'
import { runStory } from '../support/convergence-story.ts'
import { addTold, happenings, nothingTold } from '../support/happenings.ts'
import { seedsToRun } from '../support/random.ts'
import { sample } from '../support/sample.ts'

/** Of chance; thousands by `npm run fuzz -- converge`. */
const FRESH = sample(2, 40)

/** Seeds that once failed, and what they showed. They stay. */
const pinned = [
  1, // a newcomer wrote before anybody's log had come: what it had just written could not be opened
  2, // a newcomer invited before anybody's log had come: nobody answered whom it had invited
  6, // a device stopped while it noted whom it had met
  1013, // a row was read while the change it should have shown was being written, and stayed as it was
  1161, // a space said that nothing was left to prepare just before its list showed it
  570238006, // a log that was on disk and not read before a stop stayed unread when it was met again
  570446445, // a picture that came before its announcement was read, or a log met again: nothing missing, and never complete
  486929551, // an older reading of a document was listed over a newer one
]

/** Seeds that showed what one of those showed, elsewhere. */
const pinnedAgain = [
  1080, // as 1013, of a resource
  1127, // as 1013, of a page created elsewhere
  570238029, // as 570238006
  570321870, // as 486929551, while the newer reading was being written
]

const seeds = seedsToRun([...pinned, ...sample([], pinnedAgain)], FRESH)
const told = nothingTold()

describe.concurrent('whole cores that do everything a space allows, apart and together', () => {
  for (const seed of seeds) {
    test(`[SY1] seed ${seed}: all agree, and nothing written is lost`, async () => {
      addTold(told, await runStory({ seed }))
    })
  }
})

test('[SY1] the stories were not empty', () => {
  const least = Math.max(1, Math.floor(seeds.length / 20))
  expect(happenings.filter((happening) => told[happening] < least)).toEqual([])
  expect(told.edit).toBeGreaterThan(seeds.length * 2)
})
