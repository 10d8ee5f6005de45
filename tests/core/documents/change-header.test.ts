import { deflateRawSync } from 'node:zlib'
import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import {
  MAX_CHANGE_BYTES,
  readChangeHeader,
  readChangeHeaders,
} from '../../../src-main/core/documents/change-header.ts'
import { codeOf } from '../../support/code-of.ts'
import { chance } from '../../support/random.ts'

/** An unsigned LEB128 number. */
function leb128(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...leb128(Math.floor(value / 128))]
}

function chunk(type: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, type, ...leb128(content.length)]), content])
}

/** Real changes of two writers who hear of each other, from a letter to many pages. */
function realChanges(seed: number): Uint8Array[] {
  const random = chance(seed)
  let one = A.from<Record<string, string>>({ text: '' }, { actor: 'aa'.repeat(16) })
  let other = A.clone(one, { actor: 'bb'.repeat(16) })
  for (let step = 0; step < 20; step++) {
    const words = Array.from({ length: 1 + random.below(400) }, () => String(random.next())).join(' ')
    one = A.change(one, (draft) => A.splice(draft, ['text'], 0, 0, random.below(2) ? words : 'a'))
    other = A.change(other, (draft) => A.splice(draft, ['text'], 0, random.below(3), words.repeat(random.below(3))))
    if (random.below(3) === 0) other = A.merge(other, one)
    if (random.below(3) === 0) one = A.merge(one, other)
  }
  return A.getAllChanges(A.merge(one, other))
}

/** The same change as other implementations store it, its content deflated under the same checksum. */
function compressed(change: Uint8Array): Uint8Array {
  const content = change.subarray(9 + leb128Length(change.subarray(9)))
  return Buffer.concat([change.subarray(0, 8), chunk(2, deflateRawSync(content)).subarray(8)])
}

function leb128Length(bytes: Uint8Array): number {
  return bytes.findIndex((byte) => byte < 128) + 1
}

const plain = [1, 2, 3, 4, 5].flatMap(realChanges)
const changes = [...plain, ...plain.map(compressed)]

test('[DO1] the actor and the sequence of every real change are read, compressed or not', () => {
  expect(new Set(changes.map((change) => change[8]))).toEqual(new Set([1, 2]))
  for (const change of changes) {
    const { actor, seq, deps } = A.decodeChange(change)
    expect(readChangeHeader(change)).toMatchObject({ actor, sequence: seq, dependencies: deps.length })
  }
})

test('[DO1] a change cut short, or with bytes behind it, is refused', () => {
  const [first = new Uint8Array()] = changes
  for (let end = 0; end < first.length; end++)
    expect(codeOf(() => readChangeHeader(first.subarray(0, end)))).toBe('unreadable')
  expect(codeOf(() => readChangeHeader(Buffer.concat([first, Buffer.from([0])])))).toBe('unreadable')
  expect(codeOf(() => readChangeHeader(A.save(A.from({ a: 1 }))))).toBe('unreadable')
})

test('[DO1] damaged bytes give a code or an actor, and nothing else', () => {
  const random = chance(7)
  const codes = new Set<string>()
  for (const change of changes) {
    for (let times = 0; times < 20; times++) {
      const damaged = Uint8Array.from(change)
      damaged[random.below(Math.min(60, damaged.length))] = random.below(256)
      codes.add(codeOf(() => readChangeHeader(damaged)))
    }
  }
  expect([...codes].toSorted()).toEqual(['nothing was thrown', 'unreadable'])
})

test('[DO2] what inflates past the budget is refused without being inflated', () => {
  const bomb = chunk(2, deflateRawSync(Buffer.alloc(MAX_CHANGE_BYTES + 1)))
  expect(bomb.length).toBeLessThan(40_000)
  expect(codeOf(() => readChangeHeader(bomb))).toBe('too-large')
  expect(codeOf(() => readChangeHeader(chunk(2, Buffer.from('not deflated'))))).toBe('unreadable')
  expect(codeOf(() => readChangeHeader(chunk(1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))))).toBe(
    'unreadable',
  )
})

test('[DO2] changes that inflate past the budget together are refused as one that does', () => {
  const actor = [16, ...Buffer.from('aa'.repeat(16), 'hex')]
  const content = Buffer.concat([Buffer.from([0, ...actor, 1]), Buffer.alloc(MAX_CHANGE_BYTES / 4)])
  const large = chunk(2, deflateRawSync(content))
  expect(readChangeHeaders([large, large, large])).toHaveLength(3)
  expect(codeOf(() => readChangeHeaders(Array(200).fill(large)))).toBe('too-large')
})
