import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { pack, unpack } from '../../../src-main/core/log/packing.ts'
import { codeOf } from '../../support/code-of.ts'
import { chance } from '../../support/random.ts'

const MAX = 1024 * 1024

test('[LG6] what is packed comes back, and prose takes less than half its place', () => {
  const words = 'le four à bois du café se réserve la veille auprès de la personne qui tient la clé'.split(' ')
  const random = chance(7)
  const prose = Buffer.from(Array.from({ length: 800 }, () => random.pick(words)).join(' '))
  const noise = Buffer.from(Array.from({ length: 800 }, () => random.below(256)))

  for (const content of [prose, noise, Buffer.from('court'), Buffer.alloc(0)]) {
    expect(Buffer.from(unpack(pack(content), MAX))).toEqual(content)
  }
  expect(pack(prose).length).toBeLessThan(prose.length / 2)
  expect(pack(noise).length).toBe(noise.length + 1)
})

test('[LG6] a stranger’s block that inflates past the budget is refused without being inflated', () => {
  const bomb = Buffer.concat([Buffer.from([1]), deflateRawSync(Buffer.alloc(64 * MAX))])
  const before = process.memoryUsage().rss
  expect(codeOf(() => unpack(bomb, MAX))).toBe('too-large')
  expect(process.memoryUsage().rss - before).toBeLessThan(16 * MAX)
})

test.each([
  ['unreadable', Buffer.alloc(0)],
  ['unreadable', Buffer.from([1, 255, 255, 255])],
  ['newer-version', Buffer.from([2, 0])],
  ['too-large', Buffer.alloc(MAX + 2)],
])('[LG6] %s: bytes that nobody packed', (code, bytes) => {
  expect(codeOf(() => unpack(bytes, MAX))).toBe(code)
})
