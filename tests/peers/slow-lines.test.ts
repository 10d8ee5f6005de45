import { expect, test } from 'vitest'
import { LOCK_BYTES } from '../../src-main/core/lib/secret-box.ts'
import type { BlobHash, SpaceId } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { titles } from '../support/three-places.ts'

/** Twenty megabytes of noise. */
const addPicture = (device: TestCore, space: SpaceId) =>
  device.call['blob.add']({ space, bytes: new Uint8Array(noisePicture(2_600)), name: 'vue.png' })

/** Blocks of `writer`'s files that `reader` holds. */
const filesHeld = (reader: TestCore, space: SpaceId, writer: TestCore) =>
  reader.space(space).blobs.heldBlocks(writer.core.device)

const filesKnown = (reader: TestCore, space: SpaceId, writer: TestCore) =>
  reader.space(space).blobs.knownBlocks(writer.core.device)

async function found(world: World): Promise<{ alice: TestCore; space: SpaceId; link: string }> {
  const alice = await world.startOne('alice')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
  return { alice, space, link: await alice.invite(space) }
}

test('[SL2] whoever comes to a network reads its pages before it has its pictures', async () => {
  await inWorld(async (world) => {
    const { alice, space, link } = await found(world)
    await addPicture(alice, space)
    for (let page = 0; page < 200; page++) {
      await alice.call['page.create']({ space, fields: { title: `Page ${page}` }, markdown: 'Un mot. '.repeat(50) })
    }
    world.exchange.line = { bytesPerSecond: 50_000, delay: 50 }
    const bob = await world.startOne('bob')
    await bob.join(link)
    await world.until(
      async () => (await titles(bob, space)).length === 200,
      () => 'all pages',
    )
    // What was asked for before bob knew how much text there is.
    expect(filesHeld(bob, space, alice)).toBeLessThan(4)
    const held = filesHeld(bob, space, alice)
    await world.until(
      () => filesHeld(bob, space, alice) > held + 16,
      () => 'then the picture',
    )
  })
})

/** The picture at `size` pixels a side, in a page of `writer`'s. */
async function addSmallPicture(writer: TestCore, space: SpaceId, size: number) {
  const bytes = new Uint8Array(noisePicture(size))
  return { bytes, ...(await writer.call['blob.add']({ space, bytes, name: 'vue.png' })) }
}

async function readPicture(reader: TestCore, space: SpaceId, hash: BlobHash): Promise<Uint8Array> {
  return new Uint8Array((await reader.call['blob.read']({ space, hash })).bytes)
}

test('[SL4] where the line is said to be slow, a picture comes when somebody looks at it, and the text as ever', async () => {
  await inWorld(async (world) => {
    const { alice, space, link } = await found(world)
    const bob = await world.startOne('bob')
    await bob.call['settings.set']({ settings: { slowLine: true } })
    await bob.join(link)
    const [seen, unseen] = [await addSmallPicture(alice, space, 100), await addSmallPicture(alice, space, 120)]
    await alice.call['page.create']({ space, fields: { title: 'Compte rendu' } })
    await world.until(
      async () => (await titles(bob, space)).length === 1 && (await bob.status(space)).unwantedBytes > 0,
      () => bob.status(space),
    )
    const carried = ({ bytes }: typeof seen) => bytes.length + LOCK_BYTES
    const all = carried(seen) + carried(unseen)
    expect(await bob.status(space)).toMatchObject({ unwantedBytes: all, complete: false, receiving: { bytes: 0 } })
    expect(await codeOfRejection(bob.call['blob.read']({ space, hash: seen.hash }))).toBe('not-found')
    await world.until(
      async () => (await bob.status(space)).unwantedBytes === carried(unseen),
      () => bob.status(space),
    )
    await world.until(
      async () => (await bob.status(space)).receiving.bytes === 0,
      () => bob.status(space),
    )
    expect(await readPicture(bob, space, seen.hash)).toEqual(seen.bytes)
    await bob.restart()
    expect((await bob.status(space)).unwantedBytes).toBe(carried(unseen))
    await bob.call['settings.set']({ settings: { slowLine: false } })
    await world.settled(space)
    expect(await readPicture(bob, space, unseen.hash)).toEqual(unseen.bytes)
  })
})

