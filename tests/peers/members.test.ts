import { afterEach, expect, test, vi } from 'vitest'
import type { InvitationsOptions } from '../../src-main/core/invitations.ts'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'
import type { AppointedStanding, Standing } from '../../src-shared/model/role.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { HeldWire } from '../support/held-wire.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { lists, threePlaces, titles } from '../support/three-places.ts'

afterEach(() => {
  vi.useRealTimers()
})

async function standings(device: TestCore, space: SpaceId): Promise<Record<DeviceId, Standing>> {
  const { members } = await device.call['member.list']({ space })
  return Object.fromEntries(members.map((member) => [member.device, member.standing]))
}

async function appoint(by: TestCore, space: SpaceId, whom: TestCore, standing: AppointedStanding): Promise<void> {
  await by.call['member.appoint']({ space, device: whom.core.device, standing })
}

/** Waits until all of `heard` know what `whom` may do. */
async function known(world: World, heard: TestCore[], space: SpaceId, whom: TestCore, standing: Standing) {
  const { device } = whom.core
  await world.until(
    () => heard.every((each) => each.space(space).members.standing(device) === standing),
    () => heard.map((each) => `${each.name}: ${each.space(space).members.standing(device)}`),
  )
}

/** Who comes back asks beside the connections that it has. */
function letAskBeside(world: World): void {
  let wires = 0
  world.wires = (name, keyPair) => [new HeldWire(world.exchange, `${name} ${++wires}`, keyPair)]
}

const write = (device: TestCore, space: SpaceId, title: string) =>
  device.call['page.create']({ space, fields: { title } })

test('[ME11] a reader writes nothing, at home neither, and reads everything', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    const dave = await world.startOne('dave')
    await dave.join(await alice.invite(space, { role: 'reader' }))
    await write(bob, space, 'Charte')
    await world.settled(space)
    expect(await titles(dave, space)).toEqual(['Charte'])
    expect(await codeOfRejection(write(dave, space, 'À moi'))).toBe('no-access')
    expect(await codeOfRejection(dave.call['blob.add']({ space, bytes: new Uint8Array(3), name: 'a.png' }))).toBe(
      'no-access',
    )
    expect(await codeOfRejection(dave.invite(space))).toBe('no-access')
    expect(await codeOfRejection(appoint(dave, space, bob, 'removed'))).toBe('no-access')
    expect((await bob.call['member.list']({ space })).members).toContainEqual({
      device: dave.core.device,
      place: 'place of dave',
      placeId: expect.any(String),
      standing: 'reader',
      isOwn: false,
      isFormer: false,
    })
    await appoint(alice, space, dave, 'contributor')
    await known(world, [alice, bob, dave], space, dave, 'contributor')
    await write(dave, space, 'À moi')
    await world.settled(space)
    expect(await titles(bob, space)).toEqual(['Charte', 'À moi'].toSorted())
  })
})

test('[ME11] what a reader writes all the same is refused by everybody', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    const { page } = await write(bob, space, 'Charte')
    await world.settled(space)
    await appoint(alice, space, carol, 'reader')
    await known(world, all, space, carol, 'reader')
    const forged = carol.space(space)
    forged.membership.check = () => undefined
    await carol.edit(space, page, (draft) => Object.assign(draft, { title: 'Forgée' }))
    await world.settled(space)
    for (const device of all) expect(await titles(device, space)).toEqual(['Charte'])
    expect((await bob.call['space.setAside']({ space })).setAside).toMatchObject([
      { document: page, device: carol.core.device, reason: 'no-access' },
    ])
  })
})

test('[ME12] nobody who has no say uses up the turns of those who have', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    await appoint(alice, space, carol, 'reader')
    await known(world, all, space, carol, 'reader')
    const turn = Number.MAX_SAFE_INTEGER
    const of = { kind: 'appointed', standing: 'administrator', length: 0, turn } as const
    await carol.space(space).append([bob, carol].map(({ core }) => ({ ...of, device: core.device })))
    await world.settled(space)
    await appoint(alice, space, bob, 'contributor')
    await known(world, all, space, bob, 'contributor')
    await appoint(alice, space, bob, 'administrator')
    await known(world, all, space, bob, 'administrator')
  })
})

