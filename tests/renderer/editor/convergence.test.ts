import * as A from '@automerge/automerge'
import { describe, expect, test } from 'vitest'
import { chance, seedsToRun } from '../../shared/text/random.ts'
import { randomTree } from '../../shared/text/random-tree.ts'
import { randomEdit } from './random-edits.ts'
import { actors, meet, type Writer, writers } from './writer.ts'

/** Seeds that once failed, and what they showed. They stay. */
const pinned = [
  481391092, // a mark ending inside an emoji: the screen showed two halves that storage does not know
  481391284, // a hard break inside a word: the test took it for a loss
]

const tokensOf = (writer: Writer) => {
  const { doc } = writer.state
  return new Set(doc.textBetween(0, doc.content.size, '\n', '\n').match(/‹\w+›/g))
}

/** People who edit one page at random, apart and together. Gives how much really happened. */
function runStory(seed: number, count: number, steps: number): number {
  const random = chance(seed)
  const people = writers(randomTree(random), count)
  const typed = new Set<string>()
  const deleted = new Set<string>()
  for (let step = 0; step < steps; step++) {
    const writer = random.pick(people)
    const happening = random.below(10)
    if (happening < 2) {
      const other = random.pick(people)
      if (other !== writer) writer.source.receive(other.source)
    } else if (happening === 2) writer.binding.showNow()
    else if (happening === 3) writer.composing = random.below(3) === 0
    else {
      const token = `‹${writer.name[0]}${step}›`
      const before = tokensOf(writer)
      randomEdit(writer, random, token)
      const after = tokensOf(writer)
      if (after.has(token)) typed.add(token)
      for (const known of before) if (!after.has(known)) deleted.add(known)
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
  const present = first ? tokensOf(first) : new Set()
  expect([...typed].filter((token) => !deleted.has(token) && !present.has(token))).toEqual([])
  expect(first?.actors().every((actor) => actor === 'ff'.repeat(16) || actors.includes(actor))).toBe(true)
  return typed.size
}

/** The schema holds, nothing failed, and a person who has seen everything sees what is stored. */
function check(writer: Writer) {
  expect(writer.failures).toEqual([])
  writer.state.doc.check()
  const seen = writer.binding.seen()
  if (seen) expect(writer.state.doc.toJSON()).toEqual(writer.stored().toJSON())
}

describe('people who edit one page', () => {
  const seeds = seedsToRun(pinned, 150)
  let happened = 0
  for (const seed of seeds) {
    test(`[ED3] seed ${seed}: two people agree, and nothing typed is lost`, () => {
      happened += runStory(seed, 2, 60)
    })
    test(`[ED3] seed ${seed}: three people agree, and nothing typed is lost`, () => {
      happened += runStory(seed, 3, 90)
    })
  }
  test('[ED3] the stories were not empty', () => expect(happened).toBeGreaterThan(seeds.length * 4))
})
