import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { writeChunk } from '../../../src-main/core/lib/change-chunk.ts'
import { chain, unchain } from '../../../src-main/core/log/change-chain.ts'
import { codeOf } from '../../support/code-of.ts'
import { mutate } from '../../support/mutate.ts'
import { chance } from '../../support/random.ts'
import { sample } from '../../support/sample.ts'

const SENTENCE = 'Le four à céramique se réserve à l’accueil, deux jours avant.'
const CONTINUED = 1

/** A change of each letter, as somebody types. */
function typed(text: string, actor = 'ab'.repeat(16)): Uint8Array[] {
  const begun = A.from({ body: '' }, { actor })
  const heads = A.getHeads(begun)
  const document = [...text].reduce(
    (before, letter) => A.change(before, (draft) => A.splice(draft, ['body'], draft.body.length, 0, letter)),
    begun,
  )
  return A.getChangesSince(document, heads)
}

test('[LG17] changes that were typed come back to the byte, in half their place', () => {
  const changes = typed(SENTENCE)
  const chained = chain(changes)
  expect(plain(unchain(chained))).toEqual(plain(changes))
  expect(bytesOf(chained)).toBeLessThan(bytesOf(changes) / 1.5)
})

test('[LG17] whatever builds upon something else than the change before it, or is by somebody else, is kept whole', () => {
  const [one, other] = [typed('une note'), typed('une autre', 'cd'.repeat(16))]
  const mixed = one.flatMap((change, place) => [change, ...other.slice(place, place + 1)])
  expect(chain(mixed)).toEqual(mixed)
  const gap = one.filter((_, place) => place !== 3)
  expect(chain(gap)[3]).toEqual(gap[3])
  expect(plain(unchain(chain(gap)))).toEqual(plain(gap))
  const deflated = A.getAllChanges(A.from({ body: 'long '.repeat(500) }))
  expect(plain(unchain(chain([...deflated, ...one])))).toEqual(plain([...deflated, ...one]))
})

test('[LG17] a change that continues none, or an actor that is repeated to fill memory, is refused', () => {
  const [first, second] = chain(typed('ab')) as [Uint8Array, Uint8Array]
  expect(second[0]).toBe(CONTINUED)
  expect(codeOf(() => unchain([second]))).toBe('unreadable')
  expect(codeOf(() => unchain([first.subarray(0, 20), second]))).toBe('unreadable')
  const longActor = writeChunk(Buffer.concat([Buffer.from([0, 0xff, 0xff, 0x3f]), Buffer.alloc(2 ** 20 - 1)]))
  expect(codeOf(() => unchain([longActor, second]))).toBe('unreadable')
})

test('[LG17] whatever happened to it on its way, a chain is read or refused with a code', () => {
  const luck = chance(20_261_127)
  const chained = chain(typed(SENTENCE))
  const first = chained[0] as Uint8Array
  for (let round = 0; round < sample(500, 2_000); round++) {
    const place = luck.below(chained.length)
    const spoilt = chained.map((link, index) => (index === place ? mutate(link, first, luck) : link))
    expect(['nothing was thrown', 'unreadable']).toContain(codeOf(() => unchain(spoilt)))
  }
})

function plain(parts: Uint8Array[]): string[] {
  return parts.map((part) => Buffer.from(part).toString('hex'))
}

function bytesOf(parts: Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}
