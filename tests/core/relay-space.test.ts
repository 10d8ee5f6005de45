import { EventEmitter } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Descent } from '../../src-main/core/lib/descent.ts'
import { Journal } from '../../src-main/core/log/journal.ts'
import { LogStore } from '../../src-main/core/log/log-store.ts'
import { proveContinued } from '../../src-main/core/membership/continuation.ts'
import { withHeir } from '../../src-main/core/membership/descent.ts'
import { type RelayedSpace, relayedSpaceSchema } from '../../src-main/core/membership/relay-keyring.ts'
import type { Directions } from '../../src-main/core/network/directions.ts'
import type { SpaceSession } from '../../src-main/core/network/space-session.ts'
import { RelaySpace } from '../../src-main/core/relay-space.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import { lineOfGuests } from '../support/line-of-guests.ts'

const hex = (bytes: Uint8Array = randomBytes(32)) => b4a.toString(bytes, 'hex')
const line = lineOfGuests(2)

let folder: string
let store: LogStore
let relay: RelaySpace
let remembered: RelayedSpace

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-relay-'))
  store = await LogStore.open(folder, keyPair(), await Journal.open(join(folder, 'journal')))
  const keys = { topic: hex(), proof: hex(), logNamespace: hex(), blobNamespace: hex(), descent: line.descent(0) }
  const nobody = { topics: [], administrators: [line.device(0)], removed: [], devices: [] }
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
      remembered = known
    },
    onTopics: () => undefined,
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
    leave: () => said.emit('closed'),
  }
}

const access = (device: DeviceId) => relay.networkSpace().access(device)

test('[RE10] whoever goes on for an administrator under another key is heard as that one was, and no guest is', async () => {
  const heir = hex(keyPair().publicKey) as DeviceId
  const proof = hex(proveContinued(line.keys(0), line.space, heir))
  const guest = meet(line.device(1), line.descent(1))
  const other = meet(line.device(2), line.descent(2))
  expect([guest.access, other.access]).toEqual(['full', 'full'])
  guest.direct({ removed: [line.device(0)], administrators: [line.device(1)] })
  const after = meet(heir, withHeir(line.descent(0), heir, proof))
  after.direct({ removed: [line.device(2)], administrators: [heir] })
  const decided = { removed: [line.device(2)], administrators: [heir] }
  await vi.waitFor(() => expect(remembered).toMatchObject(decided))
  expect([access(line.device(1)), access(line.device(2))]).toEqual(['full', 'none'])
})
