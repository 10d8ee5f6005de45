import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { expect, test } from 'vitest'
import { lock } from '../../src-main/core/lib/secret-box.ts'
import { KeyMissing, unseal } from '../../src-main/core/log/sealing.ts'
import { deriveEpoch } from '../../src-main/core/membership/epoch.ts'
import type { Holdings } from '../../src-main/core/network/holdings.ts'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'
import type { Standing } from '../../src-shared/model/role.ts'
import { inWorld, type Name, type TestCore, type World } from '../support/test-core.ts'
import { lists, titles } from '../support/three-places.ts'

/** What the stored form of a block begins with that is under the key of an epoch. */
const SEALED = 2

async function places(world: World, names: Name[]) {
  const alice = await world.startOne('alice')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
  const others: TestCore[] = []
  for (const name of names) {
    const other = await world.startOne(name)
    await other.join(await alice.invite(space, { role: 'contributor' }))
    others.push(other)
  }
  await world.settled(space)
  return { alice, others, space }
}

const write = (device: TestCore, space: SpaceId, title: string) =>
  device.call['page.create']({ space, fields: { title } })

const remove = (device: TestCore, space: SpaceId, removed: TestCore) =>
  device.call['member.appoint']({ space, device: removed.core.device, standing: 'removed' satisfies Standing })

const epochOf = (device: TestCore, space: SpaceId) => device.space(space).epochs.current?.epoch

/** The last block of a device's own log, as its peers hold it. */
async function lastStored(device: TestCore, space: SpaceId): Promise<Uint8Array> {
  const { own } = device.space(space).logs
  return (await own.read(own.held - 1)) ?? expect.fail('an empty log')
}

function epochIn(stored: Uint8Array): string | undefined {
  try {
    unseal(stored, { current: undefined, find: () => undefined })
    return undefined
  } catch (thrown) {
    return thrown instanceof KeyMissing ? thrown.epoch : expect.fail(String(thrown))
  }
}

test('[ME24] what is written after a removal is under a key that only those have who stayed', async () => {
  await inWorld(async (world) => {
    const { alice, others, space } = await places(world, ['bob', 'carol'])
    const [bob, carol] = others as [TestCore, TestCore]
    await write(alice, space, 'Avant')
    expect(epochIn(await lastStored(alice, space))).toBeUndefined()
    await world.settled(space)
    await remove(alice, space, carol)
    await write(alice, space, 'Après')
    await lists(world, bob, space, ['Après', 'Avant'])
    await write(bob, space, 'Ensuite')
    await lists(world, alice, space, ['Après', 'Avant', 'Ensuite'])
    const epoch = epochOf(alice, space) ?? expect.fail('no epoch began')
    expect(epochIn(await lastStored(alice, space))).toBe(epoch)
    expect(epochIn(await lastStored(bob, space))).toBe(epoch)
    const { members } = alice.space(space)
    expect(members.shareOf(epoch, bob.core.device)).toHaveLength(1)
    expect(members.shareOf(epoch, carol.core.device)).toEqual([])
    await carol.stop()
    // Also after a restart, and with views that are made anew.
    for (const device of [alice, bob]) await device.restart()
    await world.settled(space)
    for (const device of [alice, bob]) expect(await titles(device, space)).toEqual(['Après', 'Avant', 'Ensuite'])
    expect([epochOf(alice, space), epochOf(bob, space)]).toEqual([epoch, epoch])
  })
})

test('[ME24] whoever comes later reads everything, also what was written before it came', async () => {
  await inWorld(async (world) => {
    const { alice, others, space } = await places(world, ['bob', 'carol'])
    const [bob, carol] = others as [TestCore, TestCore]
    await remove(alice, space, carol)
    await write(alice, space, 'Après')
    await lists(world, bob, space, ['Après'])
    const dave = await world.startOne('dave')
    await dave.join(await alice.invite(space))
    await lists(world, dave, space, ['Après'])
    await write(dave, space, 'De Dave')
    await lists(world, bob, space, ['Après', 'De Dave'])
    expect(epochIn(await lastStored(dave, space))).toBe(epochOf(alice, space))
  })
})

test('[ME25] whoever was let in by somebody who had not heard of an epoch is given its key by whoever has it', async () => {
  await inWorld(async (world) => {
    const { alice, others, space } = await places(world, ['bob', 'carol'])
    const [bob, carol] = others as [TestCore, TestCore]
    const link = await alice.invite(space, { role: 'contributor' })
    await world.settled(space)
    world.exchange.cut('alice', 'bob')
    world.exchange.cut('bob', 'carol')
    await remove(alice, space, carol)
    await carol.stop()
    await write(alice, space, 'Après')
    world.exchange.cut('alice', 'dave')
    const dave = await world.startOne('dave')
    await dave.join(link)
    await write(dave, space, 'De Dave')
    await lists(world, bob, space, ['De Dave'])
    expect(dave.space(space).epochs.current).toBeUndefined()
    world.exchange.joinAll()
    for (const device of [alice, bob, dave]) await lists(world, device, space, ['Après', 'De Dave'])
    await world.settled(space)
    await write(dave, space, 'Encore')
    expect(epochIn(await lastStored(dave, space))).toBe(epochOf(alice, space))
  })
})

