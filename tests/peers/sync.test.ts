import { expect, test } from 'vitest'
import { inWorld } from '../support/test-core.ts'

test('[SY1] bob joins and lists what alice wrote', async () => {
  await inWorld(async (world) => {
    const t0 = performance.now()
    const [alice, bob] = await world.start('alice', 'bob')
    if (!alice || !bob) throw new Error('nobody')
    console.log('start', performance.now() - t0)
    const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Bonjour' })
    const { link } = await alice.call['invitation.create']({ space })
    await bob.join(link)
    console.log('joined', performance.now() - t0)
    const both = [alice, bob]
    await world.until(
      async () => {
        const s = await Promise.all(both.map((d) => d.call['space.status']({ space })))
        return s.every((x) => x.complete && x.preparing === 0 && x.peers.length === 1 && x.peers[0]?.connected)
      },
      async () => Promise.all(both.map((d) => d.call['space.status']({ space }))),
    )
    console.log('complete', performance.now() - t0)
    await bob.restart()
    console.log('restart', performance.now() - t0)
    expect(await bob.call['page.get']({ space, page })).toEqual(await alice.call['page.get']({ space, page }))
  })
})
