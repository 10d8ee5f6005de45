import { expect, test } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import { MAX_DOCUMENT_OPERATIONS } from '../../src-main/core/documents/document-weights.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import type { DocumentId, SpaceId } from '../../src-shared/ids.ts'
import { deflateBomb, emptyWords, hollow, longText, madeNowhere } from '../support/bombs.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { nestedMaps } from '../support/nested.ts'
import { strainOf } from '../support/strain.ts'
import { inWorld, type TestCore } from '../support/test-core.ts'
import { fieldsOf, threePlaces, titles } from '../support/three-places.ts'

const MEGABYTE = 1024 * 1024

/** Bombs of the size that end a process, and what Automerge made of them where it was measured. */
const bombs = {
  /** 2 GB, and the thread blocked for 11 s. */
  'five kilobytes that are five million letters': (actor: string) => longText(actor, 'body', 5_000_000),
  /** 500 MB, and the thread blocked for 10 s. */
  'a hundred bytes that are five million empty words': (actor: string) => emptyWords(actor, 'body', 5_000_000),
  'half a megabyte that inflates to 500': (actor: string) =>
    deflateBomb(actor, 'body', Buffer.alloc(MEGABYTE, 'x'), 500),
}

/** Puts changes into the log of `device` without asking, as a member's own program would. */
async function smuggle(device: TestCore, space: SpaceId, document: DocumentId, changes: Uint8Array[]): Promise<void> {
  const summary = { schema: 1, type: 'page', title: 'Bombe' }
  await device.space(space).append([{ kind: 'changed', document, changes, at: device.core.now(), summary }])
}

for (const [what, make] of Object.entries(bombs)) {
  test(`[DO8] ${what}, from a member: memory, time and the edits of others are as without`, async () => {
    await inWorld(async (world) => {
      const { alice, bob, carol, space, all } = await threePlaces(world)
      const { page } = await carol.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Un' })
      await world.settled(space)
      const bomb = make(actorOf(actorPrefix(space, alice.core.device), 9))
      const fresh = newDocumentId()
      const strain = await strainOf(async () => {
        await smuggle(alice, space, page, [bomb])
        for (let times = 0; times < 20; times++) await smuggle(alice, space, fresh, [bomb])
        await carol.call['page.edit']({ space, page, fields: { title: 'La charte' } })
        await world.settled(space)
      })
      expect(strain.memory).toBeLessThan(200 * MEGABYTE)
      expect(strain.blocked).toBeLessThan(200)
      for (const device of all) {
        expect(await titles(device, space)).toEqual(['La charte'])
        expect((await fieldsOf(device, space, page)).title).toBe('La charte')
        const { setAside } = await device.call['space.setAside']({ space })
        const told = setAside.map(({ document, device: author, reason }) => `${reason} ${author} ${document}`)
        const expected = [page, fresh].map((document) => `too-large ${alice.core.device} ${document}`)
        expect(told.toSorted()).toEqual(expected.toSorted())
        if (device !== alice) {
          const named = setAside.map(({ title, place }) => `${title} ${place}`)
          expect(named.toSorted()).toEqual(['La charte Cédille', 'null Cédille'])
        }
        const lines = device.lines.filter((line) => line.includes(alice.core.device) && line.includes('too-large'))
        expect(lines).toHaveLength(21)
      }
      await bob.restart()
      await world.settled(space)
      expect((await bob.status(space)).setAside).toBe(2)
    })
  }, 60_000)
}

