import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { encode } from 'cborg'
import { buffer } from 'compact-encoding'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { randomBytes } from 'hypercore-crypto'
import HypercoreStorage from 'hypercore-storage'
import DHT from 'hyperdht'
import createTestnet from 'hyperdht/testnet'
import Protomux, { type Channel, type Message } from 'protomux'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorOf, actorPrefix } from '../../src-main/core/documents/actor.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import { Keyring } from '../../src-main/core/membership/keyring.ts'
import { SpaceSession } from '../../src-main/core/network/space-session.ts'
import { SwarmWire } from '../../src-main/core/network/swarm-wire.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import { hollow } from '../support/bombs.ts'
import { HostedCore } from '../support/hosted-core.ts'
import { ofNobody } from '../support/outsider.ts'
import { type Chance, chance } from '../support/random.ts'
import { type TestCore, World } from '../support/test-core.ts'
import { titles } from '../support/three-places.ts'
import { until } from '../support/until.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const MEGABYTE = 1024 * 1024
const LOOPBACK = '127.0.0.1'
const MANY = 100_000
/** Sent before the line is given time. */
const AT_ONCE = 2_000

/** Alice is a process of her own, so that what she pays is told from what it costs to ask her. */
interface Scene {
  alice: HostedCore
  bob: TestCore
  space: SpaceId
  /** A log that alice has, whose last block is large. */
  large: Hypercore
  length: number
  meet(): Promise<Meeting>
  end(): Promise<void>
}

/** What carol has in hand when she was believed. */
interface Meeting {
  stream: NoiseSecretStream
  messages: Message<Uint8Array>[]
  leave(): void
}

let testnet: Awaited<ReturnType<typeof createTestnet>>
let scene: Scene

async function setScene(folder: string): Promise<Scene> {
  const nodes = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')
  const alice = new HostedCore([join(folder, 'alice'), nodes, LOOPBACK])
  await alice.start()
  const place = { name: 'L’Établi', commune: 'Crest' }
  const { space } = await alice.call('space.create', { name: 'Drôme', place })
  const { link } = await alice.call('invitation.create', { space, isReusable: true, needsApproval: false })
  const { members } = await alice.call('member.list', { space })
  const aliceKey = b4a.from(members[0]?.device ?? '', 'hex')
  const world = await World.create()
  world.time = Date.now()
  world.wires = (_, keyPair) => [new SwarmWire({ keyPair, bootstrap: testnet.bootstrap, host: LOOPBACK })]
  const [bob, carol] = await world.start('bob', 'carol')
  if (!bob || !carol) throw new Error('nobody is there')
  for (const each of [bob, carol]) await each.join(link)
  // Whoever asks for it asks for much, in a dozen bytes.
  const actor = actorOf(actorPrefix(space, carol.core.device), 9)
  const summary = Buffer.from(randomBytes(MEGABYTE))
  const document = newDocumentId()
  await carol.space(space).append([{ kind: 'changed', document, changes: [hollow(actor, 1)], at: 1, summary }])
  const { keys, logs } = carol.space(space)
  const written = logs.own.held
  const hasAll = async () => {
    const { peers } = await alice.call('space.status', { space })
    return peers.some(({ device, theirs }) => device === carol.core.device && theirs.held >= written)
  }
  await until(hasAll)
  const { key } = logs.own.core
  await carol.stop()
  const { deviceKeyPair } = await Keyring.open(carol.folder, async () => undefined, world.home)
  const corestore = new Corestore(new HypercoreStorage(join(folder, 'asking'), {}))
  const large = corestore.get({ key, encryption: { key: keys.encryption } })
  await large.ready()
  const dht = new DHT({ bootstrap: testnet.bootstrap, host: LOOPBACK, firewalled: false })
  const meet = async (): Promise<Meeting> => {
    const stream = dht.connect(aliceKey, { keyPair: deviceKeyPair })
    stream.on('error', () => undefined)
    await stream.opened
    const session = new SpaceSession({ stream, ...keys, holdings: () => ({}), access: 'full', ...ofNobody })
    const believed = new Promise((resolve) => session.once('told', () => resolve(undefined)))
    session.open()
    await believed
    const [channel] = channelsOf(stream)
    return { stream, messages: channel?.messages ?? [], leave: () => stream.destroy() }
  }
  const end = async () => {
    await dht.destroy({ force: true })
    await corestore.close()
    await world.end()
    await alice.stop()
  }
  return { alice, bob, space, large, length: written, meet, end }
}

