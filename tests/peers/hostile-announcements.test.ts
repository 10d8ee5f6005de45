import { expect, test } from 'vitest'
import { actorOf, actorPrefix } from '../../src-main/core/documents/actor.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import type { Block } from '../../src-main/core/log/block.ts'
import { hollow } from '../support/bombs.ts'
import { sample } from '../support/sample.ts'
import { strainOf } from '../support/strain.ts'
import { inWorld } from '../support/test-core.ts'
import { threePlaces, titles } from '../support/three-places.ts'

const SECOND = 1_000
const MEGABYTE = 1024 * 1024

// More go as well, and take a minute and more to arrive where three cores share a process.
const MANY = sample(1_000, 3_000)

test('[SY14] a thousand pages that a member announces and that are none hold up nobody’s words and nobody’s lists', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    const { device } = carol.core
    const arrived = () => alice.space(space).logs.get(device)?.held ?? 0
    const before = arrived()
    const changes = [hollow(actorOf(actorPrefix(space, device), 9), 1)]
    const blocks = Array.from({ length: MANY }, (_, number): Block => {
      const summary = { schema: 1, type: 'page', title: `Fantôme ${number}` }
      return { kind: 'changed', document: newDocumentId(), changes, at: 1, summary }
    })
    let [slowestList, slowestEdit] = [0, 0]
    const strain = await strainOf(async () => {
      await carol.space(space).append(blocks)
      const { page } = await bob.call['page.create']({ space, fields: { title: 'Charte' } })
      await world.until(
        async () => (await titles(alice, space)).includes('Charte'),
        () => arrived() - before,
      )
      for (let edit = 1; arrived() - before < MANY; edit++) {
        const asked = performance.now()
        await titles(alice, space)
        slowestList = Math.max(slowestList, performance.now() - asked)
        const title = `Charte ${edit}`
        const written = performance.now()
        await bob.call['page.edit']({ space, page, fields: { title } })
        await world.until(
          async () => (await alice.call['page.get']({ space, page })).title === title,
          () => `${title}, after ${arrived() - before}`,
        )
        slowestEdit = Math.max(slowestEdit, performance.now() - written)
      }
    })
    expect(slowestList).toBeLessThan(SECOND)
    expect(slowestEdit).toBeLessThan(10 * SECOND)
    expect(strain.blocked).toBeLessThan(SECOND)
    expect(strain.memory).toBeLessThan(500 * MEGABYTE)
  })
})
