import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { expect, test } from 'vitest'
import { deriveEpoch, newEpochSecret, openShare, shareWith } from '../../../src-main/core/membership/epoch.ts'
import { readGivenKeys } from '../../../src-main/core/network/space-session.ts'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import { mutate } from '../../support/mutate.ts'
import { chance } from '../../support/random.ts'

const [bob, carol] = [keyPair(), keyPair()]
const deviceOf = ({ publicKey }: typeof bob) => b4a.toString(publicKey, 'hex') as DeviceId

test('[ME24] a share opens on the device that it was made for, and on no other', () => {
  const secret = newEpochSecret()
  const share = shareWith(deviceOf(bob), secret)
  expect(openShare(share, bob)).toEqual(secret)
  expect(openShare(share, carol)).toBeUndefined()
})

test('[DO14] a share that was tampered with gives nothing, or the secret', () => {
  const luck = chance(7)
  const secret = newEpochSecret()
  const share = shareWith(deviceOf(bob), secret)
  for (let round = 0; round < 1_000; round++) {
    const opened = openShare(mutate(share, secret, luck), bob)
    if (opened) expect(opened).toEqual(secret)
  }
})

test('[DO14] keys that a peer gives are so many bytes each, and not many', () => {
  const luck = chance(8)
  for (let round = 0; round < 1_000; round++) readGivenKeys(mutate(randomBytes(80), randomBytes(40), luck))
  expect(readGivenKeys(b4a.from('80', 'hex'))).toEqual([])
  expect(readGivenKeys(b4a.from('8141ff', 'hex'))).toBeUndefined()
})

test('[ME24] keys and topics of two epochs, and of one secret in two spaces, have nothing in common', () => {
  const [one, other] = ['a1', 'b2'].map((space) => space.repeat(32) as SpaceId) as [SpaceId, SpaceId]
  const [first, second] = [newEpochSecret(), newEpochSecret()]
  const derived = [deriveEpoch(one, first), deriveEpoch(one, second), deriveEpoch(other, first)]
  const values = derived.flatMap(({ id, blocks, topic }) => [
    id,
    b4a.toString(blocks, 'hex'),
    b4a.toString(topic, 'hex'),
  ])
  expect(new Set(values).size).toBe(values.length)
})
