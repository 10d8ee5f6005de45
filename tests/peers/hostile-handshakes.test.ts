import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import DHT from 'hyperdht'
import createTestnet from 'hyperdht/testnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SwarmWire } from '../../src-main/core/network/swarm-wire.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import { HostedCore } from '../support/hosted-core.ts'
import { until } from '../support/until.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const MEGABYTE = 1024 * 1024
const LOOPBACK = '127.0.0.1'

let folder: string
let testnet: Awaited<ReturnType<typeof createTestnet>>
let nodes: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-strangers-'))
  testnet = await createTestnet(3, { host: LOOPBACK })
  nodes = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')
}, MINUTE)

afterAll(async () => {
  await testnet.destroy()
  await rm(folder, { recursive: true, force: true })
})

/** As many strangers as told, who dial whoever has `keys`. */
function crowd(strangers: number, keys: string[]): ChildProcess {
  const root = join(import.meta.dirname, '../..')
  return spawn(process.execPath, ['-e', CROWD, nodes, String(strangers), ...keys], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/**
 * Half of them say nothing, half announce a frame of sixteen megabytes. Tells that it is there when some have been let
 * in, and how long those stayed, in milliseconds, when they are gone.
 */
const CROWD = `
  const DHT = require('hyperdht')
  const [nodes, strangers, ...keys] = process.argv.slice(1)
  const bootstrap = nodes.split(',').map((node) => ({ host: node.split(':')[0], port: Number(node.split(':')[1]) }))
  const dht = new DHT({ bootstrap, host: '127.0.0.1', firewalled: false })
  const inside = new Set()
  let [first, longest] = [0, 0]
  for (let one = 0; one < strangers; one++) for (const key of keys) {
    const stream = dht.connect(Buffer.from(key, 'hex'), { keyPair: DHT.keyPair() })
    stream.on('error', () => undefined)
    stream.on('open', () => {
      const came = Date.now()
      if (!first) console.log('here')
      first ||= came
      if (came - first > 2_000) return stream.destroy()
      inside.add(stream)
      stream.on('close', () => {
        longest = Math.max(longest, Date.now() - came)
        inside.delete(stream)
      })
      if (one % 2) stream.rawStream.write(Buffer.from([255, 255, 255, 1]))
    })
  }
  setInterval(() => {
    if (!first || Date.now() - first < 2_000 || inside.size) return
    console.log(longest)
    process.exit()
  }, 50)
`

async function told(child: ChildProcess): Promise<string> {
  const [line] = await once(child.stdout ?? child, 'data')
  return String(line).trim()
}

const titles = async (host: HostedCore, space: SpaceId) =>
  (await host.call('page.list', { space })).pages.map(({ title }) => title)

test('[SY7] five hundred strangers over the internet cost little, are gone in ten seconds, and a member gets in', async () => {
  const [alice, bob] = ['alice', 'bob'].map((name) => new HostedCore([join(folder, name), nodes, LOOPBACK]))
  if (!alice || !bob) throw new Error('nobody is there')
  try {
    await Promise.all([alice.start(), bob.start()])
    const place = { name: 'L’Établi', commune: 'Crest' }
    const { space } = await alice.call('space.create', { name: 'Drôme', place })
    const { link } = await alice.call('invitation.create', { space, isReusable: true, needsApproval: false })
    await bob.call('invitation.join', { link, place: { name: 'Cédille', commune: '' } })
    const isHere = async () => (await alice.call('place.list', { space })).places.length === 2
    await until(isHere)
    await bob.stop()
    const { members } = await alice.call('member.list', { space })
    const before = await alice.memory()
    const strangers = crowd(
      500,
      members.filter(({ isOwn }) => isOwn).map(({ device }) => device),
    )
    await told(strangers)
    let most = 0
    const looking = setInterval(async () => {
      most = Math.max(most, await alice.memory())
    }, 100)
    const began = performance.now()
    const [gone, entered] = await Promise.all([
      told(strangers),
      bob.start().then(async () => {
        await alice.call('page.create', { space, fields: { title: 'Pendant ce temps' } })
        await until(async () => (await titles(bob, space)).length === 1)
        return performance.now() - began
      }),
    ])
    clearInterval(looking)
    expect(Number(gone)).toBeLessThan(11 * SECOND)
    expect(entered).toBeLessThan(11 * SECOND)
    expect(most - before).toBeLessThan(32 * MEGABYTE)
  } finally {
    await Promise.all([alice.stop(), bob.stop()])
  }
})

test('[SY7] two who are each crowded by strangers still find each other', async () => {
  const crowd = new DHT({ bootstrap: testnet.bootstrap, host: LOOPBACK, firewalled: false })
  const devices = [keyPair(), keyPair()].map((keys) => ({
    keys,
    wire: new SwarmWire({ keyPair: keys, bootstrap: testnet.bootstrap, host: LOOPBACK }),
    met: new Set<string>(),
  }))
  const topic = randomBytes(32)
  try {
    for (const { wire, keys, met } of devices) {
      await wire.start(
        (stream) => {
          stream.on('error', () => undefined)
          met.add(b4a.toString(stream.remotePublicKey, 'hex'))
        },
        () => true,
      )
      wire.join(randomBytes(32))
      await wire.flush()
      for (let one = 0; one < 70; one++) {
        crowd.connect(keys.publicKey, { keyPair: keyPair() }).on('error', () => undefined)
      }
    }
    await until(() => devices.every(({ met }) => met.size === 70))
    for (const { wire } of devices) {
      wire.join(topic)
      await wire.flush()
    }
    await until(() => devices.every(({ met }) => met.size === 71))
  } finally {
    await crowd.destroy({ force: true })
    await Promise.all(devices.map(({ wire }) => wire.stop()))
  }
})

/** How the DHT passes a handshake on to whoever has the key that `target` stands for. */
interface Router {
  peerHandshake(target: Uint8Array, handshake: Handshake, to: { host: string; port: number }): Promise<unknown>
}

interface Handshake {
  noise: Uint8Array
  peerAddress: unknown
  relayAddress: unknown
}

const routerOf = (dht: DHT) => (dht as unknown as { _router: Router })._router

test('[SY11] a handshake that a node of the DHT passes on again opens nothing, and ends no connection', async () => {
  const [keys, memberKeys] = [keyPair(), keyPair()]
  const wire = new SwarmWire({ keyPair: keys, bootstrap: testnet.bootstrap, host: LOOPBACK })
  const [member, mallory] = Array.from(
    { length: 2 },
    () => new DHT({ bootstrap: testnet.bootstrap, host: LOOPBACK, firewalled: false }),
  )
  if (!member || !mallory) throw new Error('nobody is there')
  const opened: { isClosed: boolean }[] = []
  const passedOn: Parameters<Router['peerHandshake']>[] = []
  const router = routerOf(member)
  const pass = router.peerHandshake.bind(router)
  router.peerHandshake = (...handshake) => {
    passedOn.push(handshake)
    return pass(...handshake)
  }
  try {
    await wire.start(
      (stream) => {
        const connection = { isClosed: false }
        opened.push(connection)
        stream.on('error', () => undefined)
        stream.on('close', () => {
          connection.isClosed = true
        })
        stream.on('data', () => stream.write(b4a.from('welcome')))
      },
      (key) => b4a.equals(key, memberKeys.publicKey),
    )
    wire.join(randomBytes(32))
    await wire.flush()
    const dial = async () => {
      const stream = member.connect(keys.publicKey, { keyPair: memberKeys })
      stream.on('error', () => undefined)
      stream.write(b4a.from('hello'))
      await once(stream, 'data')
      return stream
    }
    const first = await dial()
    first.destroy()
    await until(() => opened[0]?.isClosed)
    await dial()
    const [again] = passedOn
    if (!again) throw new Error('no handshake was passed on')
    // For ten seconds the same answer comes, whatever it was; then the handshake is forgotten, and a new one.
    const isOver = async () => {
      const isAnswered = await routerOf(mallory)
        .peerHandshake(...again)
        .then(
          () => true,
          () => false,
        )
      return !isAnswered || opened.length > 2
    }
    await until(isOver, SECOND)
    expect(opened).toEqual([{ isClosed: true }, { isClosed: false }])
  } finally {
    await Promise.all([member, mallory].map((dht) => dht.destroy({ force: true })))
    await wire.stop()
  }
})
