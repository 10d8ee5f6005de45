import { cp, rename, rm } from 'node:fs/promises'
import { next as A } from '@automerge/automerge'
import { expect, test } from 'vitest'
import { takeUpLeftDrafts } from '../../src-main/core/left-drafts.ts'
import type { PageId, SpaceId } from '../../src-shared/ids.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { openWindowPage, typeAtEnd, type WindowPage } from '../support/window-page.ts'

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
    const { device } = alice.core
    const copied = `${alice.folder}-copied`
    await cp(alice.folder, copied, { recursive: true })
    world.exchange.cut('alice', 'bob')
    await alice.stop()
    await rm(alice.folder, { recursive: true })
    await rename(copied, alice.folder)
    await alice.start()
    expect(alice.core.device).not.toBe(device)
    await takeUpLeftDrafts(alice.space(space), alice.openDocuments)
    expect(await read(alice, space, page)).toContain('Le four chauffe')
    world.exchange.joinAll()
    await world.until(
      async () => (await read(bob, space, page)).includes('Le four chauffe'),
      () => read(bob, space, page),
    )
    const { held } = alice.space(space).logs.own
    await alice.restart()
    await takeUpLeftDrafts(alice.space(space), alice.openDocuments)
    expect(alice.space(space).logs.own.held).toBe(held)
  })
})
