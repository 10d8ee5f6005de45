import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { DocumentStore } from '../../src-main/core/documents/document-store.ts'
import { SearchIndex } from '../../src-main/core/index/search-index.ts'
import { ViewDatabase } from '../../src-main/core/lib/view-database.ts'
import { LogStore } from '../../src-main/core/log/log-store.ts'
import { AppError } from '../../src-shared/errors.ts'
import type { DocumentId, PageId, SpaceId } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { lists, threePlaces, titles } from '../support/three-places.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Looks at the disk after which a core that took a document for a bad disk would have given up. */
const LOOKS = 4

/** Resolves once every running core has looked at its disk so many times from now on. */
async function disksLookedAt(world: World): Promise<void> {
  const looks = new Map<LogStore, number>()
  const { hasRoom } = LogStore.prototype
  vi.spyOn(LogStore.prototype, 'hasRoom').mockImplementation(function (this: LogStore) {
    looks.set(this, 1 + (looks.get(this) ?? 0))
    world.ring()
    return hasRoom.call(this)
  })
  const running = [...world.devices.values()].filter(({ isRunning }) => isRunning).length
  await world.until(
    () => looks.size === running && Math.min(...looks.values()) >= LOOKS,
    () => [...looks.values()],
  )
}

/** Ways in which reading `id` may throw, as long as `isBroken` says so. */
const ways: Record<string, (id: DocumentId, isBroken: () => boolean) => void> = {
  'Automerge gives up on it': (id, isBroken) => {
    const { load } = DocumentStore.prototype
    vi.spyOn(DocumentStore.prototype, 'load').mockImplementation(function (this: DocumentStore, asked, actor) {
      if (isBroken() && asked === id) throw new RangeError('error inflating document chunk ops: mismatching heads')
      return load.call(this, asked, actor)
    })
  },
  'our own reader trips over it': (id, isBroken) => {
    const { put } = SearchIndex.prototype
    vi.spyOn(SearchIndex.prototype, 'put').mockImplementation(function (this: SearchIndex, entry) {
      if (isBroken() && entry.id === id) throw new TypeError("Cannot read properties of undefined (reading 'length')")
      put.call(this, entry)
    })
  },
  'it is past a budget': (id, isBroken) => {
    const { load } = DocumentStore.prototype
    vi.spyOn(DocumentStore.prototype, 'load').mockImplementation(function (this: DocumentStore, asked, actor) {
      if (isBroken() && asked === id) throw new AppError('too-large', 'more than anybody foresaw')
      return load.call(this, asked, actor)
    })
  },
}

/** Bob, whom alice cannot hear, gives the page another title, and writes one more. */
async function editedApart(world: World, bob: TestCore, space: SpaceId, page: PageId): Promise<void> {
  for (const other of ['bob', 'carol'] as const) world.exchange.cut('alice', other)
  await bob.call['page.edit']({ space, page, fields: { title: 'La charte' } })
  await bob.call['page.create']({ space, fields: { title: 'Bail' } })
}

/** The views of a device that was stopped, which it will not know to have been changed by somebody else. */
async function stoppedViews(device: TestCore): Promise<ViewDatabase> {
  await device.stop()
  await rm(join(device.folder, 'ledger.json'))
  return ViewDatabase.open(join(device.folder, 'views'))
}

const setAside = async (device: TestCore, space: SpaceId) =>
  (await device.call['space.setAside']({ space })).setAside.map(({ document, title }) => ({ document, title }))

for (const [way, breakReading] of Object.entries(ways)) {
  test(`[DO19] ${way}: the page is set aside, the rest goes on, and the next version reads it`, async () => {
    await inWorld(async (world) => {
      const { alice, bob, space } = await threePlaces(world)
      const { page } = await bob.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Un' })
      await world.settled(space)
      await editedApart(world, bob, space, page)
      let isBroken = true
      breakReading(page, () => isBroken)
      world.exchange.joinAll()
      const aside = () => setAside(alice, space)
      await world.until(async () => (await aside()).length === 1, aside)
      expect((await aside())[0]?.document).toBe(page)
      const hits = async (text: string) => (await alice.call['search.query']({ space, text, limit: 9 })).hits.length
      await world.until(async () => (await hits('bail')) === 1, aside)
      await disksLookedAt(world)
      for (const { isSpent, call } of [alice, bob]) {
        expect(isSpent).toBe(false)
        expect((await call['space.status']({ space })).disk).toBe('ok')
      }
      await alice.call['space.tryAgain']({ space, document: page })
      await world.until(async () => (await aside()).length === 1, aside)
      await alice.restart()
      expect((await aside())[0]?.document).toBe(page)
      isBroken = false
      await alice.stop()
      alice.application = '99.0.0'
      await alice.start()
      await lists(world, alice, space, ['Bail', 'La charte'])
      await world.until(async () => (await hits('charte')) === 1, aside)
      expect(await aside()).toEqual([])
    })
  })
}

