import * as A from '@automerge/automerge'
import b4a from 'b4a'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import type { Block } from '../../src-main/core/log/block.ts'
import { createInvitation, invitationKeys } from '../../src-main/core/membership/invitation.ts'
import type { DeviceId, PageId, SpaceId } from '../../src-shared/ids.ts'
import type { Fields } from '../../src-shared/model/fields.ts'
import { newPage } from '../../src-shared/model/page.ts'
import type { Role } from '../../src-shared/model/role.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'

/** Alice founds; Bob administers too, Carol is what a test makes of her, Dave contributes and is acted upon. */
interface Scene {
  alice: TestCore
  carol: TestCore
  dave: TestCore
  space: SpaceId
  page: PageId
  /** An invitation that makes administrators, one that makes contributors: keys, in hexadecimal. */
  open: { administrator: string; contributor: string }
}

interface Act {
  name: string
  /** What may do it, from the least on. */
  needs: Role
  /** How a window asks for it; absent where only the core does it by itself. */
  ask?(by: TestCore, scene: Scene): Promise<unknown>
  /** What a program of one's own writes into its log instead. */
  block(by: TestCore, scene: Scene): Block | Promise<Block>
}

/** Nobody who was ever here. */
const GHOST = 'ab'.repeat(32) as DeviceId
const GHOST_HASH = 'cd'.repeat(32)

function appointed(by: TestCore, { space }: Scene, whom: TestCore, standing: Role | 'removed'): Block {
  const { device } = whom.core
  return { kind: 'appointed', device, standing, length: by.space(space).logs.get(device)?.held ?? 0, turn: 1_000 }
}

/** A change of a document as `by` has it, which its own program made. */
async function changed(by: TestCore, space: SpaceId, document: PageId, edit: (draft: Fields) => void): Promise<Block> {
  const { document: before } = await by.space(space).documents.load(document, CORE_SLOT)
  const after = A.change(A.clone(before, { actor: actorOf(actorPrefix(space, by.core.device), 9) }), edit)
  return { kind: 'changed', document, changes: A.getChangesSince(after, A.getHeads(before)), at: 1 }
}

const acts: Act[] = [
  {
    name: 'invites',
    needs: 'administrator',
    ask: (by, { space }) => by.invite(space),
    block: (_, { space }) => {
      const of = { space, spaceName: 'Drôme', placeName: 'Cédille', place: null, relayFor: null }
      const { publicKey: invitation, hostKey } = invitationKeys(createInvitation(of, 0))
      const terms = { role: 'administrator', isReusable: true, needsApproval: false } as const
      return { kind: 'invited', invitation, hostKey, expiresAt: 8e12, ...terms }
    },
  },
  {
    name: 'welcomes by a link for administrators',
    needs: 'administrator',
    block: (_, { open }) => ({ kind: 'welcomed', invitation: b4a.from(open.administrator, 'hex'), device: GHOST }),
  },
  {
    name: 'welcomes by a link for contributors',
    needs: 'contributor',
    block: (_, { open }) => ({ kind: 'welcomed', invitation: b4a.from(open.contributor, 'hex'), device: GHOST }),
  },
  {
    name: 'takes an invitation back',
    needs: 'administrator',
    ask: (by, { space, open }) => by.call['invitation.revoke']({ space, invitation: open.contributor }),
    block: (_, { open }) => ({ kind: 'revoked', invitation: b4a.from(open.contributor, 'hex') }),
  },
  {
    name: 'begins an epoch',
    needs: 'administrator',
    block: (by, { space }) => by.space(space).epochs.begin(),
  },
  {
    name: 'appoints another',
    needs: 'administrator',
    ask: (by, { space, dave }) =>
      by.call['member.appoint']({ space, device: dave.core.device, standing: 'administrator' }),
    block: (by, scene) => appointed(by, scene, scene.dave, 'administrator'),
  },
  {
    name: 'removes another',
    needs: 'administrator',
    ask: (by, { space, dave }) => by.call['member.appoint']({ space, device: dave.core.device, standing: 'removed' }),
    block: (by, scene) => appointed(by, scene, scene.dave, 'removed'),
  },
  {
    name: 'promotes itself',
    needs: 'administrator',
    ask: (by, { space }) => by.call['member.appoint']({ space, device: by.core.device, standing: 'administrator' }),
    block: (by, scene) => appointed(by, scene, by, 'administrator'),
  },
  {
    name: 'writes a page',
    needs: 'contributor',
    ask: (by, { space }) => by.call['page.create']({ space, fields: { title: 'Intruse' } }),
    block: (by, { space }) => {
      const fields = { ...newPage({ title: 'Intruse' }, 1) }
      const changes = A.getAllChanges(A.from(fields, { actor: actorOf(actorPrefix(space, by.core.device), 9) }))
      const summary = { schema: 1, type: 'page', title: 'Intruse' }
      return { kind: 'changed', document: newDocumentId(), changes, at: 1, summary }
    },
  },
  {
    name: 'writes into another’s page',
    needs: 'contributor',
    ask: (by, { space, page }) => by.call['page.edit']({ space, page, fields: { title: 'Changée' } }),
    block: (by, { space, page }) => changed(by, space, page, (draft) => Object.assign(draft, { title: 'Changée' })),
  },
  {
    name: 'deletes another’s page',
    needs: 'contributor',
    ask: (by, { space, page }) => by.call['page.delete']({ space, page }),
    block: (by, { space, page }) => changed(by, space, page, (draft) => Object.assign(draft, { deletedAt: 1 })),
  },
  {
    name: 'adds a picture',
    needs: 'contributor',
    ask: (by, { space }) => by.call['blob.add']({ space, bytes: new Uint8Array(3), name: 'a.png' }),
    block: () => ({
      kind: 'attached',
      hash: GHOST_HASH as never,
      type: 'image/png',
      name: 'a.png',
      key: new Uint8Array(32),
      blob: { blockOffset: 0, blockLength: 1, byteOffset: 0, byteLength: 3 },
    }),
  },
  {
    name: 'removes the founder',
    needs: 'administrator',
    ask: (by, { space, alice }) => by.call['member.appoint']({ space, device: alice.core.device, standing: 'removed' }),
    block: (by, scene) => appointed(by, scene, scene.alice, 'removed'),
  },
]

