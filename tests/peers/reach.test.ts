import { afterEach, expect, test, vi } from 'vitest'
import { SpaceSession } from '../../src-main/core/network/space-session.ts'
import type { PageId, SpaceId } from '../../src-shared/ids.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const reach = (device: TestCore, space: SpaceId, page: PageId) => device.call['page.reach']({ space, page })

const reaches = (world: World, device: TestCore, space: SpaceId, page: PageId, lacking: string[]) =>
  world.until(
    async () => (await reach(device, space, page)).lacking.toSorted().join() === lacking.join(),
    () => reach(device, space, page),
  )

test('[ST3] of a page it is told which other places have its last words, and which have not', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Four' } })
    expect(await reach(alice, space, page)).toEqual({ places: 0, lacking: [] })
    const bob = await world.startOne('bob')
    const carol = await world.startOne('carol')
    for (const other of [bob, carol]) await other.join(await alice.invite(space))
    await world.settled(space)
    await reaches(world, alice, space, page, [])
    expect(await reach(alice, space, page)).toEqual({ places: 2, lacking: [] })
    await carol.stop()
    await alice.call['page.edit']({ space, page, fields: { title: 'Le four' } })
    await reaches(world, alice, space, page, ['place of carol'])
    // What others wrote there counts as well: carol may have ours and not theirs.
    await reaches(world, bob, space, page, ['place of carol'])
    await alice.restart()
    expect((await reach(alice, space, page)).lacking).toContain('place of carol')
    await carol.start()
    await reaches(world, alice, space, page, [])
    await reaches(world, bob, space, page, [])
    // A page that nobody touches is where it was.
    const { page: other } = await alice.call['page.create']({ space, fields: { title: 'Bail' } })
    await reaches(world, alice, space, other, [])
    await carol.stop()
    await bob.call['page.edit']({ space, page, fields: { title: 'Le grand four' } })
    await reaches(world, alice, space, page, ['place of carol'])
    expect((await reach(alice, space, other)).lacking).toEqual([])
  })
})

test('[ST3] what a place said of what it has counts on, though a line falls again before it could say anything', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
    const bob = await world.startOne('bob')
    await bob.join(await alice.invite(space))
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Four' } })
    await world.settled(space)
    const everybodyHasIt = { places: 1, lacking: [] }
    expect(await reach(alice, space, page)).toEqual(everybodyHasIt)
    const isConnected = async () => (await alice.status(space)).peers.some(({ connected }) => connected)
    const becomes = (connected: boolean) =>
      world.until(
        async () => (await isConnected()) === connected,
        () => alice.status(space),
      )
    world.exchange.cut('alice', 'bob')
    await becomes(false)
    vi.spyOn(SpaceSession.prototype, 'tell').mockReturnValue(undefined)
    world.exchange.joinAll()
    await becomes(true)
    expect(await reach(alice, space, page)).toEqual(everybodyHasIt)
    world.exchange.cut('alice', 'bob')
    await becomes(false)
    expect(await reach(alice, space, page)).toEqual(everybodyHasIt)
    await alice.restart()
    expect(await reach(alice, space, page)).toEqual(everybodyHasIt)
    // What it says then counts.
    vi.restoreAllMocks()
    await alice.call['page.edit']({ space, page, fields: { title: 'Le four' } })
    expect((await reach(alice, space, page)).lacking).toEqual(['place of bob'])
    world.exchange.joinAll()
    await reaches(world, alice, space, page, [])
  })
})
