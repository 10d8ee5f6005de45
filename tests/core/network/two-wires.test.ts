import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { Network, type NetworkSpace } from '../../../src-main/core/network/network.ts'
import type { Access, SpaceSession } from '../../../src-main/core/network/space-session.ts'
import type { Path } from '../../../src-main/core/network/wire.ts'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { Exchange, HeldWire } from '../../support/held-wire.ts'
import { chance, seedsToRun } from '../../support/random.ts'
import { eventually, until } from '../../support/until.ts'

const [topic, proof] = [randomBytes(32), randomBytes(32)]
const running: Network[] = []

/** All are known here: none has to show how it comes from the founder. */
const ofNobody = {
  topics: () => [topic],
  onDismissing: () => undefined,
  descent: { founder: 'f'.repeat(64) as DeviceId, nonce: '0'.repeat(64), steps: [] },
  admits: () => undefined,
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((network) => network.stop()))
})

/** A device that is reached by both, and the ways over which it is in touch. */
async function device(name: string, near: Exchange, far: Exchange) {
  const keys = keyPair()
  const network = new Network([new HeldWire(near, name, keys, 'lan'), new HeldWire(far, name, keys, 'internet')])
  running.push(network)
  const live = new Map<SpaceSession, Path>()
  const space: NetworkSpace = {
    topic,
    proof,
    holdings: () => ({}),
    access: () => 'full',
    ...ofNobody,
    onSession: (session, path) => {
      live.set(session, path)
      session.on('closed', () => live.delete(session))
    },
    onDismissed: () => undefined,
  }
  await network.start()
  network.addSpace(space)
  return { key: b4a.toString(keys.publicKey, 'hex'), paths: () => [...live.values()] }
}

test('[LA5] two devices that reach each other in two ways use one, the nearer, and the other takes over', async () => {
  const [near, far] = [new Exchange(), new Exchange()]
  const alice = await device('alice', near, far)
  const bob = await device('bob', near, far)
  const both = () => [alice.paths(), bob.paths()]
  await until(() => far.areConnected('alice', 'bob') && near.areConnected('alice', 'bob'))
  await expect.poll(both).toEqual([['lan'], ['lan']])
  near.cut('alice', 'bob')
  await expect.poll(both).toEqual([['internet'], ['internet']])
  near.join('alice', 'bob')
  await expect.poll(both).toEqual([['lan'], ['lan']])
  far.cut('alice', 'bob')
  await expect.poll(both).toEqual([['lan'], ['lan']])
})

test('[LA5] of two connections of one kind both ends keep the same', async () => {
  for (let time = 0; time < 10; time++) {
    const [one, other] = [new Exchange(), new Exchange()]
    const keysOf = { alice: keyPair(), bob: keyPair() }
    const devices = await Promise.all(
      (['alice', 'bob'] as const).map(async (name) => {
        const network = new Network([one, other].map((exchange) => new HeldWire(exchange, name, keysOf[name], 'lan')))
        running.push(network)
        const hashes = new Set<string>()
        const onSession = (session: SpaceSession) => {
          const hash = b4a.toString(session.connection, 'hex')
          hashes.add(hash)
          session.on('closed', () => hashes.delete(hash))
        }
        await network.start()
        network.addSpace({
          topic,
          proof,
          holdings: () => ({}),
          access: () => 'full',
          ...ofNobody,
          onSession,
          onDismissed: () => undefined,
        })
        return hashes
      }),
    )
    await expect.poll(() => devices.map(({ size }) => size)).toEqual([1, 1])
    const [ofAlice, ofBob] = devices
    expect(ofAlice).toEqual(ofBob)
  }
})

test.for(seedsToRun([], 20))(
  '[LA5] seed %i: however many connections two devices make and lose, both keep the same one',
  async (seed) => {
    const random = chance(seed)
    const exchanges = Array.from({ length: 6 }, () => new Exchange())
    const kept = { alice: new Set<string>(), bob: new Set<string>() }
    for (const name of ['alice', 'bob'] as const) {
      const keys = keyPair()
      const paths = exchanges.map((_, index): Path => (index % 2 === 0 ? 'lan' : 'internet'))
      const network = new Network(exchanges.map((exchange, index) => new HeldWire(exchange, name, keys, paths[index])))
      running.push(network)
      await network.start()
      network.addSpace({
        topic,
        proof,
        holdings: () => ({}),
        access: () => 'full',
        ...ofNobody,
        onSession: (session, path) => {
          const live = `${path} ${b4a.toString(session.connection, 'hex')}`
          kept[name].add(live)
          session.on('closed', () => kept[name].delete(live))
        },
        onDismissed: () => undefined,
      })
    }
    for (let times = 0; times < 60; times++) {
      const exchange = random.pick(exchanges)
      if (random.below(2) === 0) exchange.cut('alice', 'bob')
      else exchange.join('alice', 'bob')
      if (random.below(3) === 0) await new Promise((turned) => setImmediate(turned))
    }
    random.pick(exchanges).join('alice', 'bob')
    await eventually(() => {
      expect(kept.alice.size).toBe(1)
      expect(kept.bob).toEqual(kept.alice)
    })
  },
)

test('[ME13] who is sent away is told so, and is not believed when it says the same', async () => {
  const exchange = new Exchange()
  const meet = async (name: string, access: Access) => {
    const network = new Network([new HeldWire(exchange, name, keyPair())])
    running.push(network)
    const onDismissed = vi.fn()
    await network.start()
    network.addSpace({
      topic,
      proof,
      holdings: () => ({}),
      access: () => access,
      ...ofNobody,
      onSession: () => undefined,
      onDismissed,
    })
    return onDismissed
  }
  const alice = await meet('alice', 'none')
  const bob = await meet('bob', 'full')
  await expect.poll(() => bob.mock.calls.length).toBeGreaterThan(0)
  exchange.cut('alice', 'bob')
  const mallory = await meet('mallory', 'none')
  await expect.poll(() => exchange.areConnected('alice', 'mallory') && bob.mock.calls.length > 1).toBe(true)
  expect([alice.mock.calls.length, mallory.mock.calls.length]).toEqual([0, 0])
})

test('[ME20] whoever was refused as unknown is let in over the same connection once the logs speak of it', async () => {
  const exchange = new Exchange()
  const meet = async (name: string, access: () => Access) => {
    const network = new Network([new HeldWire(exchange, name, keyPair())])
    running.push(network)
    const met = { sessions: 0, refusals: 0 }
    const admits = () => {
      met.refusals++
      return undefined
    }
    const onSession = () => met.sessions++
    const space = {
      topic,
      proof,
      holdings: () => ({}),
      access,
      ...ofNobody,
      admits,
      onSession,
      onDismissed: () => undefined,
    }
    await network.start()
    network.addSpace(space)
    return { met, recheck: () => network.recheck(space) }
  }
  let access: Access = 'unknown'
  const alice = await meet('alice', () => access)
  const bob = await meet('bob', () => 'full')
  await expect.poll(() => alice.met.refusals).toBe(1)
  expect([alice.met.sessions, bob.met.sessions, exchange.connected]).toEqual([0, 0, 1])
  access = 'full'
  alice.recheck()
  await expect.poll(() => [alice.met.sessions, bob.met.sessions]).toEqual([1, 1])
  expect(exchange.connected).toBe(1)
})
