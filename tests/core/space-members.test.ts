import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import { ViewDatabase } from '../../src-main/core/lib/view-database.ts'
import type { Block } from '../../src-main/core/log/block.ts'
import { withGuest } from '../../src-main/core/membership/descent.ts'
import { createInvitation, invitationKeys, proveInvited } from '../../src-main/core/membership/invitation.ts'
import { spaceIdOf } from '../../src-main/core/membership/space-keys.ts'
import { SpaceMembers } from '../../src-main/core/space-members.ts'
import type { DeviceId, PlaceId } from '../../src-shared/ids.ts'
import { codeOf } from '../support/code-of.ts'
import { lineOfGuests } from '../support/line-of-guests.ts'

const newDevice = () => b4a.toString(keyPair().publicKey, 'hex') as DeviceId
const [alice, bob] = [newDevice(), newDevice()]
const nonce = randomBytes(32)
const space = spaceIdOf(alice, nonce)
const place = newDocumentId() as PlaceId
const keys = invitationKeys(
  createInvitation({ space, spaceName: 'Drôme', placeName: 'Cédille', place: null, relayFor: null }, 0),
)
const terms = { expiresAt: 1, role: 'contributor', isReusable: true, needsApproval: false } as const

const invited = (): Block => ({ kind: 'invited', invitation: randomBytes(32), hostKey: randomBytes(32), ...terms })
const founded: Block = { kind: 'founded', nonce, place, name: 'Drôme' }
const ofBob: Block[] = [
  { kind: 'invited', invitation: keys.publicKey, hostKey: keys.hostKey, ...terms },
  { kind: 'welcomed', invitation: keys.publicKey, device: bob },
]
const joined: Block = {
  kind: 'joined',
  invitation: keys.publicKey,
  proof: proveInvited(keys, space, bob),
  place,
  placeName: 'Cédille',
}

const appointed = (device: DeviceId): Block => ({ kind: 'appointed', device, standing: 'removed', length: 1, turn: 1 })

let folder: string
let views: ViewDatabase
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-members-'))
  views = await ViewDatabase.open(folder)
})
afterEach(async () => {
  await views.close()
  await rm(folder, { recursive: true, force: true })
})

const beginEpoch = (): Block => ({ kind: 'rekeyed', epoch: randomBytes(8), turn: 1, shares: [] })
const own = { device: newDevice(), role: 'reader' } as const

function newMembers(of = space, isHere = (_device: DeviceId) => true): SpaceMembers {
  return new SpaceMembers({ space: of, own, views, append: async () => undefined, beginEpoch, held: () => 0, isHere })
}

async function tell(members: SpaceMembers, device: DeviceId, from: number, blocks: Block[]): Promise<void> {
  const batch = views.batch()
  for (const [offset, block] of blocks.entries()) {
    members.addTo(batch, device, from + offset, block)
    members.read(device, from + offset, block)
  }
  await batch.write()
  members.announce()
}

test('[ME4] after a restart the same of somebody’s acts are heard, however many there are', async () => {
  const members = newMembers()
  await tell(members, bob, 0, [joined])
  await tell(members, alice, 0, [founded, ...ofBob, ...Array.from({ length: 2_000 }, () => appointed(newDevice()))])
  // What comes after two thousand is not listened to any more.
  await tell(members, alice, 2_003, [appointed(bob)])
  expect(members.members.standing(bob)).toBe('contributor')
  const again = newMembers()
  await again.start()
  expect(again.members.standing(bob)).toBe('contributor')
})

test('[ME11] invitations are told of once for all that was read, and again when who wrote them becomes an administrator', async () => {
  const members = newMembers()
  let told = 0
  members.on('invited', () => told++)
  await tell(members, bob, 0, [joined])
  await tell(members, alice, 0, [founded, ...ofBob, ...Array.from({ length: 100 }, invited)])
  expect(told).toBe(1)
  await tell(members, bob, 1, [invited()])
  expect(members.members.invitations()).toHaveLength(101)
  told = 0
  await tell(members, alice, 103, [{ kind: 'appointed', device: bob, standing: 'administrator', length: 1, turn: 1 }])
  expect([told, members.members.invitations().length]).toEqual([1, 102])
})

