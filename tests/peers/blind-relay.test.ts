import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Members } from '../../src-main/core/membership/members.ts'
import type { Answer, Newcomer } from '../../src-main/core/network/pairing-session.ts'
import type { Space } from '../../src-main/core/space.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { lists } from '../support/three-places.ts'

const SECRET_WORDS = 'Les clés sont sous le pot de fleurs'

async function withRelay(world: World) {
  const alice = await world.startOne('alice')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
  const bob = await world.startOne('bob')
  await bob.join(await alice.invite(space))
  await world.settled(space)
  const link = await alice.invite(space, { role: 'relay', isReusable: false })
  const relay = await world.startOne('carol')
  await enter(world, relay, link)
  return { alice, bob, relay, space }
}

async function enter(world: World, relay: TestCore, link: string) {
  const place = { name: 'Relais', commune: '' }
  const entered = relay.core.invitations.enter(link, place, new AbortController().signal)
  expect(await world.within(entered, 'the relay was to enter')).toBeUndefined()
}

const write = (device: TestCore, space: SpaceId, title: string) =>
  device.call['page.create']({ space, fields: { title }, markdown: SECRET_WORDS })

/** Once the relay holds all that `device` does. */
async function stored(world: World, relay: TestCore, device: TestCore, space: SpaceId) {
  const held = () => relay.core.openRelays().map((one) => one.holdings()[device.core.device])
  const own = () => {
    const { logs, blobs } = device.space(space)
    return { blocks: logs.own.held, files: blobs.heldBlocks(device.core.device) }
  }
  await world.until(
    () => JSON.stringify(held()) === JSON.stringify([own()]),
    () => [held(), own()],
  )
}

test('[RE4] places that are never there together have each other’s words and pictures through a relay that reads nothing', async () => {
  await inWorld(async (world) => {
    const { alice, bob, relay, space } = await withRelay(world)
    world.exchange.mayMeet = (...both) => both.includes('carol')
    await bob.stop()
    await write(alice, space, 'Consignes')
    const picture = new Uint8Array(noisePicture(60))
    const { hash } = await alice.call['blob.add']({ space, bytes: picture, name: 'pot.png' })
    await stored(world, relay, alice, space)
    await alice.stop()
    await bob.start()
    await lists(world, bob, space, ['Consignes'])
    await world.until(
      async () => (await bob.status(space)).receiving.bytes === 0,
      () => bob.status(space),
    )
    expect(new Uint8Array((await bob.call['blob.read']({ space, hash })).bytes)).toEqual(picture)
    await write(bob, space, 'Réponse')
    await stored(world, relay, bob, space)
    await bob.stop()
    await relay.restart()
    await alice.start()
    await lists(world, alice, space, ['Consignes', 'Réponse'])
  })
})

test('[RE5] on a relay’s disk stands no key of the network and no word', async () => {
  await inWorld(async (world) => {
    const { alice, relay, space } = await withRelay(world)
    await write(alice, space, 'Consignes')
    await stored(world, relay, alice, space)
    const secret = (alice.core as unknown as { keyring: { get(id: SpaceId): { secret: string } } }).keyring.get(
      space,
    ).secret
    expect(() => relay.space(space)).toThrow()
    await relay.stop()
    const files = await readdir(relay.folder, { recursive: true, withFileTypes: true })
    const bytes = Buffer.concat(
      await Promise.all(
        files.filter((file) => file.isFile()).map(({ parentPath, name }) => readFile(join(parentPath, name))),
      ),
    )
    expect(bytes.length).toBeGreaterThan(1_000)
    for (const word of [SECRET_WORDS, 'Consignes', 'Cédille', secret]) expect(bytes.includes(word)).toBe(false)
    expect(bytes.includes(Buffer.from(secret, 'hex'))).toBe(false)
    // What it was given alone is there, or this looked at nothing.
    expect(bytes.includes('"relayed"')).toBe(true)
  })
})

