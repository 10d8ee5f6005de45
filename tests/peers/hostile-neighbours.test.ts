import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LanWire } from '../../src-main/core/network/lan-wire.ts'
import { Network } from '../../src-main/core/network/network.ts'
import { SpaceSession } from '../../src-main/core/network/space-session.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import { isApplicationBytes } from '../support/application-bytes.ts'
import { chance } from '../support/random.ts'
import { until } from '../support/until.ts'

interface Announcement {
  name: string
  port: number
  txt: Record<string, string>
  referer?: { address: string }
}

/** The local network, in the hands of the test: what is announced there, and where each device hears of others. */
const announced: Announcement[] = []
const ears: (EventEmitter & { services: Announcement[] })[] = []

vi.mock('node:os', async (original) => ({
  ...(await original<object>()),
  networkInterfaces: () => ({ eth0: [{ family: 'IPv4', internal: false, address: '10.77.0.1' }] }),
}))
// Whoever is on this computer stands for whoever is next to it.
vi.mock('../../src-main/core/network/private-address.ts', async (original) => ({
  ...(await original<object>()),
  isPrivateAddress: () => true,
}))
vi.mock('bonjour-service', () => ({
  Bonjour: class {
    find = () => {
      const ear = Object.assign(new EventEmitter(), { services: [], expire() {}, update() {}, stop() {} })
      ears.push(ear)
      return ear
    }
    publish = (service: Announcement) => {
      announced.push(service)
      return { stop: (done: () => void) => done() }
    }
    unpublishAll = (done: () => void) => done()
    destroy = (done: () => void) => done()
  },
}))

const [topic, proof] = [randomBytes(32), randomBytes(32)]
const running: Network[] = []

/** All are known here: what keeps strangers out is the proof alone. */
const known = {
  topic,
  holdings: () => ({ ['a'.repeat(64) as DeviceId]: { blocks: 7, files: 7 } }),
  access: () => 'full' as const,
  descent: { founder: 'f'.repeat(64) as DeviceId, nonce: '0'.repeat(64), steps: [] },
  admits: () => undefined,
  topics: () => [topic],
  onDismissing: () => undefined,
}

/** Somebody who belongs, and the sessions of those who proved to belong to the same. */
async function member() {
  const sessions: SpaceSession[] = []
  const network = new Network([new LanWire({ keyPair: keyPair() })])
  running.push(network)
  await network.start()
  network.addSpace({
    ...known,
    proof,
    onSession: (session) => sessions.push(session),
    onDismissed: () => undefined,
  })
  const [service, ear] = [announced.at(-1), ears.at(-1)]
  if (!service || !ear) throw new Error('nothing was announced')
  return { sessions, service, ear }
}

let alice: Awaited<ReturnType<typeof member>>

beforeEach(async () => {
  alice = await member()
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((network) => network.stop()))
})

/** A connection to alice, and what came over it before she ended it. */
function dial(): { socket: Socket; ended: Promise<Uint8Array> } {
  const socket = connect(alice.service.port, '127.0.0.1')
  const received: Uint8Array[] = []
  socket.on('data', (bytes: Uint8Array) => received.push(bytes))
  socket.on('error', () => undefined)
  return { socket, ended: new Promise((end) => socket.on('close', () => end(Buffer.concat(received)))) }
}

/** Alters what a stranger writes, given how many bytes it has written before. */
type Change = (bytes: Uint8Array, sent: number, socket: Socket) => Uint8Array

/** A stranger that speaks the protocol, but for what `change` does. */
function speak(change: Change, options: object = {}): { stream: NoiseSecretStream; ended: Promise<Uint8Array> } {
  const { socket, ended } = dial()
  const write = socket.write.bind(socket)
  let sent = 0
  socket.write = (bytes: Uint8Array) => {
    sent += bytes.length
    return write(change(bytes, sent - bytes.length, socket))
  }
  const stream = new NoiseSecretStream(true, socket, { keyPair: keyPair(), ...options })
  stream.on('error', () => undefined)
  return { stream, ended }
}

const asItIs: Change = (bytes) => bytes

/** A frame of the handshake, and what a stream says behind it. */
const HELLO = 3 + 32
const ANSWER = 3 + 32 + 48 + 16
const IDENTITY = 3 + 48 + 16

/** Nobody got any further than the handshake, and alice is there for those who belong. */
async function expectNobodyIn(answers: Uint8Array[]): Promise<void> {
  expect(Math.max(...answers.map(({ length }) => length))).toBeLessThanOrEqual(ANSWER)
  expect(alice.sessions).toEqual([])
  const { stream, ended } = speak(asItIs)
  await once(stream, 'connect')
  stream.destroy()
  expect((await ended).length).toBeGreaterThanOrEqual(ANSWER)
}

test('[LA7] who speaks another language is sent away', async () => {
  const random = chance(7)
  const noise = Array.from({ length: 40 }, () =>
    Uint8Array.from({ length: random.below(5_000) }, () => random.below(256)),
  )
  const tls = Buffer.from('160301020001000001fc0303', 'hex')
  const words = [
    'GET / HTTP/1.1\r\nHost: 10.77.0.1\r\n\r\n',
    'SSH-2.0-OpenSSH_9.6\r\n',
    'EHLO there\r\n',
    '\0'.repeat(99),
  ]
  const said = [...noise, tls, ...words.map((word) => b4a.from(word)), b4a.alloc(0)]
  const answers = said.map((bytes) => {
    const { socket, ended } = dial()
    socket.write(bytes)
    return ended
  })
  await expectNobodyIn(await Promise.all(answers))
})

