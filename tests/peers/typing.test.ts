import { once } from 'node:events'
import { cp, rename, rm } from 'node:fs/promises'
import { next as A } from '@automerge/automerge'
import { afterEach, expect, test, vi } from 'vitest'
import { CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import { takeUpLeftDrafts } from '../../src-main/core/left-drafts.ts'
import { Journal } from '../../src-main/core/log/journal.ts'
import type { PageId, SpaceId } from '../../src-shared/ids.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { openWindowPage, typeAtEnd, type WindowPage } from '../support/window-page.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

async function pair(world: World) {
  const alice = await world.startOne('alice')
  const bob = await world.startOne('bob')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
  await bob.join(await alice.invite(space))
  const { page } = await alice.call['page.create']({ space, fields: { title: 'Four' }, markdown: '' })
  await world.settled(space)
  return { alice, bob, space, page }
}

const openIn = (device: TestCore, space: SpaceId, page: PageId) =>
  openWindowPage(device.openDocuments, device.call, space, page)

/** Types, and resolves when the core says that it is on disk. */
async function type(device: TestCore, body: WindowPage, words: string): Promise<void> {
  const saved = new Promise<void>((resolve) => {
    device.openDocuments.on('saved', (_space, _page, heads) => {
      if (A.hasHeads(body.doc(), heads) && A.view(body.doc(), heads).body.endsWith(words)) resolve()
    })
  })
  for (const letter of words) typeAtEnd(body, letter)
  await saved
}

/** From now on its folder is a copy, made when what was typed was saved: it goes on under another key, and meets nobody. */
async function goesOnAsACopy(world: World, device: TestCore): Promise<void> {
  const before = device.core.device
  const copied = `${device.folder}-copied`
  await cp(device.folder, copied, { recursive: true })
  world.exchange.cut('alice', 'bob')
  await device.stop()
  await rm(device.folder, { recursive: true })
  await rename(copied, device.folder)
  await device.start()
  expect(device.core.device).not.toBe(before)
}

const takeUp = (device: TestCore, space: SpaceId) => takeUpLeftDrafts(device.space(space), device.openDocuments)

const read = async (device: TestCore, space: SpaceId, page: PageId) =>
  (await device.call['page.read']({ space, page, format: 'markdown' })).content

test('[LG18] what is typed is saved at once, and called up to date once the others have it', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    const body = await openIn(alice, space, page)
    const { held } = alice.space(space).logs.own
    await type(alice, body, 'Le four chauffe')
    expect(alice.space(space).logs.own.held).toBe(held)
    expect(await alice.status(space)).toMatchObject({ complete: false, unsent: 1 })
    await type(alice, body, ' doucement.')
    const hasCome = async () => (await read(bob, space, page)).includes('chauffe doucement.')
    await world.until(hasCome, () => read(bob, space, page))
    await world.settled(space)
    expect(alice.space(space).logs.own.held).toBe(held + 1)
    expect(await alice.status(space)).toMatchObject({ complete: true, unsent: 0 })
  })
})

test('[LG18] a folder left by a process that was killed while somebody typed gives the log what was saved', async () => {
  await inWorld(async (world) => {
    world.home = async () => 'the same, as after a kill'
    const { alice, bob, space, page } = await pair(world)
    const body = await openIn(alice, space, page)
    await type(alice, body, 'Le four chauffe')
    world.exchange.cut('alice', 'bob')
    const killed = `${alice.folder}-killed`
    await cp(alice.folder, killed, { recursive: true })
    await alice.stop()
    await rm(alice.folder, { recursive: true })
    await rename(killed, alice.folder)
    await alice.start()
    world.exchange.joinAll()
    expect(await read(alice, space, page)).toContain('Le four chauffe')
    await world.until(
      async () => (await read(bob, space, page)).includes('Le four chauffe'),
      () => read(bob, space, page),
    )
    // And it is no draft any more.
    const { held } = alice.space(space).logs.own
    await alice.restart()
    expect(alice.space(space).logs.own.held).toBe(held)
  })
})

test('[LG18] whoever reads the page finds what was saved, and others have it then', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    const body = await openIn(alice, space, page)
    await type(alice, body, 'Le four chauffe')
    const { held } = alice.space(space).logs.own
    expect(await read(alice, space, page)).toContain('Le four chauffe')
    expect(alice.space(space).logs.own.held).toBe(held + 1)
    await world.settled(space)
    expect(await read(bob, space, page)).toContain('Le four chauffe')
  })
})

