import { expect, test } from 'vitest'
import { inWorld } from '../support/test-core.ts'
import { threePlaces } from '../support/three-places.ts'

const DAY = 86_400_000

test('[DO25] a page that was thrown away and taken back stands where it was, with the time of its last words, everywhere', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, all } = await threePlaces(world)
    const wanted = { space, sort: 'updated', offset: 0, limit: 10 } as const
    const written = world.time
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Ancienne' } })
    world.time += DAY
    const { page: recent } = await alice.call['page.create']({ space, fields: { title: 'Récente' } })
    await world.settled(space)
    await bob.call['page.open']({ space, page })
    for (const device of [alice, bob]) {
      world.time += DAY
      await device.call['page.delete']({ space, page })
      await world.settled(space)
      await device.call['page.restore']({ space, page })
      await world.settled(space)
      for (const one of all) {
        const { pages } = await one.call['page.list']({ ...wanted, bin: false })
        expect(pages.map(({ title }) => title)).toEqual(['Récente', 'Ancienne'])
        expect((pages[1]?.updatedAt ?? 0) - written, one.name).toBeLessThan(DAY)
      }
    }

    world.time += DAY
    await bob.call['page.delete']({ space, page: recent })
    await bob.call['page.delete']({ space, page })
    await world.settled(space)
    const { pages } = await alice.call['page.list']({ ...wanted, sort: 'deleted', bin: true })
    expect(pages.map(({ title }) => title)).toEqual(['Ancienne', 'Récente'])
  })
})

test('[DO25] words that wait to be saved when a page is thrown away have their own time', async () => {
  await inWorld(async (world) => {
    const { bob, space, all } = await threePlaces(world)
    const { page } = await bob.call['page.create']({ space, fields: { title: 'Ancienne' } })
    await world.settled(space)
    await bob.call['page.open']({ space, page })
    world.time += DAY
    const since = world.time
    await bob.call['page.edit']({ space, page, fields: { title: 'Corrigée' } })
    world.time += DAY
    await bob.call['page.delete']({ space, page })
    await bob.call['page.restore']({ space, page })
    await world.settled(space)
    for (const one of all) {
      const { updatedAt } = await one.call['page.get']({ space, page })
      expect(updatedAt).toBeGreaterThan(since)
      expect(updatedAt).toBeLessThan(since + DAY)
    }
  })
})