test('[RE6] a relay gives nothing to whoever was removed, and nothing once it was removed itself', async () => {
  await inWorld(async (world) => {
    const { alice, bob, relay, space } = await withRelay(world)
    await world.until(
      () => alice.space(space).members.standing(relay.core.device) === 'relay',
      () => 'alice is to know the relay',
    )
    world.exchange.cut('alice', 'bob')
    await alice.call['member.appoint']({ space, device: bob.core.device, standing: 'removed' })
    await world.until(
      async () => (await bob.status(space)).isDismissed,
      async () => [await bob.status(space), relay.lines],
    )
    const held = bob.blocksHeld(space)
    await write(alice, space, 'Entre nous')
    await stored(world, relay, alice, space)
    await bob.restart()
    await world.until(
      async () => (await bob.status(space)).isDismissed,
      () => bob.status(space),
    )
    expect(bob.blocksHeld(space)).toBe(held)
    await alice.call['member.appoint']({ space, device: relay.core.device, standing: 'removed' })
    const last = () => relay.core.openRelays()[0]?.holdings()[alice.core.device]
    const before = last()
    await write(alice, space, 'Sans relais')
    await alice.restart()
    await world.until(
      () => !world.exchange.areConnected('alice', 'carol') || relay.core.openRelays()[0]?.connected === 0,
      () => relay.core.openRelays()[0]?.connected,
    )
    expect(last()?.blocks).toBeLessThanOrEqual((before?.blocks ?? 0) + 2)
  })
})

test('[RE13] whoever was let in by somebody who was removed since is served as before', async () => {
  await inWorld(async (world) => {
    const { alice, bob, relay, space } = await withRelay(world)
    const link = await alice.invite(space)
    await write(alice, space, 'Avant')
    await lists(world, bob, space, ['Avant'])
    world.exchange.cut('alice', 'dave')
    const dave = await world.startOne('dave')
    await dave.join(link)
    world.exchange.join('alice', 'dave')
    await write(dave, space, 'Bonjour')
    await lists(world, alice, space, ['Avant', 'Bonjour'])
    await alice.call['member.appoint']({ space, device: bob.core.device, standing: 'removed' })
    await write(alice, space, 'Après')
    await lists(world, dave, space, ['Après', 'Avant', 'Bonjour'])
    await bob.stop()
    world.exchange.mayMeet = (...both) => both.includes('carol')
    for (const device of [relay, dave]) await device.restart()
    await write(dave, space, 'De Dave')
    await lists(world, alice, space, ['Après', 'Avant', 'Bonjour', 'De Dave'])
  })
})

