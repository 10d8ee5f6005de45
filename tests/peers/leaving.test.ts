import { expect, test } from 'vitest'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld } from '../support/test-core.ts'
import { lists, threePlaces, titles } from '../support/three-places.ts'

test('[ME31] whoever leaves a network has nothing of it, also after a restart, and comes back by an invitation', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    await bob.call['page.create']({ space, fields: { title: 'Charte' } })
    await world.settled(space)
    const own = await bob.call['space.create']({ name: 'Chez Bob', place: { name: 'Bob', commune: '' } })

    await bob.call['space.leave']({ space })
    const spacesOfBob = async () => (await bob.call['space.list']({})).spaces.map((row) => row.space)
    expect(await spacesOfBob()).toEqual([own.space])
    expect(
      await codeOfRejection(bob.call['page.list']({ space, bin: false, sort: 'title', offset: 0, limit: 9 })),
    ).toBe('not-found')
    await bob.stop()
    await bob.start()
    expect(await spacesOfBob()).toEqual([own.space])
    expect(await titles(alice, space)).toEqual(['Charte'])

    await bob.join(await alice.invite(space))
    await lists(world, bob, space, ['Charte'])
    await bob.call['page.create']({ space, fields: { title: 'De retour' } })
    await lists(world, alice, space, ['Charte', 'De retour'])
  })
})
