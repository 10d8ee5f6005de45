import * as A from '@automerge/automerge'
import { encode } from 'cborg'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix } from '../../src-main/core/documents/actor.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import { decodeBlock } from '../../src-main/core/log/block.ts'
import { HoldingsHearer } from '../../src-main/core/network/holdings.ts'
import type { PageId } from '../../src-shared/ids.ts'
import type { Fields } from '../../src-shared/model/fields.ts'
import { newPage } from '../../src-shared/model/page.ts'
import { hollow } from '../support/bombs.ts'
import { changeChunk, contentOf } from '../support/change-bytes.ts'
import { codeOf } from '../support/code-of.ts'
import { inWorld } from '../support/test-core.ts'
import { fieldsOf, threePlaces, titles } from '../support/three-places.ts'

/** Stands for a name that Automerge's own functions refuse to write, in as many letters. */
const PLACEHOLDER = 'XXprotoXX'

/** Names that every object answers to, and those that a program may call. */
const oddNames = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'toJSON', 'length', 'isPrototypeOf']
const oddFields = Object.fromEntries(oddNames.map((name) => [name, `de ${name}`]))

/** The changes that make `fields`, with `__proto__` where they have the placeholder. */
function crafted(fields: Fields, actor: string): Uint8Array[] {
  return A.getAllChanges(A.from(fields, { actor })).map((change) => {
    const content = Buffer.from(contentOf(change))
    for (let at = content.indexOf(PLACEHOLDER); at >= 0; at = content.indexOf(PLACEHOLDER, at))
      content.write('__proto__', at)
    return changeChunk(content)
  })
}

test('[DO12] a member’s page with fields named __proto__, then or toString is read as if it had none, edited and shared', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    const actor = actorOf(actorPrefix(space, alice.core.device), 9)
    const stolen = { isAdmin: true, type: 'resource', title: 'Volé', name: 'Volé', schema: 1, deletedAt: 1 }
    const page = { ...newPage({ title: 'Charte', tags: ['lieu'] }, world.time), ...oddFields, [PLACEHOLDER]: stolen }
    const tags = { lieu: true, [PLACEHOLDER]: { danger: true }, constructor: true }
    const id = newDocumentId() as PageId
    // A document that has a type only through its prototype is of no type.
    const bare = newDocumentId()
    const write = (document: typeof bare, fields: Fields) =>
      alice.space(space).append([
        {
          kind: 'changed',
          document,
          changes: crafted(fields, actor),
          at: world.time,
          summary: { ...fields, ...oddFields },
        },
      ])
    await write(id, { ...page, tags })
    await write(bare, { [PLACEHOLDER]: { ...stolen, type: 'page' } })
    await world.settled(space)

    const raw = await bob.space(space).documents.load(id, 0)
    expect((raw.document as { isAdmin?: boolean }).isAdmin, 'the field did reach Automerge under its name').toBe(true)

    await bob.call['page.edit']({ space, page: id, fields: { title: 'La charte', tags: ['lieu', 'toString'] } })
    await carol.call['page.replaceBody']({ space, page: id, markdown: 'Un, deux' })
    await bob.call['page.open']({ space, page: id })
    await world.settled(space)
    for (const device of all) {
      expect(await titles(device, space)).toEqual(['La charte'])
      expect(await device.space(space).directory.list('resource')).toEqual([])
      expect(await device.call['page.get']({ space, page: id })).toMatchObject({
        tags: ['lieu', 'toString'],
        deletedAt: null,
      })
      expect(await device.call['page.read']({ space, page: id, format: 'markdown' })).toMatchObject({
        content: 'Un, deux\n',
      })
      expect(await device.call['search.query']({ space, text: 'charte', limit: 20 })).toMatchObject({ hits: [{ id }] })
      for (const format of ['markdown', 'wikitext', 'html', 'json'] as const) {
        const { content } = await device.call['page.export']({ space, page: id, format })
        expect(content).not.toContain('Volé')
      }
      const kept = await fieldsOf(device, space, id)
      expect(Object.fromEntries(oddNames.map((name) => [name, kept[name]]))).toEqual(oddFields)
      expect(await device.space(space).directory.get(bare)).toBeUndefined()
      expect(await device.call['tag.list']({ space })).toMatchObject({ tags: [{ tag: 'lieu' }, { tag: 'toString' }] })
    }
    expect('isAdmin' in {}).toBe(false)
    expect('danger' in {}).toBe(false)
  })
})

test('[DO12] blocks and messages give nothing through __proto__ nor any name that objects answer to', () => {
  const device = 'ab'.repeat(32)
  const smuggled = JSON.parse(`{"__proto__": {"${device}": {"blocks": 9, "files": 9}}}`)
  const heard = (message: unknown) => new HoldingsHearer().hear(encode(message))
  expect(heard(smuggled)).toBeUndefined()
  for (const name of oddNames) {
    expect(heard({ [name]: { blocks: 1, files: 1 } })).toBeUndefined()
    expect(heard([[name, 1, 1]])).toBeUndefined()
  }
  const block = JSON.parse(
    '{"version": 1, "__proto__": {"kind": "attached"}, "constructor": 1, "toString": 2, "then": 3}',
  )
  expect(codeOf(() => decodeBlock(Buffer.concat([Buffer.from([0]), encode(block)])))).toBe('unreadable')
})

/** What a first change may make while its block announces a page. */
const notPages: [string, (actor: string) => Uint8Array[]][] = [
  ['no document', (actor) => [hollow(actor, 1)]],
  ['a document of a type that nobody knows', (actor) => made({ schema: 1, type: 'spectre', title: 'Fantôme' }, actor)],
  ['a document of no type', (actor) => made({ title: 'Fantôme' }, actor)],
  ['a document whose type is none', (actor) => made({ schema: 1, type: { type: 'page' }, title: 'Fantôme' }, actor)],
]

function made(fields: Fields, actor: string): Uint8Array[] {
  return A.getAllChanges(A.from(fields, { actor }))
}

test.for(notPages)('[DO11] a first change that announces a row and makes %s leaves no row', async ([, make]) => {
  await inWorld(async (world) => {
    const { bob, space, all } = await threePlaces(world)
    await bob.call['page.create']({ space, fields: { title: 'Charte' } })
    const changes = make(actorOf(actorPrefix(space, bob.core.device), 9))
    const document = newDocumentId()
    const summary = { schema: 1, type: 'page', title: 'Fantôme' }
    await bob.space(space).append([{ kind: 'changed', document, changes, at: world.time, summary }])
    await world.settled(space)
    for (const device of all) {
      expect(await titles(device, space)).toEqual(['Charte'])
      await device.restart()
    }
    await world.settled(space)
    for (const device of all) expect(await titles(device, space)).toEqual(['Charte'])
  })
})

test('[DO11] a page that becomes something else is listed no longer, and again once it is a page', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, all } = await threePlaces(world)
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    await world.settled(space)
    for (const [type, listed] of [
      ['spectre', []],
      ['page', ['Charte']],
    ] as const) {
      await bob.space(space).documents.change(page, (draft) => Object.assign(draft, { type }))
      await world.settled(space)
      for (const device of all) {
        expect(await titles(device, space)).toEqual(listed)
        const { hits } = await device.call['search.query']({ space, text: 'charte', limit: 20 })
        expect(hits).toHaveLength(listed.length)
      }
    }
  })
})
