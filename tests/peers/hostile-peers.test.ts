import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as A from '@automerge/automerge'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { encode } from 'cborg'
import { buffer } from 'compact-encoding'
import Corestore from 'corestore'
import { keyPair, randomBytes } from 'hypercore-crypto'
import HypercoreStorage from 'hypercore-storage'
import Protomux, { type Channel, type Message } from 'protomux'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import { Keyring } from '../../src-main/core/membership/keyring.ts'
import { SpaceSession } from '../../src-main/core/network/space-session.ts'
import type { BlobHash, DocumentId, PageId, SpaceId } from '../../src-shared/ids.ts'
import { editPage } from '../../src-shared/model/page.ts'
import { isApplicationBytes } from '../support/application-bytes.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { mutate } from '../support/mutate.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { meetAsOutsider, ofNobody } from '../support/outsider.ts'
import { chance } from '../support/random.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { fieldsOf, threePlaces, titles } from '../support/three-places.ts'

/** Resolves once the other end has read everything that was sent to it so far: it refuses a channel that there is not. */
function heardOut(stream: NoiseSecretStream): Promise<void> {
  return new Promise((heard) => {
    if (stream.destroyed) heard()
    stream.on('close', () => heard())
    const nowhere = { protocol: 'maillage/space/99', id: randomBytes(32), handshake: buffer, onclose: () => heard() }
    Protomux.from(stream).createChannel(nowhere)?.open(b4a.alloc(0))
  })
}

/** Somebody who knows the key of every log, and what else it has. */
const thieves = ['nothing', 'another secret', 'the secret', 'the key of a contributor who was removed'] as const

test.for([...thieves, 'the key of an administrator who was removed'] as const)(
  '[SY2] who asks for every log by its key, and has %s, gets no byte of those of others',
  async (has) => {
    await inWorld(async (world) => {
      const { alice, bob, carol, space } = await threePlaces(world)
      const { device } = carol.core
      await alice.call['page.create']({ space, fields: { title: 'Secret' } })
      if (has === 'the key of a contributor who was removed')
        await alice.call['member.appoint']({ space, device, standing: 'contributor' })
      await world.settled(space)
      // What it wrote as an administrator is behind it.
      await carol.call['page.create']({ space, fields: { title: 'De carol' } })
      await world.settled(space)
      if (has.includes('removed')) await alice.call['member.appoint']({ space, device, standing: 'removed' })
      await carol.stop()
      const { deviceKeyPair } = await Keyring.open(carol.folder, async () => undefined, world.home)
      const { keys, logs, blobs } = alice.space(space)
      const corestore = new Corestore(new HypercoreStorage(join(world.folder, 'mallory'), {}))
      const wanted = [
        ...logs
          .all()
          .filter((log) => log.device !== device)
          .map(({ core }) => core),
        ...blobs.cores(),
      ]
      const cores = wanted.map(({ key }) => corestore.get({ key, encryption: { key: keys.encryption } }))
      for (const core of cores) await core.ready()
      let met: NoiseSecretStream | undefined
      const act = (stream: NoiseSecretStream) => {
        const proof = has === 'another secret' ? randomBytes(32) : keys.proof
        const open = { stream, topic: keys.topic, proof, holdings: () => ({}), access: 'full', ...ofNobody } as const
        if (has !== 'nothing') new SpaceSession(open).open()
        for (const core of cores) {
          core.replicate(stream)
          core.download({ start: 0, end: -1 })
        }
        met = stream
      }
      const key = has.includes('removed') ? deviceKeyPair : keyPair()
      const { received, leave } = await meetAsOutsider(world, keys.topic, act, 'alice', key)
      await world.until(
        () => met !== undefined,
        () => 'mallory meets nobody',
      )
      const hearOut = async () => met && world.within(heardOut(met), 'mallory was to be heard out')
      await hearOut()
      // By the time that bob has it, whoever gets anything has it too.
      await alice.call['page.create']({ space, fields: { title: 'Entre nous' } })
      await world.until(
        async () => (await titles(bob, space)).length === 3,
        () => titles(bob, space),
      )
      await hearOut()
      await leave()
      expect(received.length).toBeGreaterThan(0)
      if (has !== 'the key of an administrator who was removed') expect(received.filter(isApplicationBytes)).toEqual([])
      expect(cores.map(({ length }) => length)).toEqual(cores.map(() => 0))
      await corestore.close()
    })
  },
)

/** Puts changes into the log of `device` without asking, as a member's own program would. */
async function smuggle(device: TestCore, space: SpaceId, document: DocumentId, changes: Uint8Array[], at = 1) {
  const summary = { schema: 1, type: 'page', title: 'Autre chose' }
  await device.space(space).append([{ kind: 'changed', document, changes, at, summary }])
}