function channelsOf(stream: NoiseSecretStream) {
  type Open = Channel & { messages: Message<Uint8Array>[] }
  return [...(Protomux.from(stream) as unknown as Iterable<Open>)]
}

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-requests-'))
  testnet = await createTestnet(3, { host: LOOPBACK })
  scene = await setScene(folder)
}, MINUTE)

afterAll(async () => {
  await scene.end()
  await testnet.destroy()
  await rm(folder, { recursive: true, force: true })
})

/** What Hypercore has of the other end of one core. */
interface Asking {
  wireRequest: { send(request: unknown): boolean }
  wireCancel: { send(cancel: { request: number }): boolean }
  wireData: { send(data: unknown): boolean }
}

/** A request as Hypercore puts it. */
function request(id: number, index: number) {
  return { ...nothing(id), block: { index, nodes: 0 } }
}

/** One that asks for nothing. */
function nothing(id: number) {
  return { id, fork: 0, block: null, hash: null, seek: null, upgrade: null, manifest: false, priority: 0 }
}

async function askingFor(core: Hypercore, { stream }: Meeting): Promise<Asking> {
  core.replicate(stream)
  const peers = () => core.peers as unknown as Asking[]
  await until(() => peers().length > 0)
  const [asking] = peers()
  if (!asking) throw new Error('the other end shares no log')
  return asking
}

type Flood = (meeting: Meeting, random: Chance) => Promise<(index: number) => void>

/** Of each of them a hundred thousand. */
const floods: Record<string, Flood> = {
  'requests for one large block, whose answers nobody reads,': async (meeting) => {
    const asking = await askingFor(scene.large, meeting)
    meeting.stream.pause()
    return (index) => asking.wireRequest.send(request(index + 1, scene.length - 1))
  },
  'requests under one number': async (meeting) => {
    const asking = await askingFor(scene.large, meeting)
    return () => asking.wireRequest.send(request(1, scene.length - 1))
  },
  'requests for blocks that may not exist, half of them taken back,': async (meeting, random) => {
    const asking = await askingFor(scene.large, meeting)
    return (index) => {
      asking.wireRequest.send(request(index + 1, random.below(2 * scene.length)))
      if (index % 2 > 0) asking.wireCancel.send({ request: index + 1 })
    }
  },
  'requests for nothing': async (meeting) => {
    const asking = await askingFor(scene.large, meeting)
    return (index) => asking.wireRequest.send(nothing(index + 1))
  },
  'requests for hashes, places, proofs and manifests': async (meeting, random) => {
    const asking = await askingFor(scene.large, meeting)
    return (index) => {
      const wanted = [
        { hash: { index: random.below(2 * scene.length), nodes: 0 } },
        { seek: { bytes: random.below(2 * MEGABYTE), padding: 0 } },
        { upgrade: { start: 0, length: scene.length } },
        { manifest: true },
      ]
      asking.wireRequest.send({ ...nothing(index + 1), ...wanted[index % wanted.length] })
    }
  },
  'questions for what there is of its log': async ({ messages }) => {
    return () => messages[1]?.send(b4a.alloc(0))
  },
  'questions for keys of epochs': async ({ messages }) => {
    const asked = encode(Array.from({ length: 20 }, () => randomBytes(8)))
    return () => messages[5]?.send(asked)
  },
  'blocks, proofs and signatures of a log that nobody asked for': async (meeting, random) => {
    const asking = await askingFor(scene.large, meeting)
    const node = (index: number) => ({ index, size: 1_000, hash: randomBytes(32) })
    const block = () => {
      const index = random.below(2 * scene.length)
      return { index, value: randomBytes(random.below(1_000)), nodes: [node(2 * index)] }
    }
    const upgrade = () => {
      const nodes = [node(random.below(64)), node(random.below(64))]
      const [start, length] = [scene.length + random.below(3) - 1, random.below(1_000)]
      return { start, length, nodes, additionalNodes: [], signature: randomBytes(random.below(200)) }
    }
    return (index) => {
      const parts = { block: index % 3 > 0 ? block() : null, upgrade: index % 2 > 0 ? upgrade() : null }
      asking.wireData.send({ request: 0, fork: 0, hash: null, seek: null, manifest: null, ...parts })
    }
  },
  'keys, signatures, lines, directions and dismissals that nobody asked for': async ({ messages }) => {
    const keys = encode(Array.from({ length: 20 }, () => randomBytes(32)))
    return (index) => messages[[2, 3, 4, 6, 7, 8][index % 6] ?? 0]?.send(keys)
  },
  'messages of what it holds': async ({ messages }) => {
    const device = randomBytes(32)
    return (index) => messages[0]?.send(encode([[index === 0 ? device : 0, index, index]]))
  },
  'logs that nobody has': async ({ stream }) => {
    const mux = Protomux.from(stream)
    return () =>
      mux.createChannel({ protocol: 'hypercore/alpha', id: randomBytes(32), handshake: buffer })?.open(b4a.alloc(0))
  },
}