test('[DO11] a document that cannot be read twice is listed the third time, and nobody is told', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await threePlaces(world)
    const { page } = await bob.call['page.create']({ space, fields: { title: 'Charte' } })
    await world.settled(space)
    await editedApart(world, bob, space, page)
    const { load } = DocumentStore.prototype
    let attempts = 0
    vi.spyOn(DocumentStore.prototype, 'load').mockImplementation(function (this: DocumentStore, id, actor) {
      if (id === page && ++attempts <= 2) throw new RangeError('a document that nobody foresaw')
      return load.call(this, id, actor)
    })
    world.exchange.joinAll()
    await lists(world, alice, space, ['Bail', 'La charte'])
    expect(await setAside(alice, space)).toEqual([])
  })
})

test('[DO20] views of another version are made again while lists show what they showed and pages open', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const place = { name: 'Cédille', commune: 'Crest' }
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    const { page } = await alice.call['page.create']({
      space,
      fields: { title: 'Charte', tags: ['lieu'] },
      markdown: 'Un règlement',
    })
    const { page: unknown } = await alice.call['page.create']({ space, fields: { title: 'Bail' } })
    await alice.space(space).documents.prepared()
    const views = await stoppedViews(alice)
    const rows = views.json<unknown>(space, 'rows')
    // As a version would have left them that knew neither the second's kind nor all fields of the first.
    await rows.put(page, { type: 'page', page, title: 'Charte', tags: ['lieu'], excerpt: 'Un', updatedAt: 1 })
    await rows.del(unknown)
    await views.json<number>(space, 'search-numbers').clear()
    await views.json(space, 'search-entries').clear()
    await views.json(space, 'version').clear()
    await views.close()
    const { load } = DocumentStore.prototype
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    vi.spyOn(DocumentStore.prototype, 'load').mockImplementation(async function (this: DocumentStore, id, actor) {
      if (id === unknown) await released
      return load.call(this, id, actor)
    })
    await alice.start()
    try {
      expect((await alice.status(space)).preparing).toBeGreaterThan(0)
      expect(await titles(alice, space)).toEqual(['Charte'])
      const asBefore = { state: 'draft', tags: ['lieu'], deletedAt: null }
      expect(await alice.call['page.get']({ space, page })).toMatchObject(asBefore)
      expect((await alice.call['page.open']({ space, page })).heads).toHaveLength(1)
    } finally {
      release()
    }
    await lists(world, alice, space, ['Bail', 'Charte'])
    await alice.space(space).documents.prepared()
    expect((await alice.call['page.get']({ space, page })).excerpt).toBe('Un règlement')
    for (const text of ['règlement', 'bail']) {
      expect((await alice.call['search.query']({ space, text, limit: 9 })).hits).toHaveLength(1)
    }
    await alice.restart()
    expect((await alice.status(space)).preparing).toBe(0)
  })
})

test('[DO22] a snapshot that cannot be loaded is not read as nothing: the next start has all of it from the logs', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const place = { name: 'Cédille', commune: 'Crest' }
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    for (let edit = 1; edit <= 40; edit++) {
      await alice.call['page.edit']({ space, page, fields: { title: `Charte ${edit}` } })
    }
    await alice.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    const views = await stoppedViews(alice)
    const snapshots = views.bytes(space, 'snapshots')
    expect(await snapshots.get(page)).toBeDefined()
    await snapshots.put(page, Uint8Array.of(0xa0))
    await views.close()
    await alice.start()
    expect(await codeOfRejection(alice.call['page.read']({ space, page, format: 'markdown' }))).toBe('unreadable')
    await alice.restart()
    await alice.space(space).documents.prepared()
    expect((await alice.call['page.read']({ space, page, format: 'markdown' })).title).toBe('La charte')
    expect(alice.isSpent).toBe(false)
  })
})
