import b4a from 'b4a'
import { keyPair } from 'hypercore-crypto'
import { expect, test } from 'vitest'
import type { Holdings } from '../../src-main/core/network/holdings.ts'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'

async function places(world: World) {
  const alice = await world.startOne('alice')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
  const [bob, carol, dave] = await world.start('bob', 'carol', 'dave')
  if (!bob || !carol || !dave) throw new Error('three are to come')
  for (const each of [bob, carol, dave]) await each.join(await alice.invite(space, { role: 'contributor' }))
  await world.settled(space)
  return { alice, bob, carol, dave, space }
}

/** From now on `liar` says so of what it holds. */
function lie(liar: TestCore, space: SpaceId, change: (holdings: Holdings) => Holdings): void {
  const { peers } = liar.space(space) as unknown as { peers: { holdings(): Holdings; tellSoon(): void } }
  const honest = peers.holdings.bind(peers)
  peers.holdings = () => change(honest())
  peers.tellSoon()
}

test('[ST1] what a member said there is before it left is missed until it comes', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await places(world)
    const [{ device }, { device: bobs }] = [carol.core, bob.core]
    await carol.stop()
    lie(bob, space, (holdings) => {
      const blocks = (holdings[device]?.blocks ?? 0) + 5
      return { ...holdings, [device]: { blocks, files: 0 } }
    })
    await world.until(
      async () => (await alice.status(space)).receiving.blocks === 5,
      () => alice.status(space),
    )
    expect(await alice.status(space)).toMatchObject({ complete: false, elsewhere: 0 })
    await bob.stop()
    await world.until(
      async () => (await alice.status(space)).peers.every((peer) => !peer.connected || peer.device !== bobs),
      () => 'bob has left',
    )
    expect(await alice.status(space)).toMatchObject({ complete: false, receiving: { blocks: 5 }, elsewhere: 5 })
  })
})

test('[ST1] a device that a member makes up is nobody, and is not waited for', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await places(world)
    const invented = b4a.toString(keyPair().publicKey, 'hex') as DeviceId
    lie(bob, space, (holdings) => ({ ...holdings, [invented]: { blocks: 0, files: 0 } }))
    await world.until(
      () => alice.space(space).logs.get(invented) !== undefined,
      () => 'the made-up log',
    )
    const { peers, complete, unsent } = await alice.status(space)
    expect({ peers: peers.length, complete, unsent }).toEqual({ peers: 3, complete: true, unsent: 0 })
  })
})
