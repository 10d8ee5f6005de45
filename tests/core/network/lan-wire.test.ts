import { EventEmitter } from 'node:events'
import { Server } from 'node:net'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { LanDiscovery, type Neighbour } from '../../../src-main/core/network/lan-discovery.ts'
import { LanWire } from '../../../src-main/core/network/lan-wire.ts'

/** What is announced on a local network, in the hands of the test. */
class FakeBrowser extends EventEmitter {
  static readonly all: FakeBrowser[] = []
  readonly services: object[] = []
  isStopped = false

  constructor() {
    super()
    FakeBrowser.all.push(this)
  }

  announce(service: object): void {
    this.services.push(service)
    this.emit('up', service)
  }

  expire(): void {}

  update(): void {}

  stop(): void {
    this.isStopped = true
  }
}

vi.mock('node:os', async (original) => ({
  ...(await original<object>()),
  networkInterfaces: () => ({ eth0: [{ family: 'IPv4', internal: false, address: '10.77.0.1' }] }),
}))
vi.mock('bonjour-service', () => ({
  Bonjour: class {
    find = () => new FakeBrowser()
    publish = () => ({ stop: (done: () => void) => done() })
    unpublishAll = (done: () => void) => done()
    destroy = (done: () => void) => done()
  },
}))

const hex = (bytes: number) => Buffer.from(randomBytes(bytes)).toString('hex')
const someone = () => {
  const txt = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`t${index}`, hex(8)]))
  return { name: hex(8), port: 1, referer: { address: '10.77.0.2' }, txt }
}

let wire: LanWire | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  await wire?.stop()
  wire = undefined
  FakeBrowser.all.length = 0
})

async function startedWire(): Promise<LanWire> {
  wire = new LanWire({ keyPair: keyPair() })
  await wire.start(() => undefined)
  return wire
}

test('[LA3] a thousand who share nothing are looked at in no time, however often they announce themselves', async () => {
  const { join } = await startedWire()
  for (let topic = 0; topic < 64; topic++) join.call(wire, randomBytes(32))
  const [browser] = FakeBrowser.all
  const begun = performance.now()
  for (let one = 0; one < 300; one++) browser?.announce(someone())
  expect(performance.now() - begun).toBeLessThan(500)
})

test('[LA3] a list of more than a thousand is thrown away, and whoever is here is asked for again', async () => {
  await startedWire()
  const [browser] = FakeBrowser.all
  for (let one = 0; one < 1_000; one++) browser?.announce(someone())
  expect(FakeBrowser.all).toHaveLength(1)
  browser?.announce(someone())
  expect(FakeBrowser.all.map(({ isStopped, services }) => [isStopped, services.length])).toEqual([
    [true, 1_001],
    [false, 0],
  ])
})

test('[LA3] a computer that lets nobody listen goes on without its local network', async () => {
  vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
    setImmediate(() => this.emit('error', new Error('EMFILE')))
    return this
  })
  await startedWire()
  expect(FakeBrowser.all).toEqual([])
})

/** Each is wrong in one way. */
const strange: object[] = [
  ...[0, -1, 1.5, 65_536, 2 ** 53, Number.NaN, '80', null, undefined].map((port) => ({ port })),
  ...[
    '',
    'bob',
    '\0'.repeat(16),
    '🧵'.repeat(8),
    'A'.repeat(16),
    'a'.repeat(255),
    `${'a'.repeat(15)}\n`,
    '__proto__',
  ].map((name) => ({ name })),
  // Of the internet, of this computer alone, of everybody, and none.
  ...[
    '203.0.113.9',
    '2001:db8::1',
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '0.0.0.0',
    '224.0.0.251',
    '',
    'localhost',
    '10.77',
  ].map((address) => ({ referer: { address } })),
  { referer: undefined },
  { referer: {} },
]

/** What is read of it when it is announced by somebody else. */
async function neighboursAmong(services: object[]): Promise<Neighbour[]> {
  const discovery = new LanDiscovery('b'.repeat(16), 1)
  discovery.start()
  for (const service of services) FakeBrowser.all[0]?.announce(service)
  const neighbours = discovery.neighbours()
  await discovery.stop()
  FakeBrowser.all.length = 0
  return neighbours
}

test('[LA3] what is announced with a name, a port or an address that ours never have is nobody', async () => {
  const here = { ...someone(), name: 'a'.repeat(16) }
  const ourselves = { ...here, name: 'b'.repeat(16) }
  const neighbours = await neighboursAmong([...strange.map((wrong) => ({ ...here, ...wrong })), ourselves, here])
  expect(neighbours.map(({ name, port, address }) => `${name} ${address} ${port}`)).toEqual([
    `${'a'.repeat(16)} 10.77.0.2 1`,
  ])
})

test('[LA3] of what is announced to be shared, what looks like it is read, as far as ours goes', async () => {
  const odd = { t0: {}, t1: 7, t2: '\0', t3: 'é'.repeat(16), t4: 'x'.repeat(65_536), t5: hex(9) }
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`t${index}`, hex(8)]))
  const neighbours = await neighboursAmong([null, undefined, 'x', [], odd, many].map((txt) => ({ ...someone(), txt })))
  expect(neighbours.map(({ tags }) => tags.length)).toEqual([0, 0, 0, 0, 0, 64])
})
