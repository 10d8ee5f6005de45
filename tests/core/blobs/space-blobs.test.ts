import { EventEmitter } from 'node:events'
import type Hypercore from 'hypercore'
import { expect, test } from 'vitest'
import { SpaceBlobs } from '../../../src-main/core/blobs/space-blobs.ts'
import type { BlobHash, DeviceId } from '../../../src-shared/ids.ts'

const alice = 'a'.repeat(64) as DeviceId
const bob = 'b'.repeat(64) as DeviceId
const hash = 'c'.repeat(64) as BlobHash

test('[ST1] a picture whose last block comes while it is announced is here', async () => {
  let isHeld = false
  const core = Object.assign(new EventEmitter(), {
    ready: async () => undefined,
    core: { replicator: { setInflightRange: () => undefined } },
    download: () => ({ destroy: () => undefined }),
    async has() {
      const was = isHeld
      isHeld = true
      if (!was) core.emit('download', 0)
      return was
    },
  })
  const blobs = new SpaceBlobs({
    device: alice,
    openCore: () => core as unknown as Hypercore,
    sync: async () => undefined,
    hasRoom: async () => true,
    isTextArriving: () => false,
  })
  const arrived: BlobHash[] = []
  blobs.on('arrived', (picture) => arrived.push(picture))
  const blob = { blockOffset: 0, blockLength: 1, byteOffset: 0, byteLength: 9 }
  await blobs.announce({ device: bob, hash, type: 'image/png', key: 'ab'.repeat(32), name: 'four.png', blob })
  expect({ arrived, missing: blobs.missingBytes() }).toEqual({ arrived: [hash], missing: 0 })
})
