import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import type { Block } from '../../src-main/core/log/block.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { chance } from '../support/random.ts'
import { inWorld } from '../support/test-core.ts'
import { fieldsOf, threePlaces, titles } from '../support/three-places.ts'

const EDITS = 300

test.for([
  [1, 'after the removal'],
  [2, 'before the removal'],
  [3, 'before the removal'],
] as const)(
  '[ME13] of what somebody wrote before and behind its removal everybody applies the same: seed %i, heard %s',
  async ([seed, heard]) => {
    await inWorld(async (world) => {
      const { alice, bob, carol, space } = await threePlaces(world)
      const { device } = carol.core
      const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
      await world.settled(space)
      const { document } = await carol.space(space).documents.load(page, CORE_SLOT)
      let edited = A.clone(document, { actor: actorOf(actorPrefix(space, device), 9) })
      const blocks = Array.from({ length: EDITS }, (_, index): Block => {
        const heads = A.getHeads(edited)
        edited = A.change(edited, (draft) => {
          ;(draft.tags as Record<string, boolean>)[`mot ${index}`] = true
        })
        return { kind: 'changed', document: page, changes: A.getChangesSince(edited, heads), at: 1 }
      })
      const counted = chance(seed).below(EDITS)
      await carol.space(space).append(blocks.slice(0, counted))
      await world.settled(space)
      const isBefore = heard === 'before the removal'
      world.exchange.partition(isBefore ? [['alice'], ['bob', 'carol']] : [['alice', 'bob'], ['carol']])
      await carol.space(space).append(blocks.slice(counted))
      // A row shows a few of them.
      const words = async (reader: typeof alice) => Object.keys((await fieldsOf(reader, space, page)).tags as object)
      const wordsAt = async (reader: typeof alice) => (await words(reader)).length
      if (isBefore) {
        await world.until(
          async () => (await wordsAt(bob)) === EDITS,
          () => wordsAt(bob),
        )
      }
      await alice.call['member.appoint']({ space, device, standing: 'removed' })
      world.exchange.joinAll()
      await world.until(
        () => bob.space(space).members.standing(device) === 'removed' && (!isBefore || bob.isSpent),
        () => 'bob is to hear of it',
      )
      if (isBefore) await bob.restart()
      const dave = await world.startOne('dave')
      await dave.join(await alice.invite(space))
      const wanted = Array.from({ length: counted }, (_, index) => `mot ${index}`).toSorted()
      for (const reader of [alice, bob, dave]) {
        await world.until(
          async () => (await wordsAt(reader).catch(() => -1)) === counted,
          async () => [reader.name, counted, await wordsAt(reader)],
        )
        expect((await words(reader)).toSorted(), reader.name).toEqual(wanted)
      }
    })
  },
)

test('[SY9] a member who announces much and then says nothing keeps nobody from the others’ words and pictures', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space } = await threePlaces(world)
    world.exchange.partition([['alice', 'bob'], ['carol']])
    for (let count = 0; count < 50; count++)
      await carol.call['page.create']({ space, fields: { title: `De carol ${count}` }, markdown: 'Long. '.repeat(200) })
    await carol.call['blob.add']({ space, bytes: new Uint8Array(noisePicture(600)), name: 'plan.png' })
    world.exchange.line = { bytesPerSecond: 20_000, delay: 1 }
    world.exchange.joinAll()
    const ofCarol = (device: typeof alice) => device.space(space).logs.get(carol.core.device)
    const isAnnounced = (device: typeof alice) => (ofCarol(device)?.known ?? 0) > (ofCarol(device)?.held ?? 0)
    await world.until(
      () => isAnnounced(alice) || isAnnounced(bob),
      () => [ofCarol(alice)?.known, ofCarol(bob)?.known],
    )
    for (const { name } of [alice, bob]) world.exchange.hold('carol', name)
    const began = performance.now()
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    const { hash } = await alice.call['blob.add']({ space, bytes: new Uint8Array(noisePicture(50)), name: 'vue.png' })
    await world.until(
      async () => (await titles(bob, space)).includes('Charte'),
      () => titles(bob, space),
    )
    await bob.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    await world.until(
      async () => (await titles(alice, space)).includes('La charte'),
      () => titles(alice, space),
    )
    await world.until(
      () =>
        bob.call['blob.read']({ space, hash }).then(
          () => true,
          () => false,
        ),
      () => bob.status(space),
    )
    expect(performance.now() - began).toBeLessThan(5_000)
    expect((await alice.status(space)).complete, 'there is more of carol').toBe(false)
  })
})
