import { cp, rename, rm } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { signedRoots } from '../../src-main/core/log/core-copy.ts'
import { LogStore } from '../../src-main/core/log/log-store.ts'
import type { SpaceSession } from '../../src-main/core/network/space-session.ts'
import type { SpacePeers } from '../../src-main/core/space-peers.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld, type Name, type TestCore, type World } from '../support/test-core.ts'

const place = { name: 'Cédille', commune: 'Crest' }

async function pair(world: World): Promise<{ alice: TestCore; bob: TestCore; space: SpaceId }> {
  const alice = await world.startOne('alice')
  const bob = await world.startOne('bob')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place })
  await bob.join(await alice.invite(space))
  await alice.call['page.create']({ space, fields: { title: 'Charte' } })
  await world.settled(space)
  return { alice, bob, space }
}

/** A second computer that is given a copy of the first one's folder. */
async function copyOf(world: World, original: TestCore, name: Name): Promise<TestCore> {
  await cp(original.folder, original.folder.replace(/[^/\\]+$/, name), { recursive: true })
  return world.startOne(name)
}

/** What `device` does in `meanwhile` is no longer in its folder afterwards, though the others have it. */
async function takeBack(
  world: World,
  space: SpaceId,
  device: TestCore,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  const before = `${device.folder}-before`
  await device.stop()
  await cp(device.folder, before, { recursive: true })
  await device.start()
  await meanwhile()
  await world.settled(space)
  await device.stop()
  await rm(device.folder, { recursive: true })
  await rename(before, device.folder)
  await device.start()
}

async function titles(device: TestCore, space: SpaceId): Promise<string[]> {
  return (await device.space(space).directory.list('page')).map(({ title }) => title).toSorted()
}

async function isToldToHaveMoved(device: TestCore): Promise<boolean> {
  const { incidents } = await device.call['incident.list']({})
  return incidents.some(({ part }) => part === 'home')
}

function forked(devices: TestCore[]): string[] {
  return devices.flatMap(({ lines }) => lines.filter((line) => line.includes('was refused')))
}

test('[ME10] a folder copied to a second computer goes on there under its own key, and both go on writing', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    await alice.stop()
    const copy = await copyOf(world, alice, 'carol')
    await alice.start()
    expect(copy.core.device).not.toBe(alice.core.device)
    world.exchange.cut('alice', 'carol')
    const [charter] = await alice.space(space).directory.list('page')
    const { page } = charter ?? expect.fail('the charter is not listed')
    await alice.call['page.edit']({ space, page, fields: { state: 'stable' } })
    await copy.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    await alice.call['page.create']({ space, fields: { title: 'Bail' } })
    await copy.call['page.create']({ space, fields: { title: 'Statuts' } })
    world.exchange.joinAll()
    await world.settled(space)
    for (const device of [alice, bob, copy]) {
      expect(await titles(device, space)).toEqual(['Bail', 'La charte', 'Statuts'])
      expect((await device.call['page.get']({ space, page })).state).toBe('stable')
    }
    expect(forked([alice, bob, copy])).toEqual([])
    expect((await bob.call['place.list']({ space })).places).toHaveLength(2)
    const isCopied = async (device: TestCore) => (await device.status(space)).isCopied
    expect([await isCopied(alice), await isCopied(copy), await isCopied(bob)]).toEqual([true, false, false])
    expect(await Promise.all([alice, copy, bob].map(isToldToHaveMoved))).toEqual([false, true, false])
  })
})

test('[ME10] a folder restored from a backup goes on under a fresh key, and gets back what came after the backup', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    const before = alice.core.device
    const meanwhile = () => alice.call['page.create']({ space, fields: { title: 'Après la sauvegarde' } })
    await takeBack(world, space, alice, meanwhile)
    expect(alice.core.device).not.toBe(before)
    await alice.call['page.create']({ space, fields: { title: 'Hors ligne' } })
    await world.settled(space)
    for (const device of [alice, bob]) {
      expect(await titles(device, space)).toEqual(['Après la sauvegarde', 'Charte', 'Hors ligne'])
    }
    expect(forked([alice, bob])).toEqual([])
    const device = alice.core.device
    await alice.restart()
    expect(alice.core.device).toBe(device)
  })
})

test('[ME10] a disk taken back whole is noticed when others hold more of our log', async () => {
  await inWorld(async (world) => {
    world.home = async () => 'the same, as on a cloned disk'
    const { alice, bob, space } = await pair(world)
    const before = alice.core.device
    const meanwhile = () => alice.call['page.create']({ space, fields: { title: 'Perdue sur le disque' } })
    await takeBack(world, space, alice, meanwhile)
    expect(alice.core.device).toBe(before)
    await world.until(
      () => alice.isSpent,
      () => 'alice to notice',
    )
    // Under the old key it would be called saved, and nobody would ever take it.
    const late = alice.call['page.create']({ space, fields: { title: 'Sous l’ancienne clé' } })
    expect(await codeOfRejection(late)).toBe('disconnected')
    await alice.restart()
    expect(alice.core.device).not.toBe(before)
    await alice.call['page.create']({ space, fields: { title: 'Ensuite' } })
    await world.settled(space)
    for (const device of [alice, bob]) {
      expect(await titles(device, space)).toEqual(['Charte', 'Ensuite', 'Perdue sur le disque'])
    }
    expect(forked([alice, bob])).toEqual([])
  })
})

test('[ME10] that a member says it has more of our log than we wrote is not believed', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    const { device } = alice.core
    const { peers } = bob.space(space) as unknown as {
      peers: Pick<SpacePeers, 'holdings'> & { sessions: Set<{ session: SpaceSession }> }
    }
    const holdings = peers.holdings.bind(peers)
    peers.holdings = () => ({ ...holdings(), [device]: { blocks: 1_000_000, files: 0 } })
    await bob.call['page.create']({ space, fields: { title: 'Bail' } })
    const isClaimed = async () => (await alice.status(space)).receiving.blocks > 900_000
    await world.until(isClaimed, () => alice.status(space))
    const log = bob.space(space).logs.get(device)
    const signed = log && (await signedRoots(log.core))
    if (!signed) expect.fail('bob has nothing of alice')
    for (const { session } of peers.sessions) session.show({ ...signed, length: signed.length + 1 })
    // What was asked and answered upon it has come, and more.
    for (const title of ['Statuts', 'Four']) {
      await bob.call['page.create']({ space, fields: { title } })
      const listed = () => titles(alice, space)
      await world.until(async () => (await listed()).includes(title), listed)
    }
    expect([alice.isSpent, await isToldToHaveMoved(alice)]).toEqual([false, false])
    await alice.restart()
    expect(alice.core.device).toBe(device)
  })
})

test('[ME10] a copy that had no room to say that it is one is believed from a copy of it', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    await alice.stop()
    const hasRoom = vi.spyOn(LogStore.prototype, 'hasRoom').mockResolvedValue(false)
    expect(await codeOfRejection(copyOf(world, alice, 'carol'))).toBe('disk-full')
    hasRoom.mockRestore()
    const carol = { folder: alice.folder.replace(/[^/\\]+$/, 'carol') } as TestCore
    const dave = await copyOf(world, carol, 'dave')
    await dave.call['page.create']({ space, fields: { title: 'Bail' } })
    await world.settled(space)
    for (const device of [bob, dave]) expect(await titles(device, space)).toEqual(['Bail', 'Charte'])
  })
})
