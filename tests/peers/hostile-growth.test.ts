import { applyChanges, init } from '@automerge/automerge'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix } from '../../src-main/core/documents/actor.ts'
import type { Block } from '../../src-main/core/log/block.ts'
import { lettersAtHead, manyEdits, manyFields } from '../support/bombs.ts'
import { sample } from '../support/sample.ts'
import { strainOf } from '../support/strain.ts'
import { inWorld } from '../support/test-core.ts'
import { fieldsOf, threePlaces, titles } from '../support/three-places.ts'

const SECOND = 1_000
const MEGABYTE = 1024 * 1024
const MANY = sample(20_000, 100_000)

/** Each in one change, as much as one may hold or nearly so: what is more is refused before anybody applies it. */
const growths: Record<string, (actor: string) => Uint8Array> = {
  'a field that was edited tens of thousands of times': (actor) => manyEdits(actor, 'extra', MANY),
  'tens of thousands of fields': (actor) => manyFields(actor, 'extra', MANY),
  'a text that was written tens of thousands of times at its beginning': (actor) => lettersAtHead(actor, 'extra', MANY),
  'a field whose name has a million letters': (actor) => manyFields(actor, 'x'.repeat(MEGABYTE), 1),
}

test.for(Object.entries(growths))('[DO18] %s', async ([, grow]) => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    const { page } = await bob.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Un' })
    const { page: other } = await bob.call['page.create']({ space, fields: { title: 'Bail' } })
    await world.settled(space)
    for (const device of all) await device.call['page.open']({ space, page })
    const change = grow(actorOf(actorPrefix(space, carol.core.device), 9))
    const block: Block = { kind: 'changed', document: page, changes: [change], at: 1 }
    const needed = timeOf(() => applyChanges(init(), [change]))
    const strain = await strainOf(async () => {
      await carol.space(space).append([block])
      await world.settled(space)
      await alice.call['page.edit']({ space, page: other, fields: { title: 'Le bail' } })
      await bob.call['page.edit']({ space, page, fields: { title: 'La charte' } })
      await world.settled(space)
    })
    for (const device of all) expect(await titles(device, space)).toEqual(['La charte', 'Le bail'])
    await alice.restart()
    expect((await fieldsOf(alice, space, page)).title).toBe('La charte')
    // The three share this process, and may well apply it one right after the other.
    expect(strain.blocked).toBeLessThan(all.length * 2 * needed + SECOND)
    expect(strain.memory).toBeLessThan(800 * MEGABYTE)
  })
})

function timeOf(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
