import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { expect, test } from 'vitest'
import { proveContinued } from '../../../src-main/core/membership/continuation.ts'
import { createInvitation, invitationKeys, proveInvited } from '../../../src-main/core/membership/invitation.ts'
import { Members, type MembershipRecord } from '../../../src-main/core/membership/members.ts'
import { spaceIdOf } from '../../../src-main/core/membership/space-keys.ts'
import type { DeviceId, PlaceId, SpaceId } from '../../../src-shared/ids.ts'

const device = () => b4a.toString(keyPair().publicKey, 'hex') as DeviceId
const [alice, bob, carol, dave, erin, stranger] = [device(), device(), device(), device(), device(), device()]
const nonce = randomBytes(32)
const space = spaceIdOf(alice, nonce)
const place = 'placeplaceplaceplaceplace' as PlaceId
const fromAlice = invitationKeys(createInvitation(space, 'Drôme', 'Cédille', 0))
const fromBob = invitationKeys(createInvitation(space, 'Drôme', 'Cédille', 0))
const fromDave = invitationKeys(createInvitation(space, 'Drôme', 'Cédille', 0))

const invited = ({ publicKey, hostKey }: typeof fromAlice): MembershipRecord => ({
  kind: 'invited',
  invitation: publicKey,
  hostKey,
  expiresAt: 1,
})
const joined = (keys: typeof fromAlice, who: DeviceId, where: SpaceId = space): MembershipRecord => ({
  kind: 'joined',
  invitation: keys.publicKey,
  proof: proveInvited(keys, where, who),
  place,
})

/** Dave joins with bob's proof; erin with an invitation that dave, who does not belong, wrote. */
const records: [DeviceId, number, MembershipRecord][] = [
  [alice, 0, { kind: 'founded', nonce, place, name: 'Drôme' }],
  [alice, 1, invited(fromAlice)],
  [bob, 0, joined(fromAlice, bob)],
  [bob, 1, invited(fromBob)],
  [carol, 0, joined(fromBob, carol)],
  [dave, 0, joined(fromAlice, bob)],
  [dave, 1, invited(fromDave)],
]

function* ordersOf<Value>(values: Value[]): Generator<Value[]> {
  if (values.length === 0) yield []
  for (const [index, value] of values.entries()) {
    for (const rest of ordersOf(values.toSpliced(index, 1))) yield [value, ...rest]
  }
}

function membersAfter(read: typeof records, own: DeviceId): Members {
  const members = new Members(space, own)
  for (const [who, index, record] of read) members.read(who, index, record)
  return members
}

const names = (members: Members) =>
  members
    .all()
    .map((member) => member.device)
    .toSorted()

test('[ME4] whatever the order of reading, the same devices belong and the same invitations are open', () => {
  const expected = [alice, bob, carol].toSorted()
  let orders = 0
  for (const order of ordersOf(records)) {
    const members = membersAfter([...order, [erin, 0, joined(fromDave, erin)]], stranger)
    if (names(members).join() !== expected.join()) expect(names(members)).toEqual(expected)
    if (members.openInvitations(0).length !== 2) expect(members.openInvitations(0)).toHaveLength(2)
    orders++
  }
  expect(orders).toBe(5_040)
})

test('[ME5] nobody else founds a space, joins with a proof for another space, or belongs by a later block', () => {
  const forged: typeof records = [
    [stranger, 0, { kind: 'founded', nonce, place, name: 'Drôme' }],
    [dave, 0, joined(fromAlice, dave, 'b2'.repeat(32) as SpaceId)],
    [erin, 1, joined(fromAlice, erin)],
  ]
  expect(names(membersAfter([...records.slice(0, 2), ...forged], carol))).toEqual([alice])
})

test('[ME6] a newcomer belongs at home before any other log has come, and what it says then is heard later', () => {
  const [aliceFirst, aliceInvites, bobJoins, bobInvites, carolJoins] = records
  const atHome = [bobJoins, bobInvites, carolJoins].filter((record) => record !== undefined)
  expect(names(membersAfter(atHome, bob))).toEqual([bob, carol].toSorted())
  expect(names(membersAfter(atHome, stranger))).toEqual([])
  const rest = [aliceFirst, aliceInvites].filter((record) => record !== undefined)
  expect(names(membersAfter([...atHome, ...rest], bob))).toEqual([alice, bob, carol].toSorted())
})

test('[ME10] whatever the order of reading, whoever a member vouches for belongs in its place, and nobody else', () => {
  const bobKeys = keyPair()
  const heirKeys = keyPair()
  const keyOf = ({ publicKey }: typeof bobKeys) => b4a.toString(publicKey, 'hex') as DeviceId
  const [former, heir, second, thief] = [keyOf(bobKeys), keyOf(heirKeys), device(), device()]
  const continued = (keys: typeof bobKeys, who: DeviceId): MembershipRecord => ({
    kind: 'continued',
    former: keys.publicKey,
    proof: proveContinued(keys, space, who),
    place,
  })
  const told: typeof records = [
    ...records.slice(0, 2),
    [former, 0, joined(fromAlice, former)],
    [heir, 0, continued(bobKeys, heir)],
    [second, 0, continued(heirKeys, second)],
    [thief, 0, continued(bobKeys, heir)],
  ]
  for (const order of ordersOf(told)) {
    const members = membersAfter(order, stranger)
    expect(names(members)).toEqual([alice, former, heir, second].toSorted())
    expect([former, heir, second].map((who) => members.isFormer(who))).toEqual([true, true, false])
  }
})
