import { EventEmitter } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import b4a from 'b4a'
import { encode } from 'cborg'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Descent } from '../../src-main/core/lib/descent.ts'
import { Journal } from '../../src-main/core/log/journal.ts'
import { LogStore } from '../../src-main/core/log/log-store.ts'
import { proveContinued } from '../../src-main/core/membership/continuation.ts'
import { withGuest, withHeir } from '../../src-main/core/membership/descent.ts'
import { type RelayedSpace, relayedSpaceSchema } from '../../src-main/core/membership/relay-keyring.ts'
import { type Directions, readDirections } from '../../src-main/core/network/directions.ts'
import type { SpaceSession } from '../../src-main/core/network/space-session.ts'
import { RelaySpace } from '../../src-main/core/relay-space.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import { lineOfGuests } from '../support/line-of-guests.ts'
import { eventually } from '../support/until.ts'

const hex = (bytes: Uint8Array = randomBytes(32)) => b4a.toString(bytes, 'hex')
const line = lineOfGuests(2)

let folder: string
let store: LogStore
let relay: RelaySpace
let remembered: RelayedSpace
/** How often it was written down what is known, and other places were joined. */
let writes = 0
let rejoined = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-relay-'))
  store = await LogStore.open(folder, keyPair(), await Journal.open(join(folder, 'journal')))
  const keys = { topic: hex(), proof: hex(), logNamespace: hex(), blobNamespace: hex(), descent: line.descent(0) }
  const nobody = { topics: [], administrators: [line.device(0)], removed: [], members: [], devices: [] }
  writes = 0
  rejoined = 0
  remembered = relayedSpaceSchema.parse({ space: line.space, name: 'Drôme', ...keys, ...nobody })
  await begin()
})
afterEach(async () => {
  await relay.stop()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function begin(): Promise<void> {
  relay = new RelaySpace({
    known: remembered,
    store,
    remember: async (known) => {
      writes++
      remembered = known
    },
    onTopics: () => {
      rejoined++
    },
    onAccess: () => undefined,
    onRefused: (reason) => expect.fail(String(reason)),
  })
  await relay.start()
}

/** A member that comes and shows its line, as the network tells of it; gives what it can say. */
function meet(device: DeviceId, descent: Descent) {
  const space = relay.networkSpace()
  const access = space.access(device) === 'unknown' ? space.admits(device, descent) : space.access(device)
  const said = new EventEmitter()
  const session = Object.assign(said, { device, access, replicate: () => undefined, tell: () => undefined })
  space.onSession(Object.assign(session, { close: () => said.emit('closed') }) as unknown as SpaceSession, 'lan')
  return {
    access,
    direct: (members: Directions['members']) => said.emit('directed', { topics: [], ...(members && { members }) }),
    say: (...topics: string[]) => said.emit('directed', { topics: topics.map((topic) => b4a.from(topic, 'hex')) }),
    speakOf: (devices: DeviceId[]) =>
      said.emit('told', Object.fromEntries(devices.map((device) => [device, { blocks: 1, files: 0 }]))),
    leave: () => said.emit('closed'),
  }
}

/** Somebody whom the device that is so many steps from the founder lets in. */
function guestOf(steps: number): [DeviceId, Descent] {
  const device = newDevice()
  return [device, withGuest(line.descent(steps), line.keys(steps), line.space, device)]
}

const newDevice = () => hex(keyPair().publicKey) as DeviceId
const topics = () => relay.networkSpace().topics().map(hex)
const stored = () => Object.keys(relay.holdings())

const access = (device: DeviceId) => relay.networkSpace().access(device)

test('[RE10] whoever goes on for an administrator under another key is heard as that one was, and no guest is', async () => {
  const heir = newDevice()
  const proof = hex(proveContinued(line.keys(0), line.space, heir))
  const guest = meet(line.device(1), line.descent(1))
  const other = meet(line.device(2), line.descent(2))
  expect([guest.access, other.access]).toEqual(['full', 'full'])
  guest.direct({ stayers: [], removed: [line.device(0)], administrators: [line.device(1)] })
  const after = meet(heir, withHeir(line.descent(0), heir, proof))
  after.direct({ stayers: [], removed: [line.device(2)], administrators: [heir] })
  const decided = { removed: [line.device(2)], administrators: [heir] }
  await eventually(() => expect(remembered).toMatchObject(decided))
  expect([access(line.device(1)), access(line.device(2))]).toEqual(['full', 'none'])
})

test('[RE11] a member that makes up devices and meeting places takes no place of what administrators and others said', async () => {
  const [ofAdministrators, ofAnother] = [hex(), hex()]
  meet(line.device(0), line.descent(0)).say(ofAdministrators)
  const liar = meet(line.device(1), line.descent(1))
  for (let count = 0; count < 100; count++) {
    liar.say(...Array.from({ length: 16 }, () => hex()))
    const made = meet(...guestOf(1))
    made.say(hex())
    if (count % 2) made.leave()
  }
  meet(...guestOf(0)).say(ofAnother)
  for (let count = 0; count < 100; count++) meet(...guestOf(1)).say(hex())
  expect(topics()).toEqual(expect.arrayContaining([remembered.topic, ofAdministrators, ofAnother]))
  expect(topics().length).toBeLessThanOrEqual(12)
  const before = topics()
  await restart()
  expect(topics()).toEqual(before)
})

test('[RE11] however often members speak, that is written down and heeded once in a while', async () => {
  const liar = meet(line.device(1), line.descent(1))
  for (let count = 0; count < 500; count++) liar.say(hex())
  await eventually(() => expect(stored()).toHaveLength(1))
  expect(writes).toBeLessThan(3)
  expect(rejoined).toBeLessThan(3)
  const founder = meet(line.device(0), line.descent(0))
  const stayers = Array.from({ length: 100 }, newDevice)
  for (const count of stayers.keys()) {
    founder.direct({ stayers: stayers.slice(0, count + 1), removed: [], administrators: [line.device(0)] })
  }
  await eventually(() => expect(stored()).toHaveLength(2))
  expect(writes).toBeLessThan(3)
  const last = hex()
  liar.say(last)
  await restart()
  expect(topics()).toContain(last)
  expect(remembered.members).toEqual(stayers)
})

test('[RE12] one who makes devices up, that come or are only spoken of, leaves room for others, also after a restart', async () => {
  const liar = meet(line.device(1), line.descent(1))
  liar.speakOf(Array.from({ length: 400 }, newDevice))
  const comers = Array.from({ length: 200 }, () => guestOf(1))
  for (const comer of comers) expect(meet(...comer).access).toBe('full')
  await eventually(() => expect(stored()).toHaveLength(501))
  await restart()
  meet(line.device(1), line.descent(1)).speakOf(Array.from({ length: 400 }, newDevice))
  const honest = guestOf(0)
  meet(...honest)
  await eventually(() => expect(stored()).toContain(honest[0]))
  expect(stored()).toHaveLength(502)
})

test('[RE13] who has not heard of a removal brings back nobody whom the removed one let in', async () => {
  const [administrator, other] = [newDevice(), newDevice()]
  const lines = [administrator, other].map((device) => withGuest(line.descent(0), line.keys(0), line.space, device))
  const [one, late] = [administrator, other].map((device, place) => meet(device, lines[place] ?? line.descent(0)))
  const founder = meet(line.device(0), line.descent(0))
  const administrators = [line.device(0), administrator, other]
  founder.direct({ stayers: administrators, removed: [], administrators })
  await eventually(() => expect(remembered.administrators).toEqual(administrators))
  one?.direct({ stayers: administrators, removed: [line.device(1)], administrators })
  await eventually(() => expect(remembered.removed).toEqual([line.device(1)]))
  const stayers = [...administrators, line.device(1), line.device(2)]
  late?.direct({ stayers, removed: [], administrators: [...administrators, newDevice()] })
  await eventually(() => expect(remembered.administrators).toHaveLength(4))
  expect(meet(line.device(2), line.descent(2)).access).toBeUndefined()
})

test('[RE12] whom administrators call members take their places behind who let them in, also after a restart', async () => {
  const comers = Array.from({ length: 50 }, () => guestOf(1))
  const fresh = guestOf(1)
  const stayers = [...comers, fresh].map(([device]) => device)
  for (const comer of comers) meet(...comer)
  await eventually(() => expect(stored()).toHaveLength(50))
  meet(line.device(0), line.descent(0)).direct({ stayers, removed: [], administrators: [line.device(0)] })
  await restart()
  expect(remembered.members).toHaveLength(51)
  for (const comer of [...comers, fresh]) expect(meet(...comer).access).toBe('full')
  await eventually(() => expect(stored()).toContain(fresh[0]))
  await restart()
  const behind = Object.values(remembered.lines).filter((hosts) => hosts.includes(line.device(1)))
  expect(behind).toHaveLength(51)
})

test('[RE13] an administrator of an older Maillage, which does not say who belongs, is heard on all else', async () => {
  const founder = meet(line.device(0), line.descent(0))
  founder.direct({ stayers: [line.device(2)], removed: [], administrators: [line.device(0)] })
  await eventually(() => expect(stored()).toHaveLength(1))
  const told = { topics: [], members: { removed: [line.device(1)], administrators: [line.device(0)] } }
  founder.direct(readDirections(encode(told))?.members)
  await eventually(() => expect(remembered.removed).toEqual([line.device(1)]))
  expect(meet(line.device(2), line.descent(2)).access).toBe('full')
})

async function restart(): Promise<void> {
  await relay.stop()
  await begin()
}