/** What everybody reads of a document, who were there all the time, started anew or came after it. */
async function readings(world: World, space: SpaceId, document: DocumentId, readers: TestCore[]): Promise<unknown[]> {
  const [alice] = readers
  if (!alice) return []
  await world.settled(space)
  const plain = async (reader: TestCore) => JSON.parse(JSON.stringify(await fieldsOf(reader, space, document)))
  const before = await Promise.all(readers.map(plain))
  for (const reader of readers) {
    await reader.stop()
    await rm(join(reader.folder, 'views'), { recursive: true })
    await reader.start()
  }
  const erin = await world.startOne('erin')
  await erin.join(await alice.invite(space))
  await world.settled(space)
  return [...before, ...(await Promise.all([...readers, erin].map(plain)))]
}

test('[DO16] who says two things under one number in a document is read alike by everybody, and the document goes on', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Un' })
    await world.settled(space)
    await alice.call['page.open']({ space, page })
    const { document } = await carol.space(space).documents.load(page, CORE_SLOT)
    const actor = actorOf(actorPrefix(space, carol.core.device), 9)
    const say = (title: string) => {
      const said = A.change(A.clone(document, { actor }), (draft) => {
        draft.title = title
      })
      return A.getChangesSince(said, A.getHeads(document))
    }
    const [blanc, noir, gris] = [say('Blanc'), say('Noir'), say('Gris')]
    await smuggle(carol, space, page, blanc)
    await world.settled(space)
    await smuggle(carol, space, page, noir)
    await bob.call['page.edit']({ space, page, fields: { tags: ['de bob'] } })
    await world.settled(space)
    await smuggle(carol, space, page, [...gris, ...blanc])
    await alice.call['page.edit']({ space, page, fields: { state: 'stable' } })
    const [first, ...others] = await readings(world, space, page, all)
    expect(first).toMatchObject({ tags: { 'de bob': true }, state: 'stable' })
    for (const other of others) expect(other).toEqual(first)
  })
})

/** What none of our programs writes into a page. */
const oddValues = [
  null,
  true,
  -1.5,
  Number.NaN,
  Number.MAX_SAFE_INTEGER,
  new Uint8Array([0, 255]),
  new Date(8.64e15),
  new A.Counter(7),
  { title: { title: 'Charte' } },
  ['Charte', ['Charte'], { at: 1 }],
  'x'.repeat(5_000),
  '\u202e\u0000\u2066<img src=x onerror=alert(1)>\u200b',
]
const oddMoments = [-9e15, 8.64e15, 1e308, 0, -1]
const oddFields = [['title', 'state', 'kind', 'tags', 'createdAt', 'deletedAt', 'extra'], ['body']]

test('[DO17] pages where members wrote values of every wrong kind, at times that never were, are read and put right', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    const pages: PageId[] = []
    for (const [index, value] of oddValues.entries()) {
      for (const fields of oddFields) {
        const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Un' })
        pages.push(page)
        const odd = Object.fromEntries(fields.map((field) => [field, value]))
        const other = oddValues[(index + 1) % oddValues.length]
        // At the same time, of another kind.
        const conflicting = Object.fromEntries(fields.map((field) => [field, other]))
        const { document } = await alice.space(space).documents.load(page, CORE_SLOT)
        const aside = { time: oddMoments[index % 5] ?? 0, message: `\u0000<b>${'x'.repeat(index * 5_000)}` }
        for (const [author, written] of [
          [carol, odd],
          [bob, conflicting],
        ] as const) {
          const actor = actorOf(actorPrefix(space, author.core.device), 9)
          const changed = A.change(A.clone(document, { actor }), aside, (draft) => {
            Object.assign(draft, written)
          })
          await smuggle(author, space, page, A.getChangesSince(changed, A.getHeads(document)), aside.time)
        }
      }
    }
    const readBy = (device: TestCore) =>
      Promise.all(pages.map((page) => device.call['page.read']({ space, page, format: 'markdown' })))
    await world.settled(space)
    for (const device of all) {
      await device.call['page.list']({ space, offset: 0, limit: 100, bin: false, sort: 'title' })
      await device.call['tag.list']({ space })
      await readBy(device)
    }
    for (const page of pages) {
      await alice.call['page.edit']({ space, page, fields: { title: 'Bien', state: 'stable', tags: ['lieu'] } })
      await alice.call['page.replaceBody']({ space, page, markdown: 'Remis en ordre' })
    }
    await world.settled(space)
    for (const device of all) {
      const right = pages.map(() => ({ title: 'Bien', content: expect.stringContaining('Remis en ordre') }))
      expect(await readBy(device)).toEqual(right)
    }
  })
})

test('[DO17] a title of a hundred thousand letters, which none of ours has, is written anew in no time', () => {
  const long = A.from<Record<string, unknown>>({ title: 'x'.repeat(100_000) })
  const began = performance.now()
  const put = A.change(long, (page) => editPage(page, { title: 'Bien' }))
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(String(put.title)).toBe('Bien')
})

