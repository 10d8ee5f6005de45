import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { expect, test } from 'vitest'
import { proveContinued } from '../../../src-main/core/membership/continuation.ts'
import { createInvitation, invitationKeys, proveInvited } from '../../../src-main/core/membership/invitation.ts'
import { Members } from '../../../src-main/core/membership/members.ts'
import type { MembershipRecord, RecordOf } from '../../../src-main/core/membership/membership-record.ts'
import { spaceIdOf } from '../../../src-main/core/membership/space-keys.ts'
import type { DeviceId, PlaceId, SpaceId } from '../../../src-shared/ids.ts'
import type { AppointedStanding, Role } from '../../../src-shared/model/role.ts'
import { chance } from '../../support/random.ts'
import { sample } from '../../support/sample.ts'

type Told = [DeviceId, number, MembershipRecord]

const deviceOf = ({ publicKey }: { publicKey: Uint8Array }) => b4a.toString(publicKey, 'hex') as DeviceId
const device = () => deviceOf(keyPair())
const [alice, bob, carol, dave, erin, stranger] = [device(), device(), device(), device(), device(), device()]
const relay = device()
const nonce = randomBytes(32)
const space = spaceIdOf(alice, nonce)
const place = 'placeplaceplaceplaceplace' as PlaceId

const newKeys = () =>
  invitationKeys(createInvitation({ space, spaceName: 'Drôme', placeName: 'Cédille', place: null, relayFor: null }, 0))
type Keys = ReturnType<typeof newKeys>
const [fromAlice, fromBob, fromDave] = [newKeys(), newKeys(), newKeys()]

const invited = ({ publicKey, hostKey }: Keys, options: Partial<RecordOf<'invited'>> = {}): MembershipRecord => ({
  kind: 'invited',
  invitation: publicKey,
  hostKey,
  expiresAt: 1,
  role: 'administrator',
  isReusable: true,
  needsApproval: false,
  ...options,
})
const joined = (keys: Keys, who: DeviceId, where: SpaceId = space): MembershipRecord => ({
  kind: 'joined',
  invitation: keys.publicKey,
  proof: proveInvited(keys, where, who),
  place,
  placeName: 'Cédille',
})
const welcomed = ({ publicKey }: Keys, who: DeviceId): MembershipRecord => ({
  kind: 'welcomed',
  invitation: publicKey,
  device: who,
})
const appointed = (who: DeviceId, standing: AppointedStanding, length: number, turn = 1): MembershipRecord => ({
  kind: 'appointed',
  device: who,
  standing,
  length,
  turn,
})

/** Dave joins with bob's proof; erin with an invitation that dave, who does not belong, wrote. */
const records: Told[] = [
  [alice, 0, { kind: 'founded', nonce, place, name: 'Drôme' }],
  [alice, 1, invited(fromAlice)],
  [alice, 2, welcomed(fromAlice, bob)],
  [bob, 0, joined(fromAlice, bob)],
  [bob, 1, invited(fromBob)],
  [bob, 2, welcomed(fromBob, carol)],
  [carol, 0, joined(fromBob, carol)],
]
const forged: Told[] = [
  [dave, 0, joined(fromAlice, bob)],
  [dave, 1, invited(fromDave)],
  [dave, 2, welcomed(fromDave, erin)],
  [erin, 0, joined(fromDave, erin)],
]

function* ordersOf<Value>(values: Value[]): Generator<Value[]> {
  if (values.length === 0) yield []
  for (const [index, value] of values.entries()) {
    for (const rest of ordersOf(values.toSpliced(index, 1))) yield [value, ...rest]
  }
}

function shuffled<Value>(values: Value[], seed: number): Value[] {
  const random = chance(seed)
  return values
    .map((value) => ({ value, order: random.next() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ value }) => value)
}

function membersAfter(read: Told[], own: DeviceId, role: Role = 'administrator'): Members {
  const members = new Members(space, { device: own, role })
  for (const [who, index, record] of read) members.read(who, index, record)
  return members
}

const names = (members: Members) =>
  members
    .all()
    .filter(({ standing }) => standing !== 'removed')
    .map((member) => member.device)
    .toSorted()

