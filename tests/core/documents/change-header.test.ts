import { deflateRawSync } from 'node:zlib'
import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import {
  MAX_CHANGE_BYTES,
  MAX_CHANGE_OPERATIONS,
  readChangeHeader,
  readChangeHeaders,
} from '../../../src-main/core/documents/change-header.ts'
import {
  deflateBomb,
  emptyColumns,
  emptyMaps,
  emptyWords,
  longText,
  madeNowhere,
  namelessWriters,
} from '../../support/bombs.ts'
import {
  changeChunk,
  changeContent,
  contentOf,
  deflatedChunk,
  leb128,
  nulls,
  run,
  signedLeb128,
  text,
} from '../../support/change-bytes.ts'
import { codeOf } from '../../support/code-of.ts'
import { chance } from '../../support/random.ts'
import { sample } from '../../support/sample.ts'

const actor = 'aa'.repeat(16)

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

const plain = [1, 2, 3].slice(0, sample(1, 3)).flatMap(realChanges)
/** As other implementations store them: deflated under the same checksum. */
const changes = [...plain, ...plain.map((change) => deflatedChunk(contentOf(change)))]

test('[DO1] the name, the actor, the sequence and what it builds upon are read of every real change, compressed or not', () => {
  expect(new Set(changes.map((change) => change[8]))).toEqual(new Set([1, 2]))
  for (const change of changes) {
    const { hash, actor, seq, deps } = A.decodeChange(change)
    expect(readChangeHeader(change)).toMatchObject({ hash, actor, sequence: seq, dependencies: deps })
  }
})

test('[DO1] a change cut short, or with bytes behind it, is refused', () => {
  const [first = new Uint8Array()] = changes
  for (let end = 0; end < first.length; end++)
    expect(codeOf(() => readChangeHeader(first.subarray(0, end)))).toBe('unreadable')
  expect(codeOf(() => readChangeHeader(Buffer.concat([first, Buffer.from([0])])))).toBe('unreadable')
  expect(codeOf(() => readChangeHeader(A.save(A.from({ a: 1 }))))).toBe('unreadable')
  const otherChecksum = Uint8Array.from(first)
  otherChecksum[4] = (first[4] ?? 0) ^ 1
  expect(codeOf(() => readChangeHeader(otherChecksum))).toBe('unreadable')
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
  const writer = [16, ...Buffer.from(actor, 'hex')]
  const content = Buffer.concat([Buffer.from([0, ...writer, 1]), Buffer.alloc(MAX_CHANGE_BYTES / 4)])
  const large = deflatedChunk(content)
  expect(readChangeHeaders([large, large, large])).toHaveLength(3)
  expect(codeOf(() => readChangeHeaders(Array(200).fill(large)))).toBe('too-large')
})

test('[DO8] the operations of real changes are counted, compressed or not, and an object as ten of them', () => {
  for (const change of changes.filter((_, index) => index % 5 === 0)) {
    const weights = A.decodeChange(change).ops.map(({ action }): number => (action.startsWith('make') ? 10 : 1))
    expect(readChangeHeader(change).weight).toBe(weights.reduce((sum, weight) => sum + weight))
  }
})

test('[DO8] a hundred bytes that are a million maps, half a minute and a gigabyte, are refused', () => {
  expect(A.decodeChange(emptyMaps(actor, 'list', 1_000)).ops).toHaveLength(1_001)
  expect(codeOf(() => readChangeHeader(emptyMaps(actor, 'list', MAX_CHANGE_OPERATIONS - 1)))).toBe('too-large')
  expect(codeOf(() => readChangeHeader(emptyMaps(actor, 'list', MAX_CHANGE_OPERATIONS / 10 - 1)))).toBe(
    'nothing was thrown',
  )
})

test('[DO8] bombs are real ones: a short one is what Automerge reads', () => {
  for (const length of [1, 2, 3, 1_000]) {
    const document = A.applyChanges(A.init<{ body: string }>(), [longText(actor, 'body', length)])[0]
    expect(document.body).toBe('x'.repeat(length))
    expect(A.decodeChange(emptyWords(actor, 'body', length)).ops).toHaveLength(length + 1)
    const deflated = A.decodeChange(deflateBomb(actor, 'body', Buffer.from('xy'), length))
    expect(deflated.ops).toMatchObject([{ value: 'xy'.repeat(length) }])
  }
})