test('[ME13] who is removed is cut off at once, gets nothing more, and what it writes then counts nowhere', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    await appoint(alice, space, carol, 'contributor')
    await known(world, all, space, carol, 'contributor')
    await write(carol, space, 'Avant')
    await world.settled(space)
    const held = carol.blocksHeld(space)
    await appoint(alice, space, carol, 'removed')
    await known(world, [alice, bob], space, carol, 'removed')
    await write(alice, space, 'Après')
    await write(bob, space, 'Ensuite')
    await world.until(
      async () => (await titles(bob, space)).length === 3,
      () => titles(bob, space),
    )
    // At most that it was removed, and that an epoch began without it.
    expect(carol.blocksHeld(space)).toBeLessThanOrEqual(held + 2)
    await carol.restart()
    expect(await titles(carol, space)).toEqual(['Avant'])
    await world.until(
      async () => (await carol.status(space)).isDismissed,
      () => 'carol is to be told',
    )
    const bobSawCarol = bob.blocksHeld(space)
    // It may not know yet: what it writes stays where it is.
    await write(carol, space, 'Hors jeu').catch(() => undefined)
    await write(alice, space, 'Encore')
    await world.until(
      async () => (await titles(bob, space)).length === 4,
      () => titles(bob, space),
    )
    expect(bob.blocksHeld(space)).toBe(bobSawCarol + 1)
    expect((await alice.status(space)).peers.map(({ device }) => device)).toEqual([bob.core.device])
  })
})

test('[ME13] what was written behind a removal that nobody had heard of is taken out of everybody’s pages again', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const { page } = await write(carol, space, 'Avant')
    await world.settled(space)
    // Alice hears nothing of what carol writes to bob.
    world.exchange.cut('alice', 'carol')
    world.exchange.cut('alice', 'bob')
    await write(carol, space, 'Trop tard')
    await carol.edit(space, page, (draft) => Object.assign(draft, { title: 'Changée' }))
    await world.until(
      async () => (await titles(bob, space)).includes('Changée'),
      () => titles(bob, space),
    )
    expect(await titles(bob, space)).toEqual(['Changée', 'Trop tard'])
    await appoint(alice, space, carol, 'removed')
    world.exchange.join('alice', 'bob')
    await known(world, [bob], space, carol, 'removed')
    await world.until(
      () => bob.isSpent,
      () => 'bob is to read again',
    )
    await bob.restart()
    await world.until(
      async () => (await titles(bob, space)).join() === 'Avant',
      () => titles(bob, space),
    )
    expect(await titles(alice, space)).toEqual(['Avant'])
    const { setAside } = await bob.call['space.setAside']({ space })
    expect(setAside.map(({ reason, place }) => `${reason} of ${place}`)).toEqual([
      'no-access of place of carol',
      'no-access of place of carol',
    ])
    await bob.restart()
    expect(await titles(bob, space)).toEqual(['Avant'])
  })
})

test('[ME14] two administrators remove each other apart: the founder stays, everywhere', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    world.exchange.partition([['alice'], ['bob'], ['carol']])
    await appoint(bob, space, alice, 'removed')
    await appoint(alice, space, bob, 'removed')
    world.exchange.join('carol', 'bob')
    await known(world, [carol], space, alice, 'removed')
    world.exchange.join('carol', 'alice')
    await known(world, [alice, carol], space, bob, 'removed')
    expect(await standings(carol, space)).toEqual({
      [alice.core.device]: 'administrator',
      [bob.core.device]: 'removed',
      [carol.core.device]: 'administrator',
    })
    expect(await standings(alice, space)).toEqual(await standings(carol, space))
  })
})

test('[ME15] an invitation of one use lets in one, and tells the next', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await threePlaces(world)
    const newcomers = await world.start('dave', 'erin')
    const link = await alice.invite(space, { role: 'contributor', isReusable: false })
    const answers = await Promise.all(newcomers.map((device) => codeOfRejection(device.join(link))))
    expect(answers.toSorted()).toEqual(['invitation-used', 'nothing was thrown'])
    await world.until(
      async () => (await alice.call['member.list']({ space })).members.length === 4,
      () => standings(alice, space),
    )
    const { invitations } = await alice.call['invitation.list']({ space })
    expect(invitations.map(({ state }) => state).toSorted()).toEqual(['open', 'used'])
  })
})

test('[ME15] whoever came by a link that had let in another is sent away, and told', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const link = await alice.invite(space, { role: 'contributor', isReusable: false })
    await world.settled(space)
    world.exchange.partition([
      ['alice', 'dave'],
      ['bob', 'carol', 'erin'],
    ])
    const [dave, erin] = [await world.startOne('dave'), await world.startOne('erin')]
    await dave.join(link)
    await erin.join(link)
    await write(erin, space, 'De celle qui vint en second')
    world.exchange.joinAll()
    // Whether she reads of the other in a log, or is only told, depends on who knew first.
    await known(world, [alice, bob, carol], space, erin, 'removed')
    await known(world, [alice, bob, carol, dave], space, dave, 'contributor')
    await write(alice, space, 'Entre nous')
    await world.until(
      async () => (await erin.status(space)).isDismissed && (await titles(dave, space)).includes('Entre nous'),
      () => 'erin is to be told, and dave to read',
    )
    expect(await titles(erin, space)).not.toContain('Entre nous')
  })
})

