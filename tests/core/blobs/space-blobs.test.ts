import { EventEmitter } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type Hypercore from 'hypercore'
import { expect, test } from 'vitest'
import { MAX_FILES } from '../../../src-main/core/blobs/announced-files.ts'
import type { Attachment } from '../../../src-main/core/blobs/attachment.ts'
import { SpaceBlobs } from '../../../src-main/core/blobs/space-blobs.ts'
import type { BlobHash, DeviceId } from '../../../src-shared/ids.ts'
import { strainOf } from '../../support/strain.ts'

const alice = 'a'.repeat(64) as DeviceId
const bob = 'b'.repeat(64) as DeviceId
const hash = 'c'.repeat(64) as BlobHash

/** The files of alice's computer, each device's in a core of which only this much is there. */
function filesIn(emitter: EventEmitter, has: () => Promise<boolean>): SpaceBlobs {
  const core = Object.assign(emitter, {
    ready: async () => undefined,
    core: { replicator: { setInflightRange: () => undefined } },
    download: () => ({ destroy: () => undefined }),
    has,
  })
  return new SpaceBlobs({
    device: alice,
    openCore: () => core as unknown as Hypercore,
    sync: async () => undefined,
    hasRoom: async () => true,
    isTextArriving: () => false,
  })
}

test('[ST1] a picture whose last block comes while it is announced is here', async () => {
  let isHeld = false
  const core = new EventEmitter()
  const blobs = filesIn(core, async () => {
    const was = isHeld
    isHeld = true
    if (!was) core.emit('download', 0)
    return was
  })
  const arrived: BlobHash[] = []
  blobs.on('arrived', (picture) => arrived.push(picture))
  const blob = { blockOffset: 0, blockLength: 1, byteOffset: 0, byteLength: 9 }
  await blobs.announce({ device: bob, hash, type: 'image/png', key: 'ab'.repeat(32), name: 'four.png', blob })
  expect({ arrived, missing: blobs.missingBytes() }).toEqual({ arrived: [hash], missing: 0 })
})

const MANY = 100_000

/** What somebody says of the file of that number. */
type Announced = (number: number) => Pick<Attachment, 'hash' | 'blob' | 'previewOf'>

const numbered = (number: number) => number.toString(16).padStart(64, '0') as BlobHash
const behindEachOther = (number: number) => ({ blockOffset: number, blockLength: 1, byteOffset: number, byteLength: 9 })
const atOnePlace = () => ({ blockOffset: 0, blockLength: 6_000, byteOffset: 0, byteLength: 25_000_000 })

const floods: [string, Announced, number][] = [
  ['files', (number) => ({ hash: numbered(number), blob: behindEachOther(number) }), MAX_FILES],
  ['places of one file', (number) => ({ hash, blob: behindEachOther(number) }), 1],
  ['files at one place', (number) => ({ hash: numbered(number), blob: atOnePlace() }), 1],
  [
    'previews of one picture',
    (number) => ({ hash: numbered(number), blob: behindEachOther(number), previewOf: hash }),
    1,
  ],
  [
    'previews',
    (number) => ({ hash: numbered(number), blob: behindEachOther(number), previewOf: numbered(number + MANY) }),
    MAX_FILES,
  ],
]

test.for(floods)(
  '[SY13] a hundred thousand %s that one device announces cost little time and memory',
  async ([, announced, kept]) => {
    let looks = 0
    const core = new EventEmitter()
    const blobs = filesIn(core, async () => {
      looks++
      return false
    })
    const strain = await strainOf(async () => {
      for (let number = 0; number < MANY; number++) {
        await blobs.announce({
          device: bob,
          type: 'image/png',
          key: 'ab'.repeat(32),
          name: 'a.png',
          ...announced(number),
        })
        // As a log is read in turns.
        if (number % 250 === 0) await setImmediate()
      }
      // Blocks come, and somebody looks at what is not here.
      const looked = looks
      for (let block = 0; block < 6_000; block++) core.emit('download', block)
      expect(looks - looked).toBeLessThanOrEqual(6_000)
      for (let times = 0; times < 100; times++) await blobs.read(hash).catch(() => undefined)
      for (let times = 0; times < 1_000; times++) blobs.missingBytes(bob)
    })
    expect(blobs.missingBytes(bob) / announced(0).blob.byteLength).toBe(kept)
    expect(blobs.missingBytes()).toBe(blobs.totalBytes())
    expect(strain.blocked).toBeLessThan(500)
    expect(strain.memory).toBeLessThan(150 * 1024 * 1024)
  },
)