async function scene(world: World, standing: Role): Promise<Scene & { bob: TestCore; all: TestCore[] }> {
  const alice = await world.startOne('alice')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
  const keys = () => alice.space(space).members.invitations()
  const link = {
    administrator: await alice.invite(space),
    contributor: await alice.invite(space, { role: 'contributor' }),
  }
  const links = { ...link, reader: await alice.invite(space, { role: 'reader' }) }
  const bob = await world.startOne('bob')
  await bob.join(links.administrator)
  const carol = await world.startOne('carol')
  await carol.join(links[standing])
  const dave = await world.startOne('dave')
  await dave.join(links.contributor)
  const { page } = await dave.call['page.create']({ space, fields: { title: 'Charte' } })
  await world.settled(space)
  const keyOf = (role: Role) =>
    b4a.toString(keys().find((known) => known.role === role)?.invitation ?? new Uint8Array(), 'hex')
  const open = { administrator: keyOf('administrator'), contributor: keyOf('contributor') }
  return { alice, bob, carol, dave, space, page, open, all: [alice, bob, carol, dave] }
}

/** All that somebody might change of a network, as one device sees it. */
async function seenBy(device: TestCore, space: SpaceId) {
  const here = device.space(space)
  await here.readHeld()
  const { members } = await device.call['member.list']({ space })
  return {
    standings: Object.fromEntries(members.map((member) => [member.device, member.standing])),
    invitations: here.members
      .invitations()
      .map(({ invitation, role, by, isRevoked, guests }) =>
        [b4a.toString(invitation, 'hex'), role, by, isRevoked, ...new Set(guests.toSorted())].join(' '),
      )
      .toSorted(),
    epochs: here.members.epochs().map(({ id, author }) => `${id} by ${author}`),
    writesUnder: here.epochs.current?.epoch,
    pages: (await here.directory.list('page'))
      .map(({ page, title, deletedAt }) => `${page} ${title} ${deletedAt}`)
      .toSorted(),
    picture: await codeOfRejection(device.call['blob.read']({ space, hash: GHOST_HASH as never })),
    pictureBytes: here.blobs.totalBytes(),
  }
}

