import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import type { Block, BlockOf } from '../../src-main/core/log/block.ts'
import type { DocumentId, SpaceId } from '../../src-shared/ids.ts'
import type { Fields } from '../../src-shared/model/fields.ts'
import { hollow } from '../support/bombs.ts'
import { type Chance, chance } from '../support/random.ts'
import { sample } from '../support/sample.ts'
import { inWorld, type TestCore } from '../support/test-core.ts'
import { fieldsOf, threePlaces, titles } from '../support/three-places.ts'

const summary = { schema: 1, type: 'page', title: 'Autre chose' }

const holding = (document: DocumentId, changes: Uint8Array[]): BlockOf<'changed'> => ({
  kind: 'changed',
  document,
  changes,
  at: 1,
  summary,
})

/** What one writes into a page, change by change, each upon those before it. */
function changesBy(author: TestCore, space: SpaceId, before: A.Doc<Fields>, edits: ((draft: Fields) => void)[]) {
  let document = A.clone(before, { actor: actorOf(actorPrefix(space, author.core.device), 9) })
  for (const edit of edits) document = A.change(document, edit)
  return A.getChangesSince(document, A.getHeads(before))
}

function shuffled<Item>(items: readonly Item[], random: Chance): Item[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item)
}

test.for([3, 11].slice(0, sample(1, 2)))(
  '[DO14] changes that are under another document, a thousand times over and in no order, leave what they are not of as it was: seed %i',
  async (seed) => {
    await inWorld(async (world) => {
      const { alice, bob, carol, space, all } = await threePlaces(world)
      const random = chance(seed)
      const create = (by: TestCore, title: string) =>
        by.call['page.create']({ space, fields: { title }, markdown: `Corps de ${title}` })
      const { page: mine } = await create(carol, 'De carol')
      const { page: others } = await create(alice, 'Charte')
      await world.settled(space)
      const before = await fieldsOf(bob, space, others)
      const { document } = await carol.space(space).documents.load(mine, CORE_SLOT)
      const tags = Array.from({ length: 20 }, (_, index) => `mot ${index}`)
      const edits = tags.map((tag) => (draft: Fields) => {
        Object.assign(draft, { title: 'Autre', tags: { ...(draft.tags as object), [tag]: true } })
      })
      const changes = changesBy(carol, space, document, edits)
      // Upon what only the other page has.
      const astray = changes.map((change) => holding(others, [change]))
      await carol.space(space).append(shuffled(astray, random))
      const many = changes.map((change) => holding(others, [change, change, change, change]))
      await carol.space(space).append(Array.from({ length: 250 }, () => random.pick(many)))
      await carol.space(space).append(shuffled(changes, random).map((change) => holding(mine, [change])))
      await carol.space(space).append(shuffled(changes, random).map((change) => holding(mine, [change, change])))
      await world.settled(space)
      for (const device of all) {
        await device.space(space).readHeld()
        expect(await fieldsOf(device, space, others), device.name).toEqual(before)
      }
      await bob.call['page.edit']({ space, page: others, fields: { title: 'La charte', tags: ['de bob'] } })
      await alice.call['page.replaceBody']({ space, page: others, markdown: 'Corps nouveau' })
      await bob.call['page.edit']({ space, page: mine, fields: { state: 'stable' } })
      await world.settled(space)
      for (const device of all) {
        expect(await titles(device, space), device.name).toEqual(['Autre', 'La charte'])
        expect(await device.call['page.read']({ space, page: others, format: 'markdown' })).toEqual({
          title: 'La charte',
          content: 'Corps nouveau\n',
        })
        const { state, tags: carried } = await device.call['page.get']({ space, page: mine })
        expect([state, carried], device.name).toEqual(['stable', tags.toSorted()])
      }
    })
  },
)

test('[SY9] hundreds of documents that a member announces and nothing can be made of keep nobody from the others’ words', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const actor = actorOf(actorPrefix(space, carol.core.device), 9)
    const of = (fields: Fields) => A.getAllChanges(A.from(fields, { actor }))
    const nothing = [hollow(actor, 1)]
    const untyped = of({ title: 'Fantôme' })
    const unknown = of({ schema: 1, type: 'spectre', title: 'Fantôme' })
    const late = of({ schema: 99, type: { type: 'page' }, title: 7 })
    const kinds = [nothing, untyped, unknown, late]
    // What the first few announce stands in lists until it is read.
    const lies = [
      { schema: 1, type: 'page', title: 'Fantôme' },
      { schema: 1, type: 'resource', name: 'Fantôme' },
    ]
    const blocks = Array.from({ length: 600 }, (_, index): Block => {
      const [changes, announced] = index < 40 ? [nothing, lies[index % 2]] : [kinds[index % 4] ?? nothing, null]
      return { ...holding(newDocumentId(), changes), summary: announced }
    })
    await carol.space(space).append(blocks)
    const began = performance.now()
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    await world.until(
      async () => (await bob.space(space).directory.get(page)) !== undefined,
      () => titles(bob, space),
    )
    await bob.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    await world.until(
      async () => (await alice.call['page.get']({ space, page })).title === 'La charte',
      () => titles(alice, space),
    )
    expect(performance.now() - began).toBeLessThan(10_000)
    for (const device of [alice, bob]) {
      const arrived = () => device.space(space).logs.get(carol.core.device)?.held
      await world.until(() => (arrived() ?? 0) > blocks.length, arrived)
    }
    await carol.stop()
    for (const device of [alice, bob]) {
      const listed = async () => [
        ...(await titles(device, space)),
        ...(await device.space(space).directory.list('resource')),
      ]
      await world.until(async () => (await listed()).join() === 'La charte', listed)
    }
  })
})