test('[LG18] a folder that was copied while somebody typed goes on with what was saved, under its own key', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    const body = await openIn(alice, space, page)
    await type(alice, body, 'Le four chauffe')
    await goesOnAsACopy(world, alice)
    await takeUp(alice, space)
    expect(await read(alice, space, page)).toContain('Le four chauffe')
    world.exchange.joinAll()
    await world.until(
      async () => (await read(bob, space, page)).includes('Le four chauffe'),
      () => read(bob, space, page),
    )
    const { held } = alice.space(space).logs.own
    await alice.restart()
    await takeUp(alice, space)
    expect(alice.space(space).logs.own.held).toBe(held)
  })
})

test.for(['closed', 'open'])(
  '[LG18] whoever ends right after words of the key before were written has them once: page %s',
  async (shown) => {
    await inWorld(async (world) => {
      const { alice, space, page } = await pair(world)
      await type(alice, await openIn(alice, space, page), 'Le four chauffe')
      await goesOnAsACopy(world, alice)
      if (shown === 'open') await openIn(alice, space, page)
      const write = Journal.prototype.write
      let writes = 0
      vi.spyOn(Journal.prototype, 'write').mockImplementation(function (this: Journal, ...written) {
        return writes++ === 0 ? write.apply(this, written) : Promise.reject(new Error('the process is gone'))
      })
      await takeUp(alice, space).catch(() => undefined)
      vi.restoreAllMocks()
      await alice.restart()
      await takeUp(alice, space)
      expect(await read(alice, space, page)).toBe('Le four chauffe\n')
    })
  },
)

test('[LG18] words of the key before that the disk refused at first are there once: the page is open', async () => {
  await inWorld(async (world) => {
    const { alice, space, page } = await pair(world)
    await type(alice, await openIn(alice, space, page), 'Le four chauffe')
    await goesOnAsACopy(world, alice)
    await openIn(alice, space, page)
    const saved = once(alice.openDocuments, 'saved')
    vi.spyOn(Journal.prototype, 'write').mockRejectedValueOnce(new Error('EIO: i/o error, write'))
    await expect(takeUp(alice, space)).rejects.toThrow('EIO')
    // It is tried again by itself.
    await saved
    await alice.restart()
    await takeUp(alice, space)
    expect(await read(alice, space, page)).toBe('Le four chauffe\n')
  })
})

test('[LG18] words of the key before that cannot be taken up keep no others back, and stay', async () => {
  await inWorld(async (world) => {
    const { alice, space, page } = await pair(world)
    const { page: other } = await alice.call['page.create']({ space, fields: { title: 'Bail' }, markdown: '' })
    for (const each of [page, other]) await type(alice, await openIn(alice, space, each), `Le four chauffe`)
    await goesOnAsACopy(world, alice)
    vi.spyOn(alice.space(space).logs, 'decode').mockImplementationOnce(() => {
      throw new Error('its key has not come')
    })
    await expect(takeUp(alice, space)).rejects.toThrow('its key has not come')
    const words = () => Promise.all([page, other].map((each) => read(alice, space, each)))
    expect((await words()).toSorted()).toEqual(['', 'Le four chauffe\n'])
    await takeUp(alice, space)
    expect(await words()).toEqual(['Le four chauffe\n', 'Le four chauffe\n'])
  })
})

test('[LG18] what somebody else wrote while words of the key before were taken up stays', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, page } = await pair(world)
    await type(alice, await openIn(alice, space, page), 'Le four chauffe')
    await goesOnAsACopy(world, alice)
    const { documents } = alice.space(space)
    const load = documents.load.bind(documents)
    vi.spyOn(documents, 'load').mockImplementationOnce(async (...asked) => {
      const loaded = await load(...asked)
      await type(bob, await openIn(bob, space, page), 'De bob. ')
      world.exchange.joinAll()
      const now = async () => String((await load(page, CORE_SLOT)).document.body)
      await world.until(async () => (await now()).includes('De bob.'), now)
      return loaded
    })
    await takeUp(alice, space)
    const words = await read(alice, space, page)
    for (const said of ['De bob.', 'Le four chauffe']) expect(words).toContain(said)
  })
})
