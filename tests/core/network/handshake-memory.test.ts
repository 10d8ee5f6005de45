import { expect, test } from 'vitest'
import { HandshakeMemory } from '../../../src-main/core/network/handshake-memory.ts'

const [bob, carol] = [new Uint8Array(32).fill(2), new Uint8Array(32).fill(3)]

test('[SY11] the same stream of the same device is a repetition, that of another is none', () => {
  const memory = new HandshakeMemory()
  const seen = [bob, carol, bob, carol].map((device) => memory.isRepeated(device, 7))
  expect(seen).toEqual([false, false, true, true])
})

test('[SY11] of each device only the last are remembered', () => {
  const memory = new HandshakeMemory()
  for (let id = 0; id <= 1_024; id++) memory.isRepeated(bob, id)
  expect([1_024, 1, 0].map((id) => memory.isRepeated(bob, id))).toEqual([true, true, false])
})
