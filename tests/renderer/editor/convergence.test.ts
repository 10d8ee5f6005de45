import * as A from '@automerge/automerge'
import { describe, expect, test } from 'vitest'
import { chance, seedsToRun } from '../../support/random.ts'
import { randomTree } from '../../support/random-tree.ts'
import { sample } from '../../support/sample.ts'
import { countLetters, lettersOf } from './followed-letters.ts'
import { randomEdit } from './random-edits.ts'
import { actors, meet, type Writer, writers } from './writer.ts'

/** Seeds that once failed, and what they showed. They stay. */
const pinned = [
  691030960, // a first block without a marker: its text was typed anew by everybody who wrote in the next one
  481391092, // a mark ending inside an emoji: the screen showed two halves that storage does not know
]

/** People who edit one page at random, apart and together. Gives how much really happened. */
function runStory(seed: number, count: number, steps: number): number {
  const random = chance(seed)
  const people = writers(randomTree(random), count)
  const followed = new Set<string>()
  for (let step = 0; step < steps; step++) {
    const writer = random.pick(people)
    const happening = random.below(10)
    if (happening < 2) {
      const other = random.pick(people)
      if (other !== writer) writer.source.receive(other.source)
    } else if (happening === 2) writer.binding.showNow()
    else if (happening === 3) writer.composing = random.below(3) === 0
    else {
      const before = countLetters(writer)
      randomEdit(writer, random, lettersOf(step).join(''))
      const after = countLetters(writer)
      // A letter that a person cut or pasted is no longer followed: a copy may stand for it.
      for (const [letter, count] of before) if (count !== after.get(letter)) followed.delete(letter)
      for (const letter of lettersOf(step)) if (after.get(letter) === 1) followed.add(letter)
    }
    check(writer)
  }
  meet(people)
  for (const writer of people) check(writer)
  const [first, ...others] = people
  for (const other of others) {
    expect(other.state.doc.toJSON()).toEqual(first?.state.doc.toJSON())
    expect(A.spans(other.source.doc(), ['body'])).toEqual(first && A.spans(first.source.doc(), ['body']))
  }
  const present = first ? countLetters(first) : new Map<string, number>()
  expect([...followed].filter((letter) => present.get(letter) !== 1)).toEqual([])
  expect(first?.actors().every((actor) => actor === 'ff'.repeat(16) || actors.includes(actor))).toBe(true)
  return followed.size
}

/** The schema holds, nothing failed, and a person who has seen everything sees what is stored. */
function check(writer: Writer) {
  expect(writer.failures).toEqual([])
  writer.state.doc.check()
  const seen = writer.binding.seen()
  if (seen) expect(writer.state.doc.toJSON()).toEqual(writer.stored().toJSON())
}

describe('people who edit one page', () => {
  const seeds = seedsToRun(pinned, sample(4, 36))
  let happened = 0
  for (const seed of seeds) {
    test(`[ED3] seed ${seed}: two people agree, and nothing typed is lost`, () => {
      happened += runStory(seed, 2, 60)
    })
    test(`[ED3] seed ${seed}: three people agree, and nothing typed is lost`, () => {
      happened += runStory(seed, 3, 90)
    })
  }
  // By chance a story follows no letter to its end; six of them follow about two hundred.
  test('[ED3] the stories were not empty', () => expect(happened).toBeGreaterThan(seeds.length * 5))
})
