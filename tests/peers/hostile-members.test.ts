import b4a from 'b4a'
import createTestnet from 'hyperdht/testnet'
import { expect, test, vi } from 'vitest'
import { SwarmWire } from '../../src-main/core/network/swarm-wire.ts'
import type { Wire } from '../../src-main/core/network/wire.ts'
import { isApplicationBytes } from '../support/application-bytes.ts'
import { inWorld, type TestCore } from '../support/test-core.ts'
import { threePlaces, titles } from '../support/three-places.ts'

const MINUTE = 60_000
const LOOPBACK = '127.0.0.1'

/** What somebody is sent, and when. */
interface Received {
  at: number
  bytes: Uint8Array
}

function tapped(wire: Wire, received: Received[]): Wire {
  const start = wire.start.bind(wire)
  wire.start = (onConnection, isMember) =>
    start((stream) => {
      stream.on('data', (bytes: Uint8Array) => received.push({ at: performance.now(), bytes: b4a.from(bytes) }))
      onConnection(stream)
    }, isMember)
  return wire
}

/** It takes no notice of having been removed. */
function ignoresRemoval({ core }: TestCore): void {
  for (const { membership } of core.openSpaces()) vi.spyOn(membership, 'access').mockReturnValue('full')
}

test('[ME13] who is removed on a live connection over the internet receives nothing from two seconds later on', {
  timeout: MINUTE,
}, async () => {
  const testnet = await createTestnet(3, { host: LOOPBACK })
  const received: Received[] = []
  await inWorld(async (world) => {
    world.wires = (name, keyPair) => {
      const wire = new SwarmWire({ keyPair, bootstrap: testnet.bootstrap, host: LOOPBACK })
      return [name === 'carol' ? tapped(wire, received) : wire]
    }
    const { alice, bob, carol, space } = await threePlaces(world)
    const { device } = carol.core
    await alice.call['member.appoint']({ space, device, standing: 'contributor' })
    await carol.call['page.create']({ space, fields: { title: 'Avant' } })
    await world.settled(space)
    expect(received.some(({ bytes }) => isApplicationBytes(bytes))).toBe(true)
    ignoresRemoval(carol)
    await alice.call['member.appoint']({ space, device, standing: 'removed' })
    const removed = performance.now()
    let written = 0
    while (performance.now() - removed < 5_000) {
      const author = written % 2 === 0 ? alice : bob
      await author.call['page.create']({ space, fields: { title: `Après ${++written}` } })
      await carol.call['page.create']({ space, fields: { title: `De carol ${written}` } }).catch(() => undefined)
    }
    await world.until(
      async () => (await titles(bob, space)).length === written + 1,
      () => titles(bob, space),
    )
    expect(written).toBeGreaterThan(20)
    const late = received.filter(({ at, bytes }) => at - removed > 2_000 && isApplicationBytes(bytes))
    expect(late.map(({ at, bytes }) => `${bytes.length} after ${at - removed} ms`)).toEqual([])
    expect((await titles(carol, space)).filter((title) => title.startsWith('Après'))).toEqual([])
  }).finally(() => testnet.destroy())
})
