import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unlockWith } from '../../src-main/core/backup/file-key.ts'
import { restoreBackup } from '../../src-main/core/restore-backup.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { threePlaces, titles } from '../support/three-places.ts'

const unlock = unlockWith(undefined)

/** What `from` knows that `to` lacks, carried there. */
async function carry(world: World, from: TestCore, to: TestCore) {
  const [row] = from.core.spaceRows()
  const space = row?.space ?? expect.fail('there is no space')
  const file = join(world.folder, `${from.name}-${to.name}-${world.time}.maillage`)
  await from.core.backups.createPart(file, from.core.space(space), to.core.device)
  const report = await restoreBackup(to.core, file, { unlock })
  return { bytes: (await stat(file)).size, blocks: report.spaces[0]?.blocks ?? expect.fail('nothing was read') }
}

test('[SK1] places that never reach each other exchange by a stick, and only what is lacking is on it', async () => {
  await inWorld(async (world) => {
    const { alice, bob, carol, space, all } = await threePlaces(world)
    const picture = Uint8Array.from(noisePicture(200))
    await alice.call['blob.add']({ space, bytes: picture, name: 'toit.png' })
    await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    await world.settled(space)
    world.exchange.partition([['alice'], ['bob'], ['carol']])
    await world.until(
      async () => (await alice.status(space)).peers.every(({ connected }) => !connected),
      () => alice.status(space),
    )
    await alice.call['page.create']({ space, fields: { title: 'Bail' } })
    await bob.call['page.create']({ space, fields: { title: 'Statuts' } })
    const there = await carry(world, alice, bob)
    expect(there.blocks).toMatchObject({ refused: 0 })
    expect(there.blocks.added).toBeGreaterThan(0)
    // The picture is there already.
    expect(there.bytes).toBeLessThan(picture.length / 2)
    await carry(world, bob, alice)
    for (const device of [alice, bob]) expect(await titles(device, space)).toEqual(['Bail', 'Charte', 'Statuts'])
    // A stick that comes twice, and one by way of a third place.
    expect((await carry(world, alice, bob)).blocks.added).toBe(0)
    await carry(world, bob, carol)
    expect(await titles(carol, space)).toEqual(['Bail', 'Charte', 'Statuts'])
    world.exchange.joinAll()
    await world.settled(space)
    for (const device of all) expect(await titles(device, space)).toEqual(['Bail', 'Charte', 'Statuts'])
  })
})

test('[SK1] nothing is put on a stick for somebody who was removed, or never belonged', async () => {
  await inWorld(async (world) => {
    const { alice, carol, space } = await threePlaces(world)
    const file = join(world.folder, 'part.maillage')
    await alice.call['member.appoint']({ space, device: carol.core.device, standing: 'removed' })
    const part = (device: DeviceId) => codeOfRejection(alice.core.backups.createPart(file, alice.space(space), device))
    expect([await part(carol.core.device), await part('a1'.repeat(32) as DeviceId)]).toEqual(['no-access', 'not-found'])
  })
})