test('[LA7] a handshake that is cut anywhere, or changed anywhere, leads nowhere', async () => {
  const cut = (at: number) => (bytes: Uint8Array, sent: number, socket: Socket) => {
    if (sent + bytes.length >= at) setImmediate(() => socket.end())
    return bytes.subarray(0, Math.max(0, at - sent))
  }
  const flip = (at: number) => (bytes: Uint8Array, sent: number) => {
    const changed = Uint8Array.from(bytes)
    if (at >= sent && at < sent + bytes.length) changed[at - sent] = (changed[at - sent] ?? 0) ^ (1 << (at % 8))
    return changed
  }
  for (const alter of [cut, flip]) {
    const answers = Array.from({ length: HELLO + IDENTITY }, (_, at) => speak(alter(at)).ended)
    await expectNobodyIn(await Promise.all(answers))
  }
})

test('[LA7] a handshake of another pattern leads nowhere', async () => {
  const remotePublicKey = keyPair().publicKey
  await expectNobodyIn([await speak(asItIs, { pattern: 'IK', remotePublicKey }).ended])
})

/** Points of small order, and numbers that are none or not written as they should be. */
const POINTS = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `01${'00'.repeat(30)}80`,
  `${'00'.repeat(31)}80`,
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  `ec${'ff'.repeat(30)}ff`,
  `ee${'ff'.repeat(30)}ff`,
  'ff'.repeat(32),
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
].map((point) => b4a.from(point, 'hex'))

test('[LA7] no key is taken from which everybody could know the secret of a connection', async () => {
  const fleeting = POINTS.map((point) =>
    speak((bytes, sent) => (sent === 0 ? b4a.concat([bytes.subarray(0, 3), point]) : bytes)),
  )
  const lasting = POINTS.map((publicKey) => speak(asItIs, { keyPair: { ...keyPair(), publicKey } }))
  await expectNobodyIn(await Promise.all([...fleeting, ...lasting].map(({ ended }) => ended)))
})

test('[LA3] who says much in small pieces is sent away at once; that somebody is there may be said for days', async () => {
  const talker = speak(asItIs)
  await once(talker.stream, 'connect')
  const began = performance.now()
  // Of a channel that there is not: nobody minds.
  for (let piece = 0; piece < 200; piece++) talker.stream.write(b4a.concat([b4a.from([9, 0]), b4a.alloc(1_000)]))
  await talker.ended
  expect(performance.now() - began).toBeLessThan(5_000)
  const { stream } = speak(asItIs)
  await once(stream, 'connect')
  for (let piece = 0; piece < 30_000; piece++) stream.write(b4a.alloc(0))
  new SpaceSession({ ...known, stream, proof, access: 'full' }).open()
  await until(() => alice.sessions.length === 1)
  stream.destroy()
})

test('[LA7] what somebody recorded of a member opens nothing when it is said again', async () => {
  const said: Uint8Array[] = []
  const { stream, ended } = speak((bytes) => {
    said.push(b4a.from(bytes))
    return bytes
  })
  await once(stream, 'connect')
  const session = new SpaceSession({ ...known, stream, proof, access: 'full' })
  session.open()
  await once(session, 'told')
  await until(() => alice.sessions.splice(0).length === 1)
  stream.destroy()
  await ended
  const together = dial()
  together.socket.write(b4a.concat(said))
  const apart = dial()
  for (const bytes of said) apart.socket.write(bytes)
  await expectNobodyIn(await Promise.all([together.ended, apart.ended]))
})

test('[LA7] who answers where a member was announced, and is none, is told nothing; the member is met after it', async () => {
  const bob = await member()
  const received: Uint8Array[] = []
  const met = new Set<Socket>()
  const impostor = createServer((socket) => {
    met.add(socket)
    const stream = new NoiseSecretStream(false, socket, { keyPair: keyPair() })
    stream.on('error', () => undefined)
    stream.on('data', (bytes: Uint8Array) => received.push(b4a.from(bytes)))
    stream.once('connect', () => new SpaceSession({ ...known, stream, proof: randomBytes(32), access: 'full' }).open())
  })
  await once(impostor.listen(0, '127.0.0.1'), 'listening')
  const { port } = impostor.address() as AddressInfo
  const heardOf = (service: Announcement) => {
    alice.ear.services.splice(0, 1, { ...service, referer: { address: '127.0.0.1' } })
    alice.ear.emit('up')
  }
  heardOf({ ...bob.service, port })
  await until(() => met.size > 0 && [...met].every(({ destroyed }) => destroyed))
  expect(received.length).toBeGreaterThan(0)
  expect(received.filter(isApplicationBytes)).toEqual([])
  expect(alice.sessions).toEqual([])
  impostor.close()
  heardOf(bob.service)
  await until(() => alice.sessions.length === 1 && bob.sessions.length === 1)
})