/** Waits until all of `by` have the whole log of `whom`. */
async function held(world: World, by: TestCore[], whom: TestCore, space: SpaceId): Promise<void> {
  const { device } = whom.core
  const length = whom.space(space).logs.own.held
  await world.until(
    () => by.every((each) => each.space(space).logs.get(device)?.held === length),
    () => `${length} blocks of ${whom.name}`,
  )
}

const mayNot = (standing: Role) => acts.filter(({ needs }) => needs === 'administrator' || standing === 'reader')

test.for(['contributor', 'reader'] as const)(
  '[ME11] what a %s may not do is refused at home, and done all the same it changes nothing for anybody',
  async (standing) => {
    await inWorld(async (world) => {
      const { all, carol, space, ...rest } = await scene(world, standing)
      const others = all.filter((device) => device !== carol)
      const before = await seenBy(rest.alice, space)
      for (const { name, ask, block } of mayNot(standing)) {
        const own = carol.space(space).logs.own
        const written = own.held
        if (ask) expect(await codeOfRejection(ask(carol, { carol, space, ...rest })), name).toBe('no-access')
        await carol.space(space).membership.beginEpochIfNeeded()
        expect(own.held, name).toBe(written)
        await carol.space(space).append([await block(carol, { carol, space, ...rest })])
        await held(world, others, carol, space)
        for (const device of all) expect(await seenBy(device, space), `${name}, for ${device.name}`).toEqual(before)
      }
      for (const device of others) await device.restart()
      await rest.dave.call['page.edit']({ space, page: rest.page, fields: { title: 'La charte' } })
      await world.settled(space)
      const pages = [expect.stringContaining('La charte')]
      for (const device of all) expect(await seenBy(device, space), device.name).toEqual({ ...before, pages })
    })
  },
)

// What it is worth that the same changes nothing.
test('[ME11] each of these acts of an administrator changes something for everybody', async () => {
  await inWorld(async (world) => {
    const { bob, carol, ...rest } = await scene(world, 'administrator')
    const { space } = rest
    for (const { name, block } of acts.filter((act) => act.name !== 'promotes itself')) {
      const before = await seenBy(bob, space)
      await carol.space(space).append([await block(carol, { carol, ...rest })])
      await held(world, [bob], carol, space)
      expect(await seenBy(bob, space), name).not.toEqual(before)
    }
  })
})

test('[ME13] whatever an administrator did behind its removal, before anybody had heard of that, is undone', async () => {
  await inWorld(async (world) => {
    const { all, alice, bob, carol, dave, space, ...rest } = await scene(world, 'administrator')
    const { device } = carol.core
    world.exchange.partition([
      ['alice', 'dave'],
      ['bob', 'carol'],
    ])
    await alice.call['member.appoint']({ space, device, standing: 'removed' })
    await world.until(
      () => dave.space(space).members.standing(device) === 'removed',
      () => 'dave is to hear of it',
    )
    const after = await seenBy(alice, space)
    for (const { block } of acts) {
      await carol.space(space).append([await block(carol, { alice, carol, dave, space, ...rest })])
    }
    await world.until(
      () => bob.space(space).members.standing(alice.core.device) === 'removed',
      () => 'bob is to believe carol',
    )
    await bob.space(space).readHeld()
    // Under the key that carol gave him.
    await bob.call['page.create']({ space, fields: { title: 'De bob' } })
    world.exchange.partition([['alice', 'bob', 'dave'], ['carol']])
    await world.until(
      () => bob.isSpent,
      () => 'bob is to read again',
    )
    await bob.restart()
    const honest = all.filter((each) => each !== carol)
    for (const each of honest) {
      await world.until(
        async () => (await seenBy(each, space)).pages.length === 2,
        () => seenBy(each, space),
      )
    }
    for (const each of honest) {
      const seen = await seenBy(each, space)
      // Bob may have begun an epoch himself, which carol has the key of.
      const epochs = seen.epochs.filter((epoch) => !epoch.endsWith(bob.core.device))
      const pages = seen.pages.map((page) => page.split(' ').slice(1).join(' ')).toSorted()
      const wanted = { ...after, pages: ['Charte null', 'De bob null'] }
      expect({ ...seen, epochs, pages }, each.name).toEqual(wanted)
    }
  })
})