test('[RE7] whoever has a relay’s invitation opens no network with it, and gets no key for it', async () => {
  await inWorld(async (world) => {
    const { alice, bob, relay, space } = await withRelay(world)
    const link = await alice.invite(space, { role: 'relay' })
    expect((await bob.call['invitation.read']({ link })).isForRelay).toBe(true)
    const dave = await world.startOne('dave')
    await expect(dave.call['invitation.join']({ link, place: { name: 'Dave', commune: '' } })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await alice.call['member.appoint']({ space, device: bob.core.device, standing: 'removed' })
    const epoch = alice.space(space).epochs.current?.epoch ?? expect.fail('no epoch began')
    expect(alice.space(space).members.shareOf(epoch, relay.core.device)).toEqual([])
    expect((await alice.call['member.list']({ space })).members).toContainEqual(
      expect.objectContaining({ device: relay.core.device, standing: 'relay' }),
    )
  })
})

const opened = ({ core }: TestCore) => ({ spaces: core.openSpaces().length, relays: core.openRelays().length })

/** A member whose answers to newcomers are of the other kind than the link is for; tells how often it answered. */
function answersWrongly({ core }: TestCore): () => number {
  let answered = 0
  const known = core.invitations as unknown as {
    welcome(space: Space, key: string, newcomer: Newcomer): Promise<Answer>
  }
  const welcome = known.welcome.bind(known)
  known.welcome = async (space, key, newcomer) => {
    const honest = await welcome(space, key, newcomer)
    answered++
    if (honest.kind === 'refusal') return honest
    const { name, descent } = honest
    if (honest.kind === 'relay') {
      return { kind: 'welcome', secret: new Uint8Array(32), epochs: [], role: 'reader', name, descent }
    }
    const { topic, proof, logNamespace, blobNamespace } = space.keys
    return { kind: 'relay', topic, proof, logNamespace, blobNamespace, name, descent }
  }
  return () => answered
}

test('[RE8] an answer of another kind than the link is for makes nobody a relay, gives a relay no secret, and leaves room for a right one', async () => {
  await inWorld(async (world) => {
    const [alice, bob] = [await world.startOne('alice'), await world.startOne('bob')]
    const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
    await bob.join(await alice.invite(space))
    const answered = answersWrongly(alice)
    const links = [await alice.invite(space), await alice.invite(space, { role: 'relay' })] as const
    await world.settled(space)
    world.exchange.mayMeet = (...both) => !both.includes('bob') || both.includes('alice')
    const [dave, erin] = [await world.startOne('dave'), await world.startOne('erin')]
    const joined = dave.join(links[0])
    const entered = enter(world, erin, links[1])
    await world.until(
      () => answered() === 2,
      () => answered(),
    )
    for (const one of [dave, erin]) expect(opened(one)).toEqual({ spaces: 0, relays: 0 })
    world.exchange.mayMeet = () => true
    world.exchange.join('bob', 'dave')
    world.exchange.join('bob', 'erin')
    await Promise.all([joined, entered])
    expect([opened(dave), opened(erin)]).toEqual([
      { spaces: 1, relays: 0 },
      { spaces: 0, relays: 1 },
    ])
    await write(bob, space, 'Consignes')
    await lists(world, dave, space, ['Consignes'])
  })
})

test('[RE9] whoever relays a network and is let in as a member reads what it has stored, and relays no more', async () => {
  await inWorld(async (world) => {
    const { alice, bob, relay, space } = await withRelay(world)
    await write(alice, space, 'Consignes')
    await stored(world, relay, alice, space)
    await stored(world, relay, bob, space)
    await relay.join(await alice.invite(space, { role: 'contributor' }))
    expect(opened(relay)).toEqual({ spaces: 1, relays: 0 })
    await lists(world, relay, space, ['Consignes'])
    await world.settled(space)
    await write(relay, space, 'Réponse')
    await lists(world, bob, space, ['Consignes', 'Réponse'])
    await alice.stop()
    await bob.stop()
    await relay.restart()
    expect(opened(relay)).toEqual({ spaces: 1, relays: 0 })
    await lists(world, relay, space, ['Consignes', 'Réponse'])
  })
})

test('[RE10] a relay that a contributor let in believes the administrator who invited it, and not the contributor', async () => {
  await inWorld(async (world) => {
    const [alice, bob] = [await world.startOne('alice'), await world.startOne('bob')]
    const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
    await bob.join(await alice.invite(space, { role: 'contributor' }))
    const link = await alice.invite(space, { role: 'relay' })
    await world.settled(space)
    const relay = await world.startOne('carol')
    world.exchange.cut('alice', 'carol')
    await enter(world, relay, link)
    // As a contributor says it who means harm.
    const { members, peers } = bob.space(space) as unknown as {
      members: Members
      peers: { directRelays(): void }
    }
    const [removed, liar] = [alice.core.device, bob.core.device]
    const standing = members.standing.bind(members)
    members.standing = (device) => (device === liar ? 'administrator' : standing(device))
    members.forRelays = () => ({ stayers: [liar], removed: [removed], administrators: [liar] })
    peers.directRelays()
    await write(bob, space, 'Consignes')
    await stored(world, relay, bob, space)
    world.exchange.cut('alice', 'bob')
    world.exchange.join('alice', 'carol')
    await lists(world, alice, space, ['Consignes'])
    await alice.call['member.appoint']({ space, device: bob.core.device, standing: 'removed' })
    await world.until(
      async () => (await bob.status(space)).isDismissed,
      () => bob.status(space),
    )
    expect((await alice.status(space)).isDismissed).toBe(false)
  })
})
