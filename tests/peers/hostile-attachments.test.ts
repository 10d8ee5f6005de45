import { expect, test } from 'vitest'
import type { Block } from '../../src-main/core/log/block.ts'
import type { BlobHash } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { sample } from '../support/sample.ts'
import { strainOf } from '../support/strain.ts'
import { inWorld } from '../support/test-core.ts'
import { threePlaces, titles } from '../support/three-places.ts'

const MEGABYTE = 1024 * 1024
const FILE_BYTES = 100

// A hundred thousand take minutes to arrive in one process; tests/core/blobs has as many without the wire.
const MANY = sample(1_000, 3_000)

const hashOfNumber = (number: number) => number.toString(16).padStart(64, '0') as BlobHash

/** A file that is nowhere. */
function announced(number: number, hash: BlobHash): Block {
  const blob = { blockOffset: number, blockLength: 1, byteOffset: number * FILE_BYTES, byteLength: FILE_BYTES }
  return { kind: 'attached', hash, type: 'image/png', name: 'plan.png', key: new Uint8Array(32), blob }
}

test.for([
  ['files', hashOfNumber, MANY],
  ['places of one file', () => hashOfNumber(0), 1],
] as const)(
  '[SY13] a thousand %s that a member announces keep nobody from the others’ words and pictures',
  async ([, hashOf, files]) => {
    await inWorld(async (world) => {
      const { alice, bob, carol, space } = await threePlaces(world)
      const { device } = carol.core
      const held = () => alice.space(space).logs.get(device)?.held ?? 0
      const before = held()
      const blocks = Array.from({ length: MANY }, (_, number) => announced(number, hashOf(number)))
      const strain = await strainOf(async () => {
        await carol.space(space).append(blocks)
        const bytes = new Uint8Array(noisePicture(50))
        const { hash } = await bob.call['blob.add']({ space, bytes, name: 'vue.png' })
        await bob.call['page.create']({ space, fields: { title: 'Charte' } })
        await world.until(
          async () => (await titles(alice, space)).length === 1,
          () => titles(alice, space),
        )
        const look = () => codeOfRejection(alice.call['blob.read']({ space, hash }))
        await world.until(async () => (await look()) === 'nothing was thrown', look)
        expect(held() - before, 'all this while they arrive').toBeLessThan(MANY)
        await world.until(() => held() - before === MANY, held)
      })
      expect(strain.blocked).toBeLessThan(500)
      expect(strain.memory).toBeLessThan(300 * MEGABYTE)
      const missing = async () => {
        const { complete, receiving, peers } = await alice.status(space)
        const theirs = peers.find((peer) => peer.device === device)?.missingBytes
        return { complete, bytes: receiving.bytes, theirs }
      }
      const bytes = files * FILE_BYTES
      const told = { complete: false, bytes, theirs: bytes }
      await world.until(async () => (await missing()).theirs === bytes, missing)
      expect(await missing()).toEqual(told)
      await alice.restart()
      expect(await missing()).toEqual(told)
    })
  },
)