/** Sends as much as the line takes, until the other end has had enough of it. */
async function send({ stream }: Meeting, act: (index: number) => void): Promise<void> {
  const mux = Protomux.from(stream)
  for (let index = 0; index < MANY && !stream.destroyed; ) {
    mux.cork()
    for (let one = 0; one < AT_ONCE; one++) act(index++)
    mux.uncork()
    await new Promise<void>((resolve) => {
      if (mux.drained || stream.destroyed) return setImmediate(resolve)
      const goOn = () => {
        stream.off('drain', goOn)
        stream.off('close', goOn)
        resolve()
      }
      stream.on('drain', goOn)
      stream.on('close', goOn)
    })
  }
}

test.for(Object.entries(floods))(
  '[SY12] a hundred thousand %s by a member cost the others little memory, and nobody waits',
  async ([name, flood]) => {
    const { alice, bob, space, meet } = scene
    const { page } = await alice.call('page.create', { space, fields: { title: name } })
    const [before, heldBefore] = [await alice.memory(), await alice.held()]
    let most = before
    const looking = setInterval(async () => {
      most = Math.max(most, await alice.memory())
    }, 20)
    const meeting = await meet()
    const act = await flood(meeting, chance(1))
    let isOver = false
    const sending = send(meeting, act).finally(() => {
      isOver = true
    })
    let longest = 0
    let title = ''
    for (let edit = 1; edit === 1 || !isOver; edit++) {
      const asked = performance.now()
      title = `${edit} ${name}`
      await alice.call('page.edit', { space, page, fields: { title } })
      longest = Math.max(longest, performance.now() - asked)
    }
    await sending
    const sent = performance.now()
    await until(async () => (await titles(bob, space)).includes(title))
    const arrived = performance.now() - sent
    clearInterval(looking)
    // While the connection is there, and with it whatever waits for it.
    const held = (await alice.held()) - heldBefore
    meeting.leave()
    expect(longest).toBeLessThan(1_500)
    expect(arrived).toBeLessThan(5 * SECOND)
    expect(held).toBeLessThan(20 * MEGABYTE)
    // With what the engine has not swept up yet, and the room that it keeps for that.
    expect(most - before).toBeLessThan(64 * MEGABYTE)
  },
)
