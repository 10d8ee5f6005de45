import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import Protomux from 'protomux'
import { afterEach, expect, test, vi } from 'vitest'
import type { Descent } from '../../src-main/core/lib/descent.ts'
import { leadsTo } from '../../src-main/core/membership/descent.ts'
import { invitationKeys, invitationToLink, linkToInvitation } from '../../src-main/core/membership/invitation.ts'
import { Keyring } from '../../src-main/core/membership/keyring.ts'
import { textToSheet } from '../../src-main/core/membership/recovery-sheet.ts'
import { MAX_DEVICES } from '../../src-main/core/network/holdings.ts'
import { SpaceSession } from '../../src-main/core/network/space-session.ts'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'
import { isApplicationBytes } from '../support/application-bytes.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { meetAsOutsider, ofNobody } from '../support/outsider.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { threePlaces, titles } from '../support/three-places.ts'
import { eventually } from '../support/until.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

type KeyPair = ReturnType<typeof keyPair>

async function aliceWithSpace(world: World): Promise<{ alice: TestCore; space: SpaceId }> {
  const alice = await world.startOne('alice')
  const place = { name: 'Cédille', commune: 'Crest' }
  const { space } = await alice.call['space.create']({ name: 'Drôme', place })
  await alice.call['page.create']({ space, fields: { title: 'Secret' }, markdown: 'Rien que pour nous' })
  return { alice, space }
}

test('[SY2] who knows the topic and not the secret gets no byte of the space, and is sent away', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await aliceWithSpace(world)
    const { topic } = alice.space(space).keys
    const heard: unknown[] = []
    const { received, closed } = await meetAsOutsider(world, topic, (stream) => {
      const session = new SpaceSession({
        stream,
        topic,
        proof: randomBytes(32),
        holdings: () => ({}),
        access: 'full',
        ...ofNobody,
      })
      session.on('told', (holdings) => heard.push(holdings))
      session.open()
    })
    await closed()
    expect(received.length).toBeGreaterThan(0)
    expect(received.filter(isApplicationBytes)).toEqual([])
    expect(heard).toEqual([])
    expect((await alice.status(space)).peers).toEqual([])
  })
})

/** What somebody gets of a space whose secret it knows, who shows `descent`. */
async function receivedBy(world: World, met: TestCore, space: SpaceId, key: KeyPair, descent: Descent) {
  const { topic, proof } = met.space(space).keys
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const isProven = vi.fn()
  const { received, leave } = await meetAsOutsider(
    world,
    topic,
    (stream) => {
      const session = new SpaceSession({
        stream,
        topic,
        proof,
        holdings: () => ({}),
        access: 'full',
        ...ofNobody,
        descent,
      })
      session.on('proven', isProven)
      session.on('closed', () => end())
      session.open()
    },
    met.name,
    key,
  )
  await world.within(ended, 'mallory was to be refused')
  await leave()
  expect(isProven).not.toHaveBeenCalled()
  return received.filter(isApplicationBytes)
}

// It may have seen how others come from the founder, and not be any of them.
test.for(['nobody', 'somebody else'])(
  '[ME20] who knows the secret and shows how %s comes from a founder gets no byte of the space',
  async (whose) => {
    await inWorld(async (world) => {
      const { alice, space } = await aliceWithSpace(world)
      const { descent } = whose === 'nobody' ? ofNobody : alice.space(space).networkSpace()
      expect(await receivedBy(world, alice, space, keyPair(), descent)).toEqual([])
    })
  },
)

test('[ME20] whoever was removed lets nobody in', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    await alice.call['member.appoint']({ space, device: bob.core.device, standing: 'removed' })
    await bob.stop()
    const keyring = await Keyring.open(bob.folder, async () => undefined, world.home)
    const known = keyring.get(space)
    const key = keyPair()
    const device = b4a.toString(key.publicKey, 'hex') as DeviceId
    if (!known) throw new Error('bob has forgotten the space')
    const descent = keyring.descentOf(device, known)
    expect(leadsTo(descent, space, device)).toBe(true)
    expect(await receivedBy(world, alice, space, key, descent)).toEqual([])
  })
})

test('[ME23] the sheet of whoever was removed gives no byte of the space', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    const { sheet } = await bob.call['space.recoverySheet']({ space })
    await alice.call['member.appoint']({ space, device: bob.core.device, standing: 'removed' })
    await bob.stop()
    const fresh = join(bob.folder, 'fresh')
    await mkdir(fresh)
    const keyring = await Keyring.open(fresh, async () => undefined, world.home)
    const { descent } = keyring.recovered(textToSheet(sheet))
    const device = b4a.toString(keyring.deviceKeyPair.publicKey, 'hex') as DeviceId
    expect(leadsTo(descent, space, device)).toBe(true)
    expect(await receivedBy(world, alice, space, keyring.deviceKeyPair, descent)).toEqual([])
  })
})

test('[ME20] a newcomer and somebody who never heard of it share everything, with nobody there who let it in', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    world.exchange.partition([['alice', 'dave'], ['bob'], ['carol']])
    const dave = await world.startOne('dave')
    await dave.join(await alice.invite(space))
    await dave.call['page.create']({ space, fields: { title: 'De la nouvelle' } })
    await world.until(
      async () => (await titles(alice, space)).length === 1 && (await dave.status(space)).complete,
      () => dave.status(space),
    )
    expect(bob.space(space).members.standing(dave.core.device)).toBeUndefined()
    world.exchange.partition([['alice'], ['bob', 'dave'], ['carol']])
    await world.until(
      async () => (await titles(bob, space)).length === 1,
      () => bob.status(space),
    )
    expect(bob.space(space).members.standing(dave.core.device)).toBe('administrator')
  })
})

