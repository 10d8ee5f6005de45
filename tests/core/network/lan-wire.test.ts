import { EventEmitter } from 'node:events'
import { Server } from 'node:net'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { afterEach, expect, test, vi } from 'vitest'
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

let wire: LanWire
afterEach(async () => {
  vi.restoreAllMocks()
  await wire.stop()
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
