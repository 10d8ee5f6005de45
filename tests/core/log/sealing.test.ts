import { randomBytes } from 'hypercore-crypto'
import { expect, test } from 'vitest'
import { encodeBlock, unpackBlock } from '../../../src-main/core/log/block.ts'
import { KeyMissing, seal, unseal } from '../../../src-main/core/log/sealing.ts'
import { AppError } from '../../../src-shared/errors.ts'
import { codeOf } from '../../support/code-of.ts'
import { mutate } from '../../support/mutate.ts'
import { chance } from '../../support/random.ts'

const key = randomBytes(32)
const current = { epoch: 'a1b2c3d4e5f60718', key }
const keys = { current, find: (epoch: string) => (epoch === current.epoch ? key : undefined) }
const block = encodeBlock({ kind: 'revoked', invitation: randomBytes(32) })

test('[ME24] a sealed block opens under the key that it names, and under no other', () => {
  const sealed = seal(block, keys)
  expect(Buffer.from(sealed).includes(Buffer.from(block))).toBe(false)
  expect(Buffer.from(unseal(sealed, keys)).equals(block)).toBe(true)
  expect(() => unseal(sealed, { ...keys, find: () => undefined })).toThrow(KeyMissing)
  expect(codeOf(() => unseal(sealed, { ...keys, find: () => randomBytes(32) }))).toBe('unreadable')
  // Before anybody was removed nothing is sealed.
  expect(seal(block, { ...keys, current: undefined })).toBe(block)
  expect(unseal(block, keys)).toBe(block)
})

test('[DO14] a seal that was tampered with opens to what was sealed, waits for a key or is refused with a code', () => {
  const luck = chance(20_261_127)
  const sealed = seal(block, keys)
  for (let round = 0; round < 3_000; round++) {
    const spoilt = mutate(sealed, block, luck)
    try {
      const opened = unseal(spoilt, keys)
      if (spoilt[0] === sealed[0]) expect(Buffer.from(opened).equals(block)).toBe(true)
    } catch (thrown) {
      if (!(thrown instanceof KeyMissing)) expect(thrown).toBeInstanceOf(AppError)
    }
  }
})

test('[DO14] a seal within a seal is no block', () => {
  const twice = seal(seal(block, keys), keys)
  expect(codeOf(() => unpackBlock(unseal(twice, keys)))).toBe('newer-version')
})