test('[ME26] members meet elsewhere once all who stay have heard, and whoever was removed was told', async () => {
  await inWorld(async (world) => {
    const { alice, others, space } = await places(world, ['bob', 'carol'])
    const [bob, carol] = others as [TestCore, TestCore]
    const meetings = (device: TestCore) =>
      device
        .space(space)
        .networkSpace()
        .topics()
        .map((topic) => Buffer.from(topic).toString('hex'))
    const [before] = meetings(alice)
    await bob.stop()
    await remove(alice, space, carol)
    await world.until(
      async () => (await carol.status(space)).isDismissed,
      () => 'carol is to be told',
    )
    // Bob does not know yet where the others meet now.
    expect(meetings(alice)).toHaveLength(2)
    expect(meetings(alice)[1]).toBe(before)
    await bob.start()
    await world.until(
      () => meetings(alice).length === 1 && meetings(bob).length === 1,
      () => [meetings(alice), meetings(bob)],
    )
    expect(meetings(bob)).toEqual(meetings(alice))
    expect(meetings(alice)).not.toContain(before)
    await bob.restart()
    await write(alice, space, 'Ailleurs')
    await lists(world, bob, space, ['Ailleurs'])
    expect(meetings(carol)).toEqual([before])
  })
})

test('[ME27] administrators who remove different members apart come to one epoch that neither of those knows', async () => {
  await inWorld(async (world) => {
    const { alice, others, space } = await places(world, ['bob', 'carol', 'dave'])
    const [bob, carol, dave] = others as [TestCore, TestCore, TestCore]
    await alice.call['member.appoint']({ space, device: bob.core.device, standing: 'administrator' })
    await world.settled(space)
    world.exchange.partition([
      ['alice', 'carol'],
      ['bob', 'dave'],
    ])
    await remove(alice, space, dave)
    await remove(bob, space, carol)
    await write(alice, space, 'D’Alice')
    await write(bob, space, 'De Bob')
    world.exchange.partition([['alice', 'bob'], ['carol'], ['dave']])
    for (const device of [alice, bob]) await lists(world, device, space, ['De Bob', 'D’Alice'])
    const hasSettled = (device: TestCore) => {
      const { members } = device.space(space)
      return members.removed().length === 2 && !members.needsEpoch()
    }
    await world.until(
      () => epochOf(alice, space) === epochOf(bob, space) && [alice, bob].every(hasSettled),
      () => [epochOf(alice, space), epochOf(bob, space), alice.space(space).members.epochs()],
    )
    const epoch = epochOf(alice, space) ?? expect.fail('no epoch')
    for (const removed of [carol, dave]) {
      expect(alice.space(space).members.shareOf(epoch, removed.core.device)).toEqual([])
    }
    await write(bob, space, 'Ensuite')
    await lists(world, alice, space, ['De Bob', 'D’Alice', 'Ensuite'])
    expect(epochIn(await lastStored(bob, space))).toBe(epoch)
  })
})

/** A block under a key of nobody's network. */
function sealedUnder(space: SpaceId, secret: Uint8Array): Uint8Array {
  const epoch = deriveEpoch(space, secret)
  return b4a.concat([b4a.from([SEALED]), b4a.from(epoch.id, 'hex'), lock(b4a.from('rien'), epoch.blocks)])
}

/** What a program of a member's own can make its space do and say. */
interface Hostile {
  peers: { add(device: DeviceId): Promise<void>; holdings(): Holdings; tellSoon(): void }
  epochs: { hold(secret: Uint8Array): void }
}

test('[ME24] epochs that nobody began, named by logs that nobody let in, hide none that an administrator began', async () => {
  await inWorld(async (world) => {
    const { alice, others, space } = await places(world, ['bob', 'carol'])
    const [bob, carol] = others as [TestCore, TestCore]
    const { peers } = carol.space(space) as unknown as Hostile
    const invented: DeviceId[] = []
    for (let one = 0; one < 110; one++) {
      const pair = keyPair()
      const device = b4a.toString(pair.publicKey, 'hex') as DeviceId
      await peers.add(device)
      await carol
        .space(space)
        .logs.get(device)
        ?.core.append([sealedUnder(space, randomBytes(32))], { keyPair: pair })
      invented.push(device)
    }
    const holdings = peers.holdings.bind(peers)
    const made = Object.fromEntries(invented.map((device) => [device, { blocks: 1, files: 0 }]))
    peers.holdings = () => ({ ...holdings(), ...made })
    peers.tellSoon()
    const hasAll = (device: TestCore) => invented.every((one) => device.space(space).logs.get(one)?.held === 1)
    await world.until(
      () => hasAll(alice) && hasAll(bob),
      () => 'the logs of nobody',
    )
    await remove(alice, space, carol)
    await write(alice, space, 'Après')
    await lists(world, bob, space, ['Après'])
    const epoch = epochOf(alice, space) ?? expect.fail('no epoch began')
    expect(epochIn(await lastStored(alice, space))).toBe(epoch)
    expect(epochOf(bob, space)).toBe(epoch)
    for (const device of [alice, bob]) expect(device.space(space).epochs.wanted()).toEqual([])
  })
})

test('[ME25] a member who names epochs that nobody began, and has their keys, fills nobody’s keyring', async () => {
  await inWorld(async (world) => {
    const { alice, others, space } = await places(world, ['bob'])
    const [bob] = others as [TestCore]
    const { epochs } = bob.space(space) as unknown as Hostile
    const { own } = bob.space(space).logs
    const secrets = Array.from({ length: 20 }, () => randomBytes(32))
    for (const secret of secrets) epochs.hold(secret)
    await own.core.append(secrets.map((secret) => sealedUnder(space, secret)))
    await world.until(
      async () =>
        (await alice.status(space)).preparing === 0 && alice.space(space).logs.get(bob.core.device)?.held === own.held,
      () => 'what bob wrote',
    )
    await write(alice, space, 'Malgré tout')
    await lists(world, bob, space, ['Malgré tout'])
    expect(alice.space(space).epochs.secrets()).toEqual([])
  })
})