test('[ME30] whoever was removed comes back by a new link, as somebody else of the same place, and goes on elsewhere', async () => {
  await inWorld(async (world) => {
    letAskBeside(world)
    const { alice, bob, carol, space } = await threePlaces(world)
    const { space: elsewhere } = await carol.call['space.create']({
      name: 'Diois',
      place: { name: 'Ici', commune: '' },
    })
    await write(carol, elsewhere, 'Ailleurs')
    await write(carol, space, 'D’avant')
    await world.until(
      async () => (await titles(alice, space)).length === 1,
      () => 'alice is to have what carol wrote',
    )
    const before = carol.core.device
    const read = (link: string) => carol.call['invitation.read']({ link })
    const spent = await alice.invite(space)
    expect(await read(spent)).toMatchObject({ belonging: 'member' })
    await appoint(alice, space, carol, 'removed')
    await known(world, [alice, bob], space, carol, 'removed')
    await carol.restart()
    await world.until(
      () => carol.space(space).isRemoved,
      () => 'carol is to be told',
    )
    await write(alice, space, 'Pendant son absence')
    const link = await alice.invite(space, { role: 'contributor', isReusable: false })
    expect(await read(link)).toMatchObject({ belonging: 'removed' })
    await world.within(carol.call['invitation.join']({ link }), 'carol was to come back')
    await world.until(
      () => carol.isSpent,
      () => 'carol is to start again',
    )
    await carol.restart()
    expect(carol.core.device).not.toBe(before)
    await write(carol, space, 'De retour')
    const all = ['De retour', 'D’avant', 'Pendant son absence']
    for (const device of [alice, bob, carol]) await lists(world, device, space, all)
    const { members } = await alice.call['member.list']({ space })
    const ofCarol = members.filter(({ place }) => place === 'place of carol')
    expect(ofCarol.map(({ device, standing }) => [device, standing])).toEqual(
      expect.arrayContaining([
        [before, 'removed'],
        [carol.core.device, 'contributor'],
      ]),
    )
    expect((await bob.call['place.list']({ space })).places).toHaveLength(3)
    await write(carol, elsewhere, 'Toujours')
    expect(await titles(carol, elsewhere)).toEqual(['Ailleurs', 'Toujours'])
  })
})

test('[ME30] whoever comes back does not believe a member that hands it another secret, and waits for one that does not', async () => {
  await inWorld(async (world) => {
    letAskBeside(world)
    const { alice, bob, carol, space } = await threePlaces(world)
    await write(carol, space, 'D’avant')
    await world.until(
      async () => (await titles(bob, space)).length === 1,
      () => 'bob is to have what carol wrote',
    )
    await appoint(alice, space, carol, 'removed')
    await known(world, [alice, bob], space, carol, 'removed')
    await world.until(
      () => carol.space(space).isRemoved,
      () => 'carol is to be told',
    )
    const link = await alice.invite(space)
    await world.until(
      () => bob.space(space).members.invitations().length === 2,
      () => 'bob is to know of the invitation',
    )
    await bob.stop()
    let hasLied = false
    const options = Reflect.get(alice.core.invitations, 'options') as InvitationsOptions
    const { known: truth } = options
    options.known = (id) => {
      const told = truth(id)
      hasLied = true
      return told && { ...told, secret: '0'.repeat(64) }
    }
    const returned = world.within(carol.call['invitation.join']({ link }), 'carol was to come back')
    await world.until(
      () => hasLied,
      () => 'alice is to answer',
    )
    await bob.start()
    await returned
    await carol.restart()
    await write(carol, space, 'De retour')
    await lists(world, bob, space, ['De retour', 'D’avant'])
    await lists(world, carol, space, ['De retour', 'D’avant'])
  })
})

