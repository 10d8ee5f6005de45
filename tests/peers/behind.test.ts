import * as A from '@automerge/automerge'
import { afterEach, expect, test, vi } from 'vitest'
import { CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import { ViewDatabase } from '../../src-main/core/lib/view-database.ts'
import { LogStore } from '../../src-main/core/log/log-store.ts'
import { AppError } from '../../src-shared/errors.ts'
import type { PageId, SpaceId } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

async function pair(world: World): Promise<{ alice: TestCore; bob: TestCore; space: SpaceId; page: PageId }> {
  const alice = await world.startOne('alice')
  const bob = await world.startOne('bob')
  const place = { name: 'Cédille', commune: 'Crest' }
  const { space } = await alice.call['space.create']({ name: 'Drôme', place })
  await bob.join(await alice.invite(space))
  const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
  await world.settled(space)
  return { alice, bob, space, page }
}

/** The views refuse to write as long as it is their turn to, as on a full disk. */
function refuseViews(isRefused: () => boolean): void {
  const batchOf = ViewDatabase.prototype.batch
  vi.spyOn(ViewDatabase.prototype, 'batch').mockImplementation(function (this: ViewDatabase) {
    const batch = batchOf.call(this)
    const write = batch.write.bind(batch)
    batch.write = async () => {
      if (isRefused()) throw new Error('IO error: No space left on device')
      await write()
    }
    return batch
  })
}

test('[SY1] what bob wrote while alice was writing the same page stands in her list', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    const home = alice.space(space)
    const append = home.append.bind(home)
    vi.spyOn(home, 'append').mockImplementationOnce(async (blocks) => {
      const arrived = new Promise((resolve) => home.documents.once('arrived', resolve))
      await bob.call['page.edit']({ space, page, fields: { state: 'stable' } })
      await arrived
      await append(blocks)
    })
    await alice.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    await world.settled(space)
    const { title, state } = await alice.call['page.get']({ space, page })
    expect({ title, state }).toEqual({ title: 'La charte', state: 'stable' })
  })
})

test('[DO7] what arrived while the views refused is read once they can, without anything more arriving', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    let refusals = 0
    const home = bob.space(space)
    const has = vi.spyOn(home.documents, 'whenWritable')
    has.mockImplementationOnce(async () => {
      refusals++
      throw new Error('IO error: No space left on device')
    })
    await alice.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    const title = async () => (await bob.call['page.get']({ space, page })).title
    await world.until(async () => refusals > 0, title)
    await world.until(async () => (await title()) === 'La charte', title)
  })
})

test('[LG10] a block that the disk did not give is read once it does', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    const log = bob.space(space).logs.get(alice.core.device)
    if (!log) throw new Error('bob does not know alice')
    vi.spyOn(log, 'read').mockRejectedValueOnce(new Error('IO error: Too many open files'))
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Four' } })
    const row = () => bob.space(space).directory.get(page)
    await world.until(async () => (await row()) !== undefined, row)
    expect(await bob.call['page.get']({ space, page })).toMatchObject({ title: 'Four' })
  })
})

test('[DO7] what is on disk counts as done, though the views refuse; the next edit builds upon it', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    let isRefused = true
    refuseViews(() => isRefused)
    world.exchange.cut('alice', 'bob')
    await alice.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    expect(await codeOfRejection(alice.call['page.edit']({ space, page, fields: { state: 'stable' } }))).toBe(
      'disk-full',
    )
    isRefused = false
    await alice.call['page.edit']({ space, page, fields: { state: 'stable' } })
    world.exchange.joinAll()
    await world.settled(space)
    for (const device of [alice, bob]) {
      const { title, state } = await device.call['page.get']({ space, page })
      expect({ title, state }).toEqual({ title: 'La charte', state: 'stable' })
    }
  })
})

test('[DO7] a page that the disk let be opened only halfway is not shown as it was then', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    const { documents } = alice.space(space)
    const load = documents.loadToWrite.bind(documents)
    vi.spyOn(documents, 'loadToWrite')
      .mockImplementationOnce(async (id, slot) => {
        const loaded = await load(id, slot)
        const arrived = new Promise((resolve) => documents.once('arrived', resolve))
        await bob.call['page.edit']({ space, page, fields: { title: 'La charte' } })
        await arrived
        return loaded
      })
      .mockRejectedValueOnce(new AppError('disk-failed', 'the disk refuses'))
    expect(await codeOfRejection(alice.call['page.open']({ space, page }))).toBe('disk-failed')
    const { heads } = await alice.call['page.open']({ space, page })
    const { document } = await documents.load(page, CORE_SLOT)
    expect(String(document.title)).toBe('La charte')
    expect(heads).toEqual(A.getHeads(document))
  })
})

test('[LG10] a log that the disk did not let be opened is followed once it does', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    const { openCore } = LogStore.prototype
    let refusals = 0
    vi.spyOn(LogStore.prototype, 'openCore').mockImplementation(function (this: LogStore, ...asked) {
      const core = openCore.apply(this, asked)
      const isOfCarol = asked[0] !== alice.core.device && asked[0] !== bob.core.device
      if (this.device !== alice.core.device || !isOfCarol || refusals === 2) return core
      refusals++
      core.ready = () => Promise.reject(new Error('IO error: Too many open files'))
      return core
    })
    const carol = await world.startOne('carol')
    await carol.join(await bob.invite(space))
    const { page } = await carol.call['page.create']({ space, fields: { title: 'Four' } })
    const row = () => alice.space(space).directory.get(page)
    await world.until(async () => (await row()) !== undefined, row)
    expect(refusals).toBe(2)
  })
})

test('[DO7] a stop ends what is being read for a salvage or a restore, though the views refuse', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    let isRefused = false
    refuseViews(() => isRefused)
    await alice.space(space).documents.prepared()
    isRefused = true
    await bob.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    await world.until(
      async () => (await alice.status(space)).preparing > 0,
      () => alice.status(space),
    )
    // What a core that salvages or restores waits for before it stops.
    const reading = alice
      .space(space)
      .readHeld()
      .catch(() => undefined)
    await world.within(Promise.all([alice.core.stop(), reading]), 'alice was to stop')
  })
})
