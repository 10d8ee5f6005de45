import { cp } from 'node:fs/promises'
import b4a from 'b4a'
import createTestnet from 'hyperdht/testnet'
import { expect, test, vi } from 'vitest'
import { SwarmWire } from '../../src-main/core/network/swarm-wire.ts'
import type { Wire } from '../../src-main/core/network/wire.ts'
import { isApplicationBytes } from '../support/application-bytes.ts'
import { inWorld, type TestCore } from '../support/test-core.ts'
import { threePlaces, titles } from '../support/three-places.ts'

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

test('[ME13] who is removed on a live connection over the internet receives nothing from two seconds later on', async () => {
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

test.for([
  [1, 1],
  [1, 2],
] as const)(
  '[ME28] who writes two things at one place of its log, %i and %i, divides nobody but itself',
  async ([white, black]) => {
    await inWorld(async (world) => {
      // Nobody notices that a folder was copied.
      world.home = async () => 'the same'
      const { alice, bob, carol, space } = await threePlaces(world)
      const { page } = await carol.call['page.create']({ space, fields: { title: 'Charte' } })
      await world.settled(space)
      const write = (author: TestCore, title: string) => author.call['page.create']({ space, fields: { title } })
      const retitle = (author: TestCore, title: string) =>
        author.edit(space, page, (draft) => Object.assign(draft, { title }))
      const read = async (title: string, ...readers: TestCore[]) => {
        for (const reader of readers) {
          await world.until(
            async () => (await titles(reader, space)).includes(title),
            async () => [reader.name, title, await titles(reader, space), reader.lines],
          )
        }
      }
      const { device } = carol.core
      await carol.stop()
      await cp(carol.folder, carol.folder.replace(/carol$/, 'dave'), { recursive: true })
      world.exchange.partition([
        ['alice', 'carol'],
        ['bob', 'dave'],
      ])
      await carol.start()
      const dave = await world.startOne('dave')
      expect(dave.core.device).toBe(device)
      for (let count = 1; count <= white; count++) await write(carol, `Blanc ${count}`)
      for (let count = 1; count <= black; count++) await write(dave, `Noir ${count}`)
      await read(`Blanc ${white}`, alice)
      await read(`Noir ${black}`, bob)
      await carol.stop()
      await dave.stop()
      world.exchange.joinAll()
      await write(alice, 'D’alice')
      await write(bob, 'De bob')
      await read('D’alice', bob)
      await read('De bob', alice)
      // What it wrote before belongs to pages that others go on with, now, after a restart and for whoever comes later.
      await retitle(alice, 'Charte d’alice')
      await read('Charte d’alice', bob)
      for (const each of [alice, bob]) await each.restart()
      await retitle(bob, 'Charte de bob')
      const erin = await world.startOne('erin')
      await erin.join(await alice.invite(space))
      await read('Charte de bob', alice, erin)
      await alice.call['member.appoint']({ space, device, standing: 'removed' })
      await world.until(
        () => [bob, erin].every((each) => each.space(space).members.standing(device) === 'removed'),
        () => 'all are to hear of it',
      )
      for (const each of [alice, bob, erin]) expect(await titles(each, space)).toContain('Charte de bob')
    })
  },
)