test('[ME17] an invitation that was taken back is told of', async () => {
  const members = newMembers()
  await tell(members, alice, 0, [founded, ...ofBob])
  let told = 0
  members.on('invited', () => told++)
  await tell(members, alice, 3, [{ kind: 'revoked', invitation: keys.publicKey }])
  expect([told, members.members.invitations()[0]?.isRevoked]).toEqual([1, true])
})

test('[ME11] who has decided so much that nobody listens any more is told before it decides again', async () => {
  const members = newMembers()
  await tell(members, own.device, 0, Array.from({ length: 1_999 }, invited))
  expect(codeOf(() => members.checkHeard([invited(), { ...joined }]))).toBe('nothing was thrown')
  expect(codeOf(() => members.checkHeard([invited(), invited()]))).toBe('no-access')
})

test('[ME13] a crowd that somebody welcomed does not keep it from removing them', async () => {
  const members = newMembers()
  const crowd = Array.from(
    { length: 2_000 },
    (): Block => ({
      kind: 'welcomed',
      invitation: keys.publicKey,
      device: newDevice(),
    }),
  )
  await tell(members, bob, 0, [joined])
  await tell(members, alice, 0, [founded, ...ofBob, ...crowd])
  await tell(members, alice, 2_003, [appointed(bob)])
  expect(members.members.standing(bob)).toBe('removed')
})

describe('who shows how it comes from the founder', () => {
  const line = lineOfGuests(1)

  /** How many of so many newcomers get in whom the device lets in that is so many steps from the founder. */
  function crowd(members: SpaceMembers, steps: number, count: number): DeviceId[] {
    return Array.from({ length: count }, newDevice).filter((guest) => {
      const shown = withGuest(line.descent(steps), line.keys(steps), line.space, guest)
      return members.admits(guest, shown) === 'full' && members.access(guest) === 'full'
    })
  }

  test('[ME29] one who makes devices up leaves room for those whom others let in', () => {
    const members = newMembers(line.space)
    expect(crowd(members, 1, 1_000)).toHaveLength(500)
    expect(crowd(members, 0, 10)).toHaveLength(10)
    expect(crowd(members, 1, 10)).toHaveLength(0)
  })

  test('[ME29] who is away makes room, and shows it again', () => {
    const away = new Set<DeviceId>()
    const members = newMembers(line.space, (device) => !away.has(device))
    const [first, ...others] = crowd(members, 1, 500)
    if (!first) return expect.fail('nobody got in')
    away.add(first)
    expect(crowd(members, 1, 10)).toHaveLength(1)
    expect(members.access(first)).toBe('unknown')
    expect(others.filter((device) => members.access(device) === 'full')).toHaveLength(499)
  })

  test('[ME29] whom the logs tell of makes room', async () => {
    const members = newMembers(line.space)
    const [guest] = crowd(members, 0, 1_000)
    if (!guest) return expect.fail('nobody got in')
    expect(crowd(members, 0, 1)).toEqual([])
    const { publicKey: invitation, hostKey } = keys
    const proof = proveInvited(keys, line.space, guest)
    await tell(members, guest, 0, [{ kind: 'joined', invitation, proof, place, placeName: 'L’Établi' }])
    await tell(members, line.device(0), 0, [
      { kind: 'founded', nonce: b4a.from(line.descent(0).nonce, 'hex'), place, name: 'Drôme' },
      { kind: 'invited', invitation, hostKey, ...terms },
      { kind: 'welcomed', invitation, device: guest },
    ])
    expect(members.members.standing(guest)).toBe('contributor')
    expect(crowd(members, 0, 10)).toHaveLength(1)
  })
})