test('[SL5] a picture that somebody looks at does not wait for those before it', async () => {
  await inWorld(async (world) => {
    const { alice, space, link } = await found(world)
    await addPicture(alice, space)
    const small = await addSmallPicture(alice, space, 60)
    world.exchange.line = { bytesPerSecond: 100_000, delay: 20 }
    const bob = await world.startOne('bob')
    await bob.join(link)
    await world.until(
      () => filesHeld(bob, space, alice) >= 4,
      () => 'the picture is to be on its way',
    )
    const arrived = new Promise((resolve) => bob.space(space).once('blobArrived', resolve))
    expect(await codeOfRejection(bob.call['blob.read']({ space, hash: small.hash }))).toBe('not-found')
    expect(await arrived).toBe(small.hash)
    expect(filesHeld(bob, space, alice)).toBeLessThan(filesKnown(bob, space, alice) / 4)
  })
})

test('[SL6] of pictures that are on their way the previews come first, and on a slow line they alone', async () => {
  await inWorld(async (world) => {
    const { alice, space, link } = await found(world)
    const pictures = await Promise.all(
      [300, 301, 302].map(async (side) => {
        const [bytes, preview] = [new Uint8Array(noisePicture(side)), new Uint8Array(noisePicture(40 + side - 300))]
        const { hash } = await alice.call['blob.add']({ space, bytes, name: 'vue.png', preview })
        return { hash, bytes, preview }
      }),
    )
    const bob = await world.startOne('bob')
    await bob.call['settings.set']({ settings: { slowLine: true } })
    await bob.join(link)
    const shown = (hash: BlobHash) => bob.call['blob.read']({ space, hash })
    // Nobody has looked at any yet.
    const unseen = pictures.reduce((sum, { bytes }) => sum + bytes.length + LOCK_BYTES, 0)
    await world.until(
      async () => {
        const { unwantedBytes, receiving } = await bob.status(space)
        return unwantedBytes === unseen && receiving.bytes === 0
      },
      () => bob.status(space),
    )
    for (const { hash, preview } of pictures) {
      const { bytes, isPreview } = await shown(hash)
      expect([isPreview, Buffer.from(bytes).equals(preview)]).toEqual([true, true])
    }
    // Whoever looked at them has had the rest asked for.
    for (const { hash, bytes } of pictures) {
      await world.until(
        async () => !(await shown(hash)).isPreview,
        () => bob.status(space),
      )
      expect(Buffer.from((await shown(hash)).bytes).equals(bytes)).toBe(true)
    }
  })
})

test('[SL6] on a quick line too previews overtake the pictures before them', async () => {
  await inWorld(async (world) => {
    const { alice, space, link } = await found(world)
    await addPicture(alice, space)
    const [bytes, preview] = [new Uint8Array(noisePicture(300)), new Uint8Array(noisePicture(40))]
    const { hash } = await alice.call['blob.add']({ space, bytes, name: 'vue.png', preview })
    world.exchange.line = { bytesPerSecond: 100_000, delay: 20 }
    const bob = await world.startOne('bob')
    await bob.join(link)
    await world.until(
      async () => (await codeOfRejection(bob.call['blob.read']({ space, hash }))) === 'nothing was thrown',
      () => bob.status(space),
    )
    expect((await bob.call['blob.read']({ space, hash })).isPreview).toBe(true)
    expect((await bob.status(space)).receiving.bytes).toBeGreaterThan(1_000_000)
  })
})

test('[SL6] what a member calls a preview and is large goes before nothing', async () => {
  await inWorld(async (world) => {
    const { alice, space, link } = await found(world)
    const bob = await world.startOne('bob')
    await bob.call['settings.set']({ settings: { slowLine: true } })
    await bob.join(link)
    await world.settled(space)
    const { blobs } = alice.space(space)
    const { isNew: _, key, ...large } = await blobs.put(new Uint8Array(noisePicture(300)), 'vue.png')
    const previewOf = 'ab'.repeat(32) as BlobHash
    await alice.space(space).append([{ kind: 'attached', ...large, key: Buffer.from(key, 'hex'), previewOf }])
    await world.until(
      async () => (await bob.status(space)).unwantedBytes > 0,
      () => bob.status(space),
    )
    expect(await codeOfRejection(bob.call['blob.read']({ space, hash: previewOf }))).toBe('not-found')
  })
})