/** The founder, and `count` whom it invited as `role`, each having let in the next with an invitation of alice. */
function foundedWith(others: [DeviceId, Role][]): Told[] {
  return [
    [alice, 0, { kind: 'founded', nonce, place, name: 'Drôme' }],
    ...others.flatMap(([who, role], offset): Told[] => {
      const keys = newKeys()
      return [
        [alice, 2 * offset + 1, invited(keys, { role, isReusable: false })],
        [alice, 2 * offset + 2, welcomed(keys, who)],
        [who, 0, joined(keys, who)],
      ]
    }),
  ]
}

test('[ME4] whatever the order of reading, the same devices belong and the same invitations are open', () => {
  const expected = [alice, bob, carol].toSorted()
  let orders = 0
  for (const order of ordersOf(records)) {
    const members = membersAfter([...order, ...forged], stranger)
    if (names(members).join() !== expected.join()) expect(names(members)).toEqual(expected)
    if (members.invitations().length !== 2) expect(members.invitations()).toHaveLength(2)
    orders++
  }
  expect(orders).toBe(5_040)
})

test('[ME5] nobody else founds a space, joins with a proof for another space, or belongs by a later block', () => {
  const others: Told[] = [
    [stranger, 0, { kind: 'founded', nonce, place, name: 'Drôme' }],
    [dave, 0, joined(fromAlice, dave, 'b2'.repeat(32) as SpaceId)],
    [erin, 1, joined(fromAlice, erin)],
    ...[stranger, dave, erin].map((who, offset): Told => [alice, 3 + offset, welcomed(fromAlice, who)]),
  ]
  expect(names(membersAfter([...records.slice(0, 3), ...others], carol))).toEqual([alice])
})

test('[ME6] a newcomer belongs at home before any other log has come, and what it says then is heard later', () => {
  const atHome = records.slice(3)
  expect(names(membersAfter(atHome, bob))).toEqual([bob, carol].toSorted())
  expect(names(membersAfter(atHome, stranger))).toEqual([])
  expect(names(membersAfter([...atHome, ...records.slice(0, 3)], bob))).toEqual([alice, bob, carol].toSorted())
})

