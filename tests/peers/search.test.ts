import { expect, test } from 'vitest'
import { inWorld } from '../support/test-core.ts'

const place = { name: 'Fablab', commune: 'Die' }

test('[SE13] pages and resources are found apart, in full, the most recent of equals first', async () => {
  await inWorld(async (world) => {
    const [alice] = await world.start('alice')
    if (!alice) throw new Error('nobody started')
    const { id: space } = await alice.core.createSpace('Réseau', place)
    for (const number of [1, 2, 3]) {
      await alice.call['page.create']({ space, fields: { title: `Imprimante ${number}` } })
      const resource = { name: `Imprimante n° ${number}`, category: 'material' as const, tags: [`lot ${number}`] }
      await alice.call['resource.add']({ space, resource })
    }
    const titles = async (kind: 'page' | 'resource', offset: number) => {
      const { hits, total } = await alice.call['search.query']({ space, text: 'imprimantes', kind, offset, limit: 2 })
      return [total, ...hits.map(({ title }) => title.map(({ text }) => text).join(''))]
    }
    expect(await titles('page', 0)).toEqual([3, 'Imprimante 3', 'Imprimante 2'])
    expect(await titles('page', 2)).toEqual([3, 'Imprimante 1'])
    expect(await titles('resource', 0)).toEqual([3, 'Imprimante n° 3', 'Imprimante n° 2'])
    const both = await alice.call['search.query']({ space, text: 'imprimantes', limit: 100 })
    expect(both.total).toBe(6)
  })
})

test('[SE14] the words that narrow the inventory find what the search finds', async () => {
  await inWorld(async (world) => {
    const [alice] = await world.start('alice')
    if (!alice) throw new Error('nobody started')
    const { id: space } = await alice.core.createSpace('Réseau', place)
    for (const name of ['Chevaux de trait', 'Cheval d’arçons', 'Échelle'])
      await alice.call['resource.add']({ space, resource: { name, category: 'material' } })
    const named = async (text: string) => {
      const asked = { space, bin: false, offset: 0, limit: 10, sort: 'name', descending: false, text } as const
      return (await alice.call['resource.list'](asked)).resources.map(({ name }) => name)
    }
    expect(await named('cheval')).toEqual(['Cheval d’arçons', 'Chevaux de trait'])
    expect(await named('echelles')).toEqual(['Échelle'])
    expect(await named('helle')).toEqual([])
  })
})

test('[SE15] the tags of a list are counted in what that list shows', async () => {
  await inWorld(async (world) => {
    const [alice] = await world.start('alice')
    if (!alice) throw new Error('nobody started')
    const { id: space } = await alice.core.createSpace('Réseau', place)
    await alice.call['page.create']({ space, fields: { title: 'Découper', tags: ['laser'] } })
    for (const name of ['Laser', 'Lunettes'])
      await alice.call['resource.add']({ space, resource: { name, category: 'material', tags: ['laser'] } })
    const count = async (of?: 'page' | 'resource') =>
      (await alice.call['tag.list']({ space, ...(of && { of }) })).tags.map((tag) => tag.count)
    expect([await count('page'), await count('resource'), await count()]).toEqual([[1], [2], [3]])
  })
})
