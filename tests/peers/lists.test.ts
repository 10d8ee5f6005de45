import { expect, test } from 'vitest'
import type { PlaceId } from '../../src-shared/ids.ts'
import type { ResourceCategory } from '../../src-shared/model/resource.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'

const DAY = 86_400_000
const part = { offset: 0, limit: 100 } as const

async function writer(world: World) {
  const alice = await world.startOne('alice')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'L’Établi', commune: 'Die' } })
  return { alice, space }
}

/** Does something while every clock is ahead, or behind. */
async function shifted(world: World, days: number, work: () => Promise<unknown>) {
  world.time += days * DAY
  await work()
  world.time -= days * DAY
}

test('[DO30] what a clock that was ahead dated is behind what is dated rightly', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await writer(world)
    const create = (title: string) => alice.call['page.create']({ space, fields: { title } })
    const add = (name: string) => alice.call['resource.add']({ space, resource: { name, category: 'material' } })
    await create('Relieuse, avant')
    await add('Cisaille, avant')
    await shifted(world, 2, () => Promise.all([create('Relieuse, en avance'), add('Cisaille, en avance')]))
    await create('Relieuse, après')
    await add('Cisaille, après')
    expect(await titles(alice, space)).toEqual(['Relieuse, après', 'Relieuse, avant', 'Relieuse, en avance'])
    const list = { space, bin: false, sort: 'updated', descending: true, ...part } as const
    const names = (await alice.call['resource.list'](list)).resources.map(({ name }) => name)
    expect(names).toEqual(['Cisaille, après', 'Cisaille, avant', 'Cisaille, en avance'])
    const found = await alice.call['search.query']({ space, text: 'relieuse', limit: 10 })
    expect(found.hits.map(({ title }) => title.map(({ text }) => text).join(''))).toEqual(await titles(alice, space))
  })
})

test('[DO30] where it is this clock that was behind, all is listed as before once it is right', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await writer(world)
    for (const title of ['un', 'deux', 'trois']) await alice.call['page.create']({ space, fields: { title } })
    await shifted(world, -400, async () => expect(await titles(alice, space)).toEqual(['trois', 'deux', 'un']))
    expect(await titles(alice, space)).toEqual(['trois', 'deux', 'un'])
  })
})

async function titles(device: TestCore, space: Parameters<TestCore['space']>[0]) {
  const { pages } = await device.call['page.list']({ space, bin: false, sort: 'updated', ...part })
  return pages.map(({ title }) => title)
}

test('[WI42] the bin is read to its end, the last set aside first, with its number', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await writer(world)
    const names = ['Zinc', 'Aimants', 'Meule', 'Bobine', 'Tour']
    for (const name of names) {
      const { page } = await alice.call['page.create']({ space, fields: { title: name } })
      const { resource } = await alice.call['resource.add']({ space, resource: { name, category: 'material' } })
      await alice.call['page.delete']({ space, page })
      await alice.call['resource.delete']({ space, resource })
    }
    const bin = { space, bin: true, sort: 'deleted', limit: 2 } as const
    const pages: string[] = []
    const resources: string[] = []
    for (const offset of [0, 2, 4]) {
      const page = await alice.call['page.list']({ ...bin, offset })
      const resource = await alice.call['resource.list']({ ...bin, offset, descending: true })
      expect([page.total, resource.total]).toEqual([5, 5])
      pages.push(...page.pages.map(({ title }) => title))
      resources.push(...resource.resources.map(({ name }) => name))
    }
    expect({ pages, resources }).toEqual({ pages: names.toReversed(), resources: names.toReversed() })
  })
})

test('[WI43] categories are in the order that is asked, by name within each, and places by their names', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await writer(world)
    const add = (name: string, category: ResourceCategory, place?: PlaceId | null) =>
      alice.call['resource.add']({ space, resource: { name, category, ...(place && { place }) } })
    const { places } = await alice.call['place.list']({ space })
    await add('Scie', 'material', places[0]?.place)
    await add('Rampe', 'other')
    await add('Couture', 'immaterial')
    await add('Verger', 'project')
    await add('Échelle', 'material')
    const list = async (sort: 'category' | 'place', order?: string[], descending = false) => {
      const asked = { space, bin: false, sort, descending, ...(order && { order }), ...part }
      return (await alice.call['resource.list'](asked)).resources.map(({ name }) => name)
    }
    const french = ['other', 'immaterial', 'material', 'project']
    expect(await list('category', french)).toEqual(['Rampe', 'Couture', 'Échelle', 'Scie', 'Verger'])
    expect(await list('category', french, true)).toEqual(['Verger', 'Échelle', 'Scie', 'Couture', 'Rampe'])
    expect(await list('place', undefined, true)).toEqual(['Scie', 'Couture', 'Échelle', 'Rampe', 'Verger'])
  })
})