test('[DO8] five kilobytes that are five million operations, and a hundred bytes that are, or a million maps, are refused', () => {
  for (const bomb of [longText(actor, 'body', 5_000_000), emptyWords(actor, 'body', 5_000_000)]) {
    expect(bomb.length).toBeLessThan(5_000)
    expect(codeOf(() => readChangeHeader(bomb))).toBe('too-large')
  }
  const maps = (count: number) => changeChunk(changeContent({ actor, columns: [[66, Buffer.from(run(count, 0))]] }))
  expect(codeOf(() => readChangeHeader(maps(MAX_CHANGE_OPERATIONS / 10)))).toBe('nothing was thrown')
  expect(codeOf(() => readChangeHeader(maps(MAX_CHANGE_OPERATIONS / 10 + 1)))).toBe('too-large')
  const half = emptyWords(actor, 'body', MAX_CHANGE_OPERATIONS / 2)
  expect(codeOf(() => readChangeHeaders([half]))).toBe('nothing was thrown')
  expect(codeOf(() => readChangeHeaders([half, half]))).toBe('too-large')
})

test('[DO8] runs that claim to be endless, of operations, predecessors or names, cost no time', () => {
  const name = [0x7f, ...text('body')]
  for (const times of [2n ** 31n, 2n ** 62n]) {
    for (const columns of [
      [[66, run(times, 1)]],
      [[66, [0, ...leb128(times)]]],
      [[66, signedLeb128(2n ** 64n - times)]],
      [
        [66, run(1, 1)],
        [112, run(1, ...leb128(times))],
      ],
      [
        [21, run(times, ...text('body'))],
        [66, run(1, 1)],
      ],
    ] as [number, number[]][][]) {
      const began = performance.now()
      const content = changeContent({ actor, columns: columns.map(([id, bytes]) => [id, Buffer.from(bytes)]) })
      expect(codeOf(() => readChangeHeaders([changeChunk(content)]))).toMatch(/^(too-large|unreadable)$/)
      expect(performance.now() - began).toBeLessThan(200)
    }
  }
  const content = changeContent({ actor, columns: [[21, Buffer.from([...name, ...nulls(3)])]] })
  expect(codeOf(() => readChangeHeaders([changeChunk(content)]))).toBe('nothing was thrown')
})

test('[DO8] a page of 400,000 characters passes, and so does its replacement by another in one go', () => {
  let page = A.from({ body: '' }, { actor })
  page = A.change(page, (draft) => A.splice(draft, ['body'], 0, 0, 'a'.repeat(400_000)))
  page = A.change(page, (draft) => A.splice(draft, ['body'], 0, 400_000, 'b'.repeat(400_000)))
  const [, first, second] = A.getAllChanges(page)
  expect(readChangeHeaders([first ?? new Uint8Array()])).toMatchObject([{ weight: 400_000 }])
  expect(readChangeHeaders([second ?? new Uint8Array()])).toMatchObject([{ weight: 800_000 }])
})

test('[DO14] a value of a kind that Automerge does not know yet is refused: nobody could look through its map again', () => {
  const codes = Array.from({ length: 16 }, (_, kind) => {
    const columns: [number, Uint8Array][] = [
      [21, Buffer.from([0x7f, ...text('body')])],
      [66, Buffer.from(run(1, 1))],
      [86, Buffer.from(run(1, kind))],
    ]
    return codeOf(() => readChangeHeader(changeChunk(changeContent({ actor, columns }))))
  })
  expect(codes).toEqual([...Array(10).fill('nothing was thrown'), ...Array(6).fill('newer-version')])
})

test('[DO8] eight kilobytes that name seven million writers, or have millions of columns, are refused at once', () => {
  for (const bomb of [namelessWriters(actor, 7_000_000), emptyColumns(actor, 3_500_000)]) {
    expect(bomb.length).toBeLessThan(10_000)
    const before = process.memoryUsage().heapUsed
    const began = performance.now()
    expect(codeOf(() => readChangeHeader(bomb))).toBe('too-large')
    expect(performance.now() - began).toBeLessThan(200)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
  }
})

test('[DO15] a change whose objects cannot be placed is refused before anybody looks how deep they are', () => {
  for (const column of [1, 2] as const) {
    expect(codeOf(() => readChangeHeader(madeNowhere(actor, column)))).toBe('unreadable')
  }
})