for (const [where, depth, changes] of [
  ['field', 5_000, 1],
  ['field', 5_000, 500],
  ['block', 5_000, 1],
  ['field', 100_000, 1],
] as const) {
  test(`[DO15] ${depth} maps within maps in a ${where}, in ${changes} changes, from a member: nobody waits for them`, async () => {
    await inWorld(async (world) => {
      const { alice, carol, space, all } = await threePlaces(world)
      const { page } = await carol.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Un' })
      await world.settled(space)
      const actor = actorOf(actorPrefix(space, alice.core.device), 9)
      const { document } = await alice.space(space).documents.load(page, CORE_SLOT)
      const bomb = nestedMaps(document, { actor, depth, where, changes })
      for (const device of all) await device.call['page.open']({ space, page })
      const strain = await strainOf(async () => {
        await smuggle(alice, space, page, bomb)
        await carol.call['page.edit']({ space, page, fields: { title: 'La charte' } })
        await world.settled(space)
      })
      expect(strain.memory).toBeLessThan(200 * MEGABYTE)
      expect(strain.blocked).toBeLessThan(200)
      for (const device of all) {
        expect(await titles(device, space)).toEqual(['La charte'])
        expect((await device.call['page.read']({ space, page, format: 'markdown' })).content).toContain('Un')
        const { setAside } = await device.call['space.setAside']({ space })
        expect(setAside).toMatchObject([{ document: page, device: alice.core.device, reason: 'too-large' }])
      }
      await carol.restart()
      await world.settled(space)
      expect((await fieldsOf(carol, space, page)).title).toBe('La charte')
    })
  }, 60_000)
}

test('[DO8] what one member writes into a document is counted in the order of its log: all refuse the same block', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    const { page } = await bob.call['page.create']({ space, fields: { title: 'Charte' } })
    await world.settled(space)
    world.exchange.cut('alice', 'carol')
    const prefix = actorPrefix(space, alice.core.device)
    const part = MAX_DOCUMENT_OPERATIONS / 4
    // Four fill it to the last operation; then the smallest is too much, and nobody else's is.
    for (let slot = 10; slot < 14; slot++) await smuggle(alice, space, page, [hollow(actorOf(prefix, slot), part)])
    await smuggle(alice, space, page, [longText(actorOf(prefix, 14), 'last', 10)])
    await world.until(
      async () => (await bob.status(space)).setAside === 1 && (await bob.status(space)).preparing === 0,
      () => bob.status(space),
    )
    world.exchange.join('alice', 'carol')
    await carol.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    await world.settled(space)
    for (const device of all) {
      const { title, last } = await fieldsOf(device, space, page)
      expect({ title, last, refused: (await device.status(space)).setAside }).toEqual({
        title: 'La charte',
        last: undefined,
        refused: 1,
      })
    }
  })
})

test('[DO9] what everybody would refuse is refused to whoever writes it, before it is said to be saved', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const place = { name: 'Cédille', commune: 'Crest' }
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    const { documents, logs } = alice.space(space)
    const { length } = logs.own.core
    const actor = actorOf(documents.ownPrefix, 9)
    const publish = (changes: Uint8Array[]) =>
      codeOfRejection(alice.space(space).publish([{ document: page, changes, at: alice.core.now() }]))
    expect(await publish([longText(actor, 'body', 1_000_001)])).toBe('too-large')
    expect(await publish([deflateBomb(actor, 'body', Buffer.alloc(MEGABYTE), 9)])).toBe('too-large')
    expect(logs.own.core.length).toBe(length)
    await alice.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    expect(String((await documents.load(page, CORE_SLOT)).document.title)).toBe('La charte')
    expect((await alice.status(space)).setAside).toBe(0)
  })
})

test('[DO15] an object made nowhere, by a member, keeps nothing else from lists', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    const { page } = await bob.call['page.create']({ space, fields: { title: 'Charte' } })
    await world.settled(space)
    for (const device of all) await device.call['page.open']({ space, page })
    const actor = actorOf(actorPrefix(space, alice.core.device), 9)
    await smuggle(alice, space, page, [madeNowhere(actor, 2)])
    await carol.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    await carol.call['page.create']({ space, fields: { title: 'Bail' } })
    await world.settled(space)
    for (const device of all) expect(await titles(device, space)).toEqual(['Bail', 'La charte'])
  })
})