/** What no message is, and every kind of value that one may be made of. */
const oddMessages = [
  ...[null, true, 0, -1, 1.5, '', 'maillage', [], {}, [[]], [null], { kind: null }, { kind: 'welcome' }].map((odd) =>
    encode(odd),
  ),
  encode([[randomBytes(31), 1, 1]]),
  encode([[randomBytes(32), -1, 1]]),
  encode([[randomBytes(32), Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]]),
  encode([[7, 1, 1]]),
  encode(Array.from({ length: 5_000 }, (_, index) => [index, 1, 1])),
  encode({ length: 2 ** 53 - 1, roots: [], signature: randomBytes(64) }),
  encode({ founder: 'f'.repeat(64), nonce: '0'.repeat(64), steps: Array.from({ length: 10_000 }, () => ({})) }),
  new Uint8Array(),
  new Uint8Array([0xff]),
  new Uint8Array([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  new Uint8Array(100_000).fill(0x81),
  new Uint8Array(2_000_000).fill(0xf6),
]

/** The channels that are open over a connection. */
function channelsOf(stream: NoiseSecretStream | undefined) {
  type Open = Channel & { messages: Message<Uint8Array>[] }
  return stream ? [...(Protomux.from(stream) as unknown as Iterable<Open>)] : []
}

test('[SY9] a member whose messages are none, of every kind, costs the others nothing', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const { keys } = alice.space(space)
    await carol.stop()
    const { deviceKeyPair } = await Keyring.open(carol.folder, async () => undefined, world.home)
    let isProven = false
    let met: NoiseSecretStream | undefined
    const act = (stream: NoiseSecretStream) => {
      const session = new SpaceSession({ stream, ...keys, holdings: () => ({}), access: 'full', ...ofNobody })
      session.on('proven', () => {
        isProven = true
        world.ring()
      })
      session.open()
      met = stream
    }
    const { leave } = await meetAsOutsider(world, keys.topic, act, 'alice', deviceKeyPair)
    await world.until(
      () => isProven,
      () => 'mallory is to be believed',
    )
    const random = chance(9)
    const [channel] = channelsOf(met)
    if (!channel || !met) throw new Error('mallory has no channel')
    // The last one is of a newer Maillage.
    channel.addMessage({ encoding: buffer, onmessage: () => undefined })
    const { messages } = channel
    expect(messages).toHaveLength(10)
    for (const odd of oddMessages) for (const message of messages) message.send(odd)
    for (let times = 0; times < 2_000; times++) {
      const pool = oddMessages.filter(({ length }) => length < 2_000)
      random.pick(messages).send(mutate(random.pick(pool), random.pick(pool), random))
    }
    await world.within(heardOut(met), 'mallory was to be heard out')
    await alice.call['page.create']({ space, fields: { title: 'D’alice' } })
    await bob.call['page.create']({ space, fields: { title: 'De bob' } })
    for (const device of [alice, bob]) {
      await world.until(
        async () => (await titles(device, space)).length === 2,
        () => titles(device, space),
      )
    }
    expect(world.exchange.areConnected('alice', 'mallory')).toBe(true)
    await leave()
  })
})

test('[SY9] pictures that are not what a member said of them are not shown, and those of others come', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const real = await carol.space(space).blobs.put(new Uint8Array(noisePicture(40)), 'plan.png')
    const huge = Number.MAX_SAFE_INTEGER
    const lies = [
      {},
      { byteLength: huge },
      { byteLength: 0 },
      { byteOffset: huge },
      { blockLength: huge },
      { blockOffset: huge },
      { blockLength: 0, byteLength: 10 * 2 ** 30 },
      { blockOffset: huge, blockLength: huge, byteOffset: huge, byteLength: huge },
    ].map((lie, index) => ({ hash: index.toString(16).padStart(64, '0') as BlobHash, blob: { ...real.blob, ...lie } }))
    const told = [...lies, ...lies].map(
      ({ hash, blob }) =>
        ({ kind: 'attached', type: 'text/html', name: '../plan', key: new Uint8Array(32), hash, blob }) as const,
    )
    await carol.space(space).append(told)
    const { hash } = await bob.call['blob.add']({ space, bytes: new Uint8Array(noisePicture(50)), name: 'vue.png' })
    for (const device of [alice, carol]) {
      const codeOf = (wanted: BlobHash) => codeOfRejection(device.call['blob.read']({ space, hash: wanted }))
      await world.until(
        async () => (await codeOf(hash)) === 'nothing was thrown',
        () => device.lines,
      )
      for (const lie of lies) expect(await codeOf(lie.hash)).toBe('not-found')
      await device.status(space)
    }
    await alice.restart()
    await alice.call['page.create']({ space, fields: { title: 'Ensuite' } })
    await world.until(
      async () => (await titles(bob, space)).length === 1,
      () => titles(bob, space),
    )
  })
})