test('[ME16] where an administrator must say yes, whoever asks waits for it, and a no is told', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await threePlaces(world)
    const dave = await world.startOne('dave')
    const link = await alice.invite(space, { role: 'reader', needsApproval: true })
    const requests = async () => (await alice.call['invitation.requests']({})).requests
    const asked = async () => {
      await world.until(
        async () => (await requests()).length === 1,
        () => requests(),
      )
      return (await requests())[0] ?? { request: '' }
    }
    alice.core.invitations.on('requestsChanged', () => world.ring())
    let isHeard: boolean | undefined
    dave.core.invitations.on('heard', (_, now) => {
      isHeard = now
      world.ring()
    })
    const refused = codeOfRejection(dave.join(link))
    const first = await asked()
    await world.until(
      () => isHeard === true,
      () => 'who asks is to be told that somebody has to say yes',
    )
    expect(first).toMatchObject({ space, placeName: 'place of dave', commune: 'Die', role: 'reader' })
    await alice.call['invitation.decide']({ request: first.request, accept: false })
    expect(await refused).toBe('invitation-declined')
    expect(isHeard).toBe(false)
    const joined = codeOfRejection(dave.join(link))
    await alice.call['invitation.decide']({ request: (await asked()).request, accept: true })
    expect(await joined).toBe('nothing was thrown')
    await world.settled(space)
    expect((await standings(alice, space))[dave.core.device]).toBe('reader')
    expect(await requests()).toEqual([])
  })
})

test('[ME17] an invitation that was taken back lets nobody in, and says so', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    const dave = await world.startOne('dave')
    const link = await alice.invite(space, { isReusable: false })
    const known = async () => (await bob.call['invitation.list']({ space })).invitations
    await world.until(
      async () => (await known()).length === 2,
      () => known(),
    )
    const open = (await known()).find(({ isReusable }) => !isReusable)
    expect(open).toMatchObject({ by: 'Cédille', state: 'open', guests: [] })
    await bob.call['invitation.revoke']({ space, invitation: open?.invitation ?? '' })
    await world.until(
      async () => (await alice.call['invitation.list']({ space })).invitations.some(({ state }) => state === 'revoked'),
      () => 'alice is to hear of it',
    )
    expect(await codeOfRejection(dave.join(link))).toBe('invitation-revoked')
  })
})

test('[ME17] a link that somebody wrote who is no administrator any more lets nobody in', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const link = await bob.invite(space)
    await world.settled(space)
    await appoint(alice, space, bob, 'contributor')
    await known(world, [bob, carol], space, bob, 'contributor')
    await world.settled(space)
    const dave = await world.startOne('dave')
    expect(await codeOfRejection(dave.join(link))).toBe('invitation-revoked')
  })
})

test('[ME16] whoever asked is not let in by somebody who may not say yes any more', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const link = await alice.invite(space, { role: 'reader', needsApproval: true })
    await world.settled(space)
    for (const other of [alice, carol]) world.exchange.cut(other.name, 'dave')
    const dave = await world.startOne('dave')
    bob.core.invitations.on('requestsChanged', () => world.ring())
    const joining = codeOfRejection(dave.join(link))
    await world.until(
      () => bob.core.invitations.requests().length === 1,
      () => 'dave is to ask',
    )
    const [asked] = bob.core.invitations.requests()
    await appoint(alice, space, bob, 'contributor')
    await known(world, [bob], space, bob, 'contributor')
    const append = vi.spyOn(bob.space(space), 'append')
    await bob.call['invitation.decide']({ request: asked?.id ?? '', accept: true })
    await write(bob, space, 'Ensuite')
    await dave.call['invitation.cancelJoin']({})
    expect(await joining).toBe('cancelled')
    expect(append.mock.calls.flatMap(([blocks]) => blocks.map(({ kind }) => kind))).toEqual(['changed'])
  })
})

test('[ME16] whoever waits for a yes is not cut off as somebody who proves nothing', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await threePlaces(world)
    const link = await alice.invite(space, { role: 'reader', needsApproval: true })
    await world.settled(space)
    const dave = await world.startOne('dave')
    alice.core.invitations.on('requestsChanged', () => world.ring())
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const joining = codeOfRejection(dave.join(link))
    await world.until(
      () => alice.core.invitations.requests().length === 1,
      () => 'dave is to ask',
    )
    const [asked] = alice.core.invitations.requests()
    let changes = 0
    alice.core.invitations.on('requestsChanged', () => changes++)
    vi.advanceTimersByTime(25_000)
    vi.useRealTimers()
    await alice.call['page.create']({ space, fields: { title: 'Pendant ce temps' } })
    expect([alice.core.invitations.requests(), changes]).toEqual([[asked], 0])
    await alice.call['invitation.decide']({ request: asked?.id ?? '', accept: true })
    expect(await joining).toBe('nothing was thrown')
  })
})

