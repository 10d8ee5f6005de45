import { expect, test } from 'vitest'
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