test('[SY2] who says nothing is sent away after a while, with no byte of the space', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await aliceWithSpace(world)
    let met = false
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    const { received, closed } = await meetAsOutsider(world, alice.space(space).keys.topic, () => {
      met = true
    })
    await world.until(
      () => met,
      () => 'mallory meets nobody',
    )
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    await closed()
    expect(received.filter(isApplicationBytes)).toEqual([])
  })
})

test('[SY2] who says nothing to somebody who is joining is sent away once that is over', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await aliceWithSpace(world)
    const bob = await world.startOne('bob')
    world.exchange.cut('alice', 'bob')
    world.exchange.cut('alice', 'mallory')
    const link = await alice.invite(space)
    let met = false
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    const joining = codeOfRejection(bob.call['invitation.join']({ link, place: { name: 'Bob', commune: 'Die' } }))
    const { topic } = invitationKeys(linkToInvitation(link))
    const { closed } = await meetAsOutsider(
      world,
      topic,
      () => {
        met = true
      },
      'bob',
    )
    await world.until(
      () => met,
      () => 'mallory meets nobody',
    )
    vi.advanceTimersByTime(10_000)
    await bob.call['invitation.cancelJoin']({})
    expect(await joining).toBe('cancelled')
    expect(world.exchange.areConnected('bob', 'mallory')).toBe(true)
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    await closed()
  })
})

test('[ME8] who cancels and tries again is answered over the same connection', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await aliceWithSpace(world)
    const bob = await world.startOne('bob')
    const link = await alice.invite(space)
    world.exchange.hold('alice', 'bob')
    const opened = vi.spyOn(Protomux.prototype, 'createChannel')
    const joining = codeOfRejection(bob.join(link))
    const asked = () => opened.mock.calls.filter(([{ protocol }]) => protocol.includes('pairing')).length
    await eventually(() => expect(asked()).toBe(2))
    await bob.call['invitation.cancelJoin']({})
    expect(await joining).toBe('cancelled')
    const again = bob.join(link)
    world.exchange.release('alice', 'bob')
    await again
    expect(world.exchange.connected).toBe(1)
  })
})

test('[ME9] who asks twice at once joins once', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await aliceWithSpace(world)
    const bob = await world.startOne('bob')
    const link = await alice.invite(space)
    const ask = () => bob.core.invitations.join(link, { name: 'Bob', commune: 'Die' }, new AbortController().signal)
    const [one, other] = await world.within(Promise.all([ask(), ask()]), 'bob was to join')
    expect(other).toBe(one)
    await world.settled(space)
    expect((await alice.call['place.list']({ space })).places.map(({ name }) => name)).toEqual(['Bob', 'Cédille'])
  })
})

test('[ME7] an invitation that has expired lets nobody in', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await aliceWithSpace(world)
    const bob = await world.startOne('bob')
    const link = await alice.invite(space)
    const invitation = linkToInvitation(link)
    world.time = invitation.expiresAt
    expect(await codeOfRejection(bob.join(link))).toBe('invitation-expired')
    const prolonged = invitationToLink({ ...invitation, expiresAt: invitation.expiresAt + 1_000_000 })
    expect(await codeOfRejection(bob.join(prolonged))).toBe('invitation-expired')
    expect(bob.core.openSpaces()).toEqual([])
  })
})

test('[ME40] a newcomer whose clock is wrong is warned, and let in by a member whose clock is right', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await aliceWithSpace(world)
    const link = await alice.invite(space, { days: 2 })
    const [early, late] = await world.start('bob', 'carol')
    if (!early || !late) throw new Error('two were to come')
    early.skew = -300 * 86_400_000
    late.skew = 3 * 86_400_000
    const read = async (device: TestCore) => (await device.call['invitation.read']({ link })).hasExpired
    expect([await read(early), await read(late)]).toEqual([false, true])
    await Promise.all([early, late].map((device) => device.join(link)))
    await world.settled(space)
    expect((await alice.call['place.list']({ space })).places.length).toBe(3)
  })
})

test('[ME7] an invitation that no member wrote is not answered; waiting for it is cancelled', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await aliceWithSpace(world)
    const bob = await world.startOne('bob')
    const link = await alice.invite(space)
    const foreign = invitationToLink({ ...linkToInvitation(link), seed: randomBytes(16) })
    const joining = codeOfRejection(bob.join(foreign))
    await bob.call['invitation.cancelJoin']({})
    expect(await joining).toBe('cancelled')
    await bob.join(link)
    expect(bob.core.openSpaces().map(({ id }) => id)).toEqual([space])
  })
})

test('[SY5] devices that a member makes up are not followed without end', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    const { peers } = alice.space(space) as unknown as { peers: { sessions: Set<{ session: SpaceSession }> } }
    for (const { session } of peers.sessions) {
      const devices = Array.from({ length: 700 }, () => b4a.toString(randomBytes(32), 'hex'))
      session.emit('told', Object.fromEntries(devices.map((device) => [device, { blocks: 1, files: 1 }])))
    }
    const followed = () => alice.space(space).logs.all().length
    await world.until(() => followed() >= MAX_DEVICES, followed)
    const { page } = await bob.call['page.create']({ space, fields: { title: 'Charte' } })
    const row = () => alice.space(space).directory.get(page)
    await world.until(async () => (await row()) !== undefined, row)
    // One of each connection may have been on its way.
    expect(followed()).toBeLessThanOrEqual(MAX_DEVICES + 1)
  })
}, 60_000)