test('[ME13] with a place that moved to another computer its former key is removed too, and what it wrote stays', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    await write(carol, space, 'Avant')
    await world.settled(space)
    const former = carol.core.device
    world.home = async () => 'another computer'
    await carol.restart()
    await write(carol, space, 'Après le déménagement')
    await world.settled(space)
    expect(carol.core.device).not.toBe(former)
    await appoint(alice, space, carol, 'removed')
    await known(world, [alice, bob], space, carol, 'removed')
    await world.until(
      async () => (await standings(bob, space))[former] === 'removed',
      () => standings(bob, space),
    )
    await bob.restart()
    expect(await titles(bob, space)).toEqual(['Après le déménagement', 'Avant'])
    expect(bob.isSpent).toBe(false)
  })
})

test('[ME18] the last administrator stays one', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Die' } })
    expect(await codeOfRejection(appoint(alice, space, alice, 'contributor'))).toBe('last-administrator')
  })
})

test('[ME18] the key that an administrator moved on from is not another one', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    world.home = async () => 'another computer'
    await alice.restart()
    await world.settled(space)
    await appoint(alice, space, bob, 'reader')
    for (const { device, standing } of alice.space(space).members.all()) {
      const isOurs = alice.space(space).members.lineOf(alice.core.device).includes(device)
      if (standing === 'administrator' && !isOurs)
        await alice.call['member.appoint']({ space, device, standing: 'reader' })
    }
    expect(await codeOfRejection(appoint(alice, space, alice, 'contributor'))).toBe('last-administrator')
  })
})

test('[ME21] one more computer of a place writes for it, and neither founds nor names another', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, all } = await threePlaces(world)
    const places = async (device: TestCore) => (await device.call['place.list']({ space })).places
    const before = await places(alice)
    const own = (await alice.call['member.list']({ space })).members.find(({ isOwn }) => isOwn)?.place ?? ''
    const dave = await world.startOne('dave')
    const link = await alice.invite(space, { ofOwnPlace: true, isReusable: false })
    expect(await dave.call['invitation.read']({ link })).toMatchObject({ placeName: own, isOfPlace: true })
    await dave.call['invitation.join']({ link })
    await write(dave, space, 'Écrite au bar')
    await world.settled(space)
    for (const device of [...all, dave]) {
      expect(await places(device)).toEqual(before)
      const { members } = await device.call['member.list']({ space })
      const computers = members.filter(({ place }) => place === own).map((member) => member.device)
      expect(computers.toSorted()).toEqual([alice.core.device, dave.core.device].toSorted())
    }
    await dave.restart()
    await world.settled(space)
    expect(await places(bob)).toEqual(before)
  })
})

test('[ME21] whoever founds a place says what it is called', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await threePlaces(world)
    const dave = await world.startOne('dave')
    const link = await alice.invite(space)
    expect(await dave.call['invitation.read']({ link })).toMatchObject({ isOfPlace: false })
    expect(await codeOfRejection(dave.call['invitation.join']({ link }))).toBe('invalid-input')
  })
})

test('[ME22] the only administrator’s computer is lost, and its sheet gives a fresh one its place', async () => {
  await inWorld(async (world) => {
    const [alice, bob] = [await world.startOne('alice'), await world.startOne('bob')]
    const place = { name: 'L’Établi', commune: 'Crest' }
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    await bob.join(await alice.invite(space, { role: 'contributor' }))
    await write(alice, space, 'Charte')
    await world.settled(space)
    const { places } = await bob.call['place.list']({ space })
    const { sheet } = await alice.call['space.recoverySheet']({ space })
    const lost = alice.core.device
    await alice.stop()
    const carol = await world.startOne('carol')
    expect(await carol.call['space.recover']({ sheet })).toEqual({ space })
    expect(await carol.call['space.recover']({ sheet })).toEqual({ space })
    await world.settled(space)
    expect(await titles(carol, space)).toEqual(['Charte'])
    expect((await carol.call['place.list']({ space })).places).toEqual(places)
    for (const device of [bob, carol]) {
      const { members } = await device.call['member.list']({ space })
      expect(members.find((member) => member.device === carol.core.device)).toMatchObject({
        place: 'L’Établi',
        standing: 'administrator',
      })
      expect(members.find((member) => member.device === lost)?.isFormer).toBe(true)
    }
    await write(carol, space, 'De retour')
    await appoint(carol, space, bob, 'administrator')
    await known(world, [bob], space, bob, 'administrator')
    await world.settled(space)
    expect(await titles(bob, space)).toEqual(['Charte', 'De retour'])
  })
})
