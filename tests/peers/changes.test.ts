import * as A from '@automerge/automerge'
import { encode } from 'cborg'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import { inWorld } from '../support/test-core.ts'
import { fieldsOf, threePlaces, titles } from '../support/three-places.ts'

test('[SY3] bob and carol write apart; what each wrote reaches all, through alice, in either order', async () => {
  for (const order of [
    ['bob', 'carol'],
    ['carol', 'bob'],
  ] as const) {
    await inWorld(async (world) => {
      const { bob, carol, space, all } = await threePlaces(world)
      for (const [one, other] of [
        ['alice', 'bob'],
        ['alice', 'carol'],
        ['bob', 'carol'],
      ] as const) {
        world.exchange.cut(one, other)
      }
      await bob.call['page.create']({ space, fields: { title: 'de bob' } })
      await carol.call['page.create']({ space, fields: { title: 'de carol' } })
      for (const name of order) world.exchange.join('alice', name)
      const seen = () => Promise.all(all.map((device) => titles(device, space)))
      await world.until(async () => (await seen()).every((listed) => listed.length === 2), seen)
      expect(world.exchange.areConnected('bob', 'carol')).toBe(false)
      expect(await seen()).toEqual(all.map(() => ['de bob', 'de carol']))
    })
  }
})

test('[DO3] a change that bob signs with the name of alice is refused by all, and his log goes on', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, all } = await threePlaces(world)
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    await world.settled(space)
    const forger = actorOf(actorPrefix(space, alice.core.device), 9)
    const { document } = await bob.space(space).documents.load(page, CORE_SLOT)
    const forged = A.change(A.clone(document, { actor: forger }), (draft) => {
      draft.title = 'Volée'
    })
    const changes = A.getChangesSince(forged, A.getHeads(document))
    await bob
      .space(space)
      .append([{ kind: 'changed', document: page, changes, at: world.time, summary: { title: 'Volée' } }])
    await bob.call['page.create']({ space, fields: { title: 'Suite' } })
    await world.settled(space)
    for (const device of all) {
      expect(await titles(device, space)).toEqual(['Charte', 'Suite'])
      expect((await fieldsOf(device, space, page)).title).toBe('Charte')
      expect(device.lines.filter((line) => line.includes('no-access') || line.includes('another device'))).toHaveLength(
        1,
      )
    }
  })
})

test('[LG5] blocks of a newer Maillage and blocks that are nothing are passed over', async () => {
  await inWorld(async (world) => {
    const { bob, space, all } = await threePlaces(world)
    const odd = [
      encode({ version: 1, kind: 'voted', choice: 3 }),
      encode({ version: 2, kind: 'changed', document: 7 }),
      encode({ version: 1, kind: 'changed', document: 7 }),
      Buffer.from('not CBOR at all'),
    ]
    await bob.space(space).logs.own.core.append(odd)
    await bob.call['page.create']({ space, fields: { title: 'Suite' } })
    await world.settled(space)
    for (const device of all) {
      expect(await titles(device, space)).toEqual(['Suite'])
      expect(device.lines.filter((line) => line.includes('was refused'))).toHaveLength(odd.length)
      await device.restart()
    }
    await world.settled(space)
    expect(await titles(bob, space)).toEqual(['Suite'])
  })
})

test('[DO4] what a newer Maillage wrote in a page survives an edit by this one', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const { page } = await alice.call['page.create']({
      space,
      fields: { title: 'Charte', tags: ['lieu'] },
      markdown: 'Un',
    })
    const future = { votes: { bob: 2 }, signed: [1, 2, 3] }
    await alice.edit(space, page, (document) => {
      document.future = future
      document.schema = 9
    })
    await world.settled(space)
    await bob.call['page.edit']({ space, page, fields: { title: 'La charte', tags: ['lieux'], state: 'stable' } })
    await bob.call['page.replaceBody']({ space, page, markdown: 'Un, deux' })
    await world.settled(space)
    const { title, schema, future: kept } = await fieldsOf(carol, space, page)
    expect({ title, schema, kept }).toEqual({ title: 'La charte', schema: 9, kept: future })
  })
})

test('[DO4] a document of a type unknown here is kept, shared, and listed nowhere', async () => {
  await inWorld(async (world) => {
    const { alice, carol, space } = await threePlaces(world)
    const id = newDocumentId()
    await alice.space(space).documents.create([{ id, fields: { schema: 9, type: 'vote', question: 'Une cuisine ?' } }])
    await world.settled(space)
    expect(await fieldsOf(carol, space, id)).toEqual({ schema: 9, type: 'vote', question: 'Une cuisine ?' })
    expect(await carol.space(space).directory.get(id)).toBeUndefined()
  })
})