test('[ME10] whatever the order of reading, whoever a member vouches for belongs in its place, and nobody else', () => {
  const bobKeys = keyPair()
  const heirKeys = keyPair()
  const [former, heir, second, thief] = [deviceOf(bobKeys), deviceOf(heirKeys), device(), device()]
  const continued = (keys: typeof bobKeys, who: DeviceId): MembershipRecord => ({
    kind: 'continued',
    former: keys.publicKey,
    proof: proveContinued(keys, space, who),
    place,
  })
  const told: Told[] = [
    ...records.slice(0, 2),
    [alice, 2, welcomed(fromAlice, former)],
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

test('[ME11] only an administrator invites, removes and appoints; only who may write welcomes', () => {
  const [byBob, byCarol] = [newKeys(), newKeys()]
  const told: Told[] = [
    ...foundedWith([
      [bob, 'contributor'],
      [carol, 'reader'],
    ]),
    [bob, 1, invited(byBob)],
    [bob, 2, welcomed(byBob, dave)],
    [dave, 0, joined(byBob, dave)],
    [bob, 3, appointed(bob, 'administrator', 0, 9)],
    [bob, 4, appointed(carol, 'removed', 0, 9)],
    [alice, 5, invited(byCarol)],
    [carol, 1, welcomed(byCarol, erin)],
    [erin, 0, joined(byCarol, erin)],
  ]
  for (let seed = 0; seed < 50; seed++) {
    const members = membersAfter(shuffled(told, seed), stranger)
    expect(names(members)).toEqual([alice, bob, carol].toSorted())
    expect([alice, bob, carol].map((who) => members.standing(who))).toEqual(['administrator', 'contributor', 'reader'])
  }
})

test('[ME12] a role counts from the block that its appointment names, and the latest word of equal length wins', () => {
  const told: Told[] = [
    ...foundedWith([[bob, 'contributor']]),
    [alice, 3, appointed(bob, 'reader', 5, 1)],
    [alice, 4, appointed(bob, 'administrator', 8, 2)],
  ]
  const members = membersAfter(told, stranger)
  const standings = [0, 4, 5, 7, 8, 100].map((index) => members.standingAt(bob, index))
  expect(standings).toEqual(['contributor', 'contributor', 'reader', 'reader', 'administrator', 'administrator'])
  expect(members.standingAt(stranger, 0)).toBeUndefined()
})

test('[ME13] what a removed administrator writes behind the length that its removal names counts for nothing', () => {
  const byBob = newKeys()
  const told: Told[] = [
    ...foundedWith([
      [bob, 'administrator'],
      [carol, 'administrator'],
    ]),
    [alice, 5, appointed(bob, 'removed', 1)],
    [bob, 1, appointed(carol, 'removed', 0)],
    [bob, 2, appointed(bob, 'administrator', 0, 99)],
    [bob, 3, invited(byBob)],
    [bob, 4, welcomed(byBob, dave)],
    [dave, 0, joined(byBob, dave)],
  ]
  for (let seed = 0; seed < 50; seed++) {
    const members = membersAfter(shuffled(told, seed), stranger)
    expect(names(members)).toEqual([alice, carol].toSorted())
    expect(members.standing(bob)).toBe('removed')
    expect(members.standingAt(bob, 0)).toBe('administrator')
  }
})

test('[ME14] two administrators who remove each other apart: everywhere the one who was there before stays', () => {
  const told: Told[] = [
    ...foundedWith([[bob, 'administrator']]),
    [bob, 1, appointed(alice, 'removed', 3, 1)],
    [alice, 3, appointed(bob, 'removed', 1, 7)],
  ]
  for (const order of ordersOf(told)) expect(names(membersAfter(order, stranger))).toEqual([alice])
  // Who had heard of its own removal removes nobody in return.
  const late: Told[] = [
    ...foundedWith([[bob, 'administrator']]),
    [bob, 1, appointed(alice, 'removed', 3, 1)],
    [alice, 3, appointed(bob, 'removed', 2, 2)],
  ]
  for (const order of ordersOf(late)) expect(names(membersAfter(order, stranger))).toEqual([bob])
})

test('[ME15] an invitation of one use lets in one, the same everywhere, whoever welcomed the others', () => {
  const keys = newKeys()
  const told: Told[] = [
    ...foundedWith([
      [bob, 'contributor'],
      [carol, 'contributor'],
    ]),
    [alice, 5, invited(keys, { isReusable: false, role: 'contributor' })],
    [bob, 1, welcomed(keys, dave)],
    [carol, 1, welcomed(keys, erin)],
    [dave, 0, joined(keys, dave)],
    [erin, 0, joined(keys, erin)],
  ]
  const [kept, refused] = bob < carol ? [dave, erin] : [erin, dave]
  for (let seed = 0; seed < 50; seed++) {
    const members = membersAfter(shuffled(told, seed), stranger)
    expect(names(members)).toEqual([alice, bob, carol, kept].toSorted())
    const guests = members.invitations().find(({ invitation }) => b4a.equals(invitation, keys.publicKey))?.guests
    expect(guests?.toSorted()).toEqual([dave, erin].toSorted())
  }
  // It learns so itself, once the logs have come; and it was given the secret, so that it must be known and sent away.
  for (const own of [refused, stranger]) expect(membersAfter(told, own).standing(refused)).toBe('removed')
})

test('[ME16] where an administrator must say yes, the welcome of nobody else counts', () => {
  const keys = newKeys()
  const told: Told[] = [
    ...foundedWith([[bob, 'contributor']]),
    [alice, 3, invited(keys, { needsApproval: true })],
    [bob, 1, welcomed(keys, dave)],
    [dave, 0, joined(keys, dave)],
  ]
  expect(names(membersAfter(told, stranger))).toEqual([alice, bob].toSorted())
  expect(names(membersAfter([...told, [alice, 4, welcomed(keys, dave)]], stranger))).toContain(dave)
})

test('[ME17] an invitation is taken back by an administrator, and by nobody else', () => {
  const told: Told[] = [...records, [alice, 3, { kind: 'revoked', invitation: fromBob.publicKey }]]
  const revoked = (read: Told[]) =>
    membersAfter(read, stranger)
      .invitations()
      .filter(({ isRevoked }) => isRevoked)
  expect(revoked(told)).toMatchObject([{ invitation: fromBob.publicKey }])
  const byReader: Told[] = [...records, [dave, 3, { kind: 'revoked', invitation: fromBob.publicKey }]]
  expect(revoked(byReader)).toEqual([])
})

/** The logs that are read beyond their first block, given what was read: as a device does, whatever the order of arrival. */
function readAsTheyBelong(told: Told[], order: DeviceId[]): Members {
  const members = new Members(space, { device: stranger, role: 'reader' })
  const lengths = new Map<DeviceId, number>()
  const logs = (who: DeviceId) => told.filter(([author]) => author === who)
  for (let before = -1, after = 0; before < after; ) {
    before = after
    for (const who of order) {
      for (const [device, index, record] of logs(who).slice(lengths.get(who) ?? 0)) {
        if (index > 0 && !members.everHad(device)) break
        members.read(device, index, record)
        lengths.set(who, (lengths.get(who) ?? 0) + 1)
        after++
      }
    }
  }
  return members
}

test('[ME5] nobody lets itself in, alone or with another whom nobody let in', () => {
  const [one, other] = [newKeys(), newKeys()]
  const told: Told[] = [
    ...foundedWith([[bob, 'contributor']]),
    [alice, 3, invited(one, { isReusable: false })],
    [alice, 4, invited(other, { isReusable: true })],
    [dave, 0, joined(one, dave)],
    [dave, 1, welcomed(one, dave)],
    [dave, 2, welcomed(other, erin)],
    [erin, 0, joined(other, erin)],
    [erin, 1, welcomed(one, dave)],
    [erin, 2, welcomed(other, erin)],
  ]
  expect(names(membersAfter(told, stranger))).toEqual([alice, bob].toSorted())
})

test('[ME4] what was decided by somebody who turns out not to belong counts for nobody, whoever read it meanwhile', () => {
  const [twice, byBob] = [newKeys(), newKeys()]
  const told: Told[] = [
    ...foundedWith([
      [bob, 'administrator'],
      [carol, 'contributor'],
    ]),
    [alice, 5, invited(twice, { isReusable: false })],
    // Let in by the founder, and apart by carol: dave believes that it belongs, and takes bob out.
    [alice, 6, welcomed(twice, stranger)],
    [stranger, 0, joined(twice, stranger)],
    [carol, 1, welcomed(twice, dave)],
    [dave, 0, joined(twice, dave)],
    [dave, 1, appointed(bob, 'removed', 1)],
    [bob, 1, invited(byBob)],
    [bob, 2, welcomed(byBob, erin)],
    [erin, 0, joined(byBob, erin)],
  ]
  const expected = [alice, bob, carol, stranger, erin].toSorted()
  for (let seed = 0; seed < 50; seed++) expect(names(membersAfter(shuffled(told, seed), stranger))).toEqual(expected)
  // A log whose device does not belong so far is not read beyond its first block.
  for (const order of ordersOf([alice, bob, carol, dave, erin, stranger])) {
    expect(names(readAsTheyBelong(told, order))).toEqual(expected)
  }
})

test('[ME14] who removes another in return neither takes it out nor keeps it from deciding', () => {
  const byBob = newKeys()
  const told: Told[] = [
    ...foundedWith([
      [bob, 'administrator'],
      [carol, 'contributor'],
    ]),
    [bob, 1, appointed(alice, 'removed', 5)],
    [alice, 5, appointed(bob, 'removed', 2, 2)],
    [bob, 2, appointed(carol, 'reader', 1, 3)],
    [bob, 3, invited(byBob)],
    [bob, 4, welcomed(byBob, dave)],
    [dave, 0, joined(byBob, dave)],
    [dave, 1, appointed(carol, 'administrator', 1, 4)],
  ]
  const standings = (members: Members) => [alice, bob, carol, dave].map((who) => members.standing(who))
  const expected = ['removed', 'administrator', 'administrator', 'administrator']
  for (let seed = 0; seed < 50; seed++)
    expect(standings(membersAfter(shuffled(told, seed), stranger))).toEqual(expected)
})

test('[ME14] nobody comes before another because somebody without the right copied its invitation', () => {
  // Of equal ranks the younger would come first.
  const [younger, elder] = [carol, dave].toSorted() as [DeviceId, DeviceId]
  const [byBob, byElder] = [newKeys(), newKeys()]
  const told: Told[] = [
    ...foundedWith([
      [bob, 'administrator'],
      [erin, 'reader'],
    ]),
    [bob, 1, invited(byBob)],
    [bob, 2, welcomed(byBob, elder)],
    [elder, 0, joined(byBob, elder)],
    [elder, 1, invited(byElder)],
    [elder, 2, welcomed(byElder, younger)],
    [younger, 0, joined(byElder, younger)],
    [elder, 3, appointed(younger, 'removed', 1)],
    [younger, 1, appointed(elder, 'removed', 3)],
    [erin, 1, invited(byElder)],
  ]
  for (let seed = 0; seed < 50; seed++) {
    const members = membersAfter(shuffled(told, seed), stranger)
    expect([elder, younger].map((who) => members.standing(who))).toEqual(['administrator', 'removed'])
  }
})

test('[ME4] of an invitation that two wrote, the words of whoever was there before count, whatever the order', () => {
  const told: Told[] = [
    ...foundedWith([[bob, 'administrator']]),
    [bob, 1, invited(fromAlice, { role: 'administrator' })],
    [alice, 3, invited(fromAlice, { role: 'reader' })],
  ]
  const key = b4a.toString(fromAlice.publicKey, 'hex')
  for (const order of ordersOf(told)) {
    expect(membersAfter(order, stranger).invitation(key)).toMatchObject({ by: alice, role: 'reader' })
  }
})

test('[ME13] whoever goes on in the place of somebody removed is removed too', () => {
  const bobKeys = keyPair()
  const former = deviceOf(bobKeys)
  const told: Told[] = [
    ...foundedWith([[former, 'contributor']]),
    [alice, 3, appointed(former, 'removed', 1)],
    [carol, 0, { kind: 'continued', former: bobKeys.publicKey, proof: proveContinued(bobKeys, space, carol), place }],
  ]
  for (const order of ordersOf(told)) {
    for (const own of [stranger, carol]) expect(membersAfter(order, own).standing(carol)).toBe('removed')
  }
})

test('[ME13] of whoever went on in another’s place, what it wrote before both were removed counts', () => {
  const bobKeys = keyPair()
  const former = deviceOf(bobKeys)
  const told: Told[] = [
    ...foundedWith([[former, 'contributor']]),
    [alice, 3, appointed(former, 'removed', 1)],
    [alice, 4, appointed(carol, 'removed', 7)],
    [carol, 0, { kind: 'continued', former: bobKeys.publicKey, proof: proveContinued(bobKeys, space, carol), place }],
  ]
  for (const order of ordersOf(told)) {
    const members = membersAfter(order, stranger)
    expect([6, 7].map((index) => members.standingAt(carol, index))).toEqual(['contributor', 'removed'])
    expect(members.lineOf(former).toSorted()).toEqual([former, carol].toSorted())
  }
})

test('[ME17] nobody becomes an administrator again by a link of its own, whoever helps it', () => {
  const byBob = newKeys()
  const told: Told[] = [
    ...foundedWith([
      [bob, 'administrator'],
      [carol, 'contributor'],
    ]),
    [bob, 1, invited(byBob)],
    [alice, 5, appointed(bob, 'contributor', 2)],
    [bob, 2, welcomed(byBob, dave)],
    [carol, 1, welcomed(byBob, dave)],
    [dave, 0, joined(byBob, dave)],
  ]
  for (let seed = 0; seed < 50; seed++) {
    const members = membersAfter(shuffled(told, seed), stranger)
    expect(members.standing(dave)).toBeUndefined()
    expect(members.invitation(b4a.toString(byBob.publicKey, 'hex'))).toMatchObject({ isRevoked: true, guests: [] })
  }
})

/** Administrators, contributors and readers who do whatever they like, whether they may or not, having heard of less than all. */
function randomTale(seed: number): Told[] {
  const random = chance(seed)
  const crowd = [alice, bob, carol, dave, erin]
  const told = foundedWith([
    [bob, random.pick(['administrator', 'contributor'])],
    [carol, 'administrator'],
    [dave, random.pick(['administrator', 'reader'])],
  ])
  const lengthOf = (who: DeviceId) => told.filter(([author]) => author === who).length
  for (let step = 0; step < 12; step++) {
    const who = random.pick(crowd)
    const target = random.pick(crowd)
    const keys = newKeys()
    const heard = Math.max(0, lengthOf(target) - random.below(3))
    const standing = random.pick(['administrator', 'contributor', 'reader', 'removed', 'removed'] as const)
    if (random.below(4) > 0) {
      told.push([who, lengthOf(who), appointed(target, standing, heard, random.below(9))])
    } else {
      told.push([who, lengthOf(who), invited(keys, { isReusable: random.below(2) === 0 })])
      told.push([who, lengthOf(who), welcomed(keys, erin)])
      if (lengthOf(erin) === 0) told.push([erin, 0, joined(keys, erin)])
    }
  }
  return told
}

const TALES = sample(40, 300)

test('[ME4] [ME14] random tales end alike in every order, with an administrator', () => {
  let removals = 0
  for (let seed = 0; seed < TALES; seed++) {
    const tale = randomTale(seed)
    const standings = (members: Members) => [alice, bob, carol, dave, erin].map((who) => members.standing(who))
    const expected = standings(membersAfter(tale, stranger))
    expect(expected, `seed ${seed}`).toContain('administrator')
    for (let order = 0; order < 5; order++) {
      expect(standings(membersAfter(shuffled(tale, order), stranger)), `seed ${seed}`).toEqual(expected)
      const read = readAsTheyBelong(tale, shuffled([alice, bob, carol, dave, erin], order))
      expect(standings(read), `seed ${seed}, read as they belong`).toEqual(expected)
    }
    removals += expected.filter((standing) => standing === 'removed').length
  }
  expect(removals).toBeGreaterThan(TALES / 3)
})

/** The same, and epochs that begin anywhere, for some and not for others; and relays. */
function taleOfEpochs(seed: number): Told[] {
  const random = chance(seed + 1_000_000)
  const told = randomTale(seed)
  const lengthOf = (who: DeviceId) => told.filter(([author]) => author === who).length
  const crowd = [alice, bob, carol, dave, erin]
  for (let step = 0; step < 5; step++) {
    const who = random.pick(crowd)
    const shares = crowd.filter(() => random.below(3) > 0).map((device) => ({ device, share: randomBytes(80) }))
    told.push([who, lengthOf(who), { kind: 'rekeyed', epoch: randomBytes(8), turn: random.below(4), shares }])
    const keys = newKeys()
    told.push([who, lengthOf(who), invited(keys, { role: 'relay', isReusable: random.below(2) === 0 })])
    for (const guest of [relay, stranger]) {
      const host = random.pick(crowd)
      told.push([host, lengthOf(host), welcomed(keys, guest)])
    }
  }
  return told
}

test('[ME27] [RE6] random tales of epochs and relays end alike in every order, and nobody who was removed begins one', () => {
  let closed = 0
  let relays = 0
  for (let seed = 0; seed < TALES; seed++) {
    const tale = taleOfEpochs(seed)
    const outcome = (members: Members) => [members.epochs(), members.needsEpoch(), members.standing(relay)] as const
    const expected = outcome(membersAfter(tale, stranger))
    for (let order = 0; order < 5; order++) {
      expect(outcome(membersAfter(shuffled(tale, order), stranger)), `seed ${seed}`).toEqual(expected)
    }
    const members = membersAfter(tale, stranger)
    for (const { author } of members.epochs()) expect(members.standing(author), `seed ${seed}`).not.toBe('removed')
    const [epochs, needsEpoch, standing] = expected
    expect(needsEpoch, `seed ${seed}`).toBe(epochs[0] ? !epochs[0].isClosed : members.removed().length > 0)
    closed += epochs[0]?.isClosed ? 1 : 0
    relays += standing === 'relay' ? 1 : 0
  }
  expect(Math.min(closed, relays)).toBeGreaterThan(TALES / 10)
})
