import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { unlockWith } from '../../src-main/core/backup/file-key.ts'
import { checkBackup } from '../../src-main/core/backup/read-backup.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const passphrase = 'des abeilles sur le toit'

/** Alice has written, and has a folder for her backups. */
async function writer(world: World) {
  const alice = await world.startOne('alice')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
  await alice.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Nous **partageons**.' })
  const folder = join(world.folder, 'stick')
  await mkdir(folder)
  return { alice, space, folder }
}

/** What lies in the folder after the schedule was looked at `later`. */
async function lookLater(world: World, { core }: TestCore, folder: string, later: number): Promise<string[]> {
  world.time += later
  await core.backups.look()
  return (await readdir(folder)).toSorted()
}

test('[BA11] the schedule makes a backup when one is due, and not before; it opens under the passphrase', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    expect(await lookLater(world, alice, folder, 30 * DAY)).toEqual([])
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, passphrase, withKeys: true })
    const [first, ...others] = await lookLater(world, alice, folder, 0)
    expect(others).toEqual([])
    expect(await lookLater(world, alice, folder, DAY - HOUR)).toEqual([first])
    expect((await lookLater(world, alice, folder, HOUR)).length).toBe(2)
    const summary = await checkBackup(join(folder, first ?? ''), { unlock: unlockWith(passphrase) })
    expect(summary).toMatchObject({ isLocked: true, hasKeys: true, damagedBlocks: 0, spaces: [{ pages: 1 }] })
    const { schedule, last, failure } = await alice.call['backup.state']({})
    expect(schedule).toEqual({ every: 'day', folder, keep: 7, isLocked: true, withKeys: true })
    expect(last).toMatchObject({ isScheduled: true, isDamaged: false, bytes: (await stat(last?.path ?? '')).size })
    expect(failure).toBeNull()
    await alice.call['backup.schedule']({ every: 'never' })
    expect((await lookLater(world, alice, folder, 30 * DAY)).length).toBe(2)
  })
})

test('[BA11] what became due while Maillage was closed is made at its start', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    await alice.call['backup.schedule']({ every: 'week', sealedFolder: folder, passphrase: null })
    await lookLater(world, alice, folder, 0)
    for (const [later, made] of [
      [6 * DAY, 1],
      [2 * DAY, 2],
    ] as const) {
      await alice.stop()
      world.time += later
      await alice.start()
      await alice.core.backups.start()
      expect((await readdir(folder)).length).toBe(made)
    }
  })
})

test('[BA11] a clock that goes back makes neither a loop nor an end of the schedule', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, passphrase: null })
    await lookLater(world, alice, folder, 0)
    for (let looks = 0; looks < 3; looks++) {
      expect((await lookLater(world, alice, folder, looks === 0 ? -400 * DAY : 0)).length).toBe(1)
      await alice.restart()
    }
    expect((await lookLater(world, alice, folder, DAY)).length).toBe(2)
    expect((await lookLater(world, alice, folder, 0)).length).toBe(2)
  })
})

test('[BA12] the last N of the schedule are kept, and no file that it did not make is deleted', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    const strangers = ['maillage-auto-2020-01-01-0123456789abcdef.maillage', 'notes.txt', 'par moi.maillage']
    for (const name of strangers) await writeFile(join(folder, name), 'not ours')
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, keep: 2, passphrase: null })
    const made: string[] = []
    for (let day = 0; day < 4; day++) {
      await lookLater(world, alice, folder, DAY)
      made.push((await alice.call['backup.state']({})).last?.path ?? '')
    }
    const expected = [...strangers, ...made.slice(2).map((path) => path.slice(folder.length + 1))]
    expect((await readdir(folder)).toSorted()).toEqual(expected.toSorted())
  })
})

test('[BA12] an older one is deleted only once the new one was read back whole', async () => {
  await inWorld(async (world) => {
    const { alice, space, folder } = await writer(world)
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, keep: 1, passphrase: null })
    const [before] = await lookLater(world, alice, folder, 0)
    const { core } = alice.space(space).logs.own
    const proof = core.proof.bind(core)
    // One block of the new one is not what its device has signed.
    core.proof = async (asked) => {
      const proven = await proof(asked)
      if (proven.block?.value) proven.block.value = Uint8Array.from(proven.block.value, (byte) => byte ^ 1)
      return proven
    }
    const both = await lookLater(world, alice, folder, DAY)
    expect(both.length).toBe(2)
    expect(both).toContain(before)
    expect((await alice.call['backup.state']({})).last?.isDamaged).toBe(true)
    // The disk gives nothing back at all.
    core.proof = () => Promise.reject(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }))
    expect(await lookLater(world, alice, folder, DAY)).toEqual(both)
    expect((await alice.call['backup.state']({})).failure?.code).toBe('disk-failed')
    core.proof = proof
    // And one that is not made at all.
    await alice.call['backup.schedule']({ every: 'day', passphrase: `${passphrase} encore` })
    await writeFile(join(alice.folder, 'backup-key.json'), 'damaged')
    expect(await lookLater(world, alice, folder, DAY)).toEqual(both)
    expect((await alice.call['backup.state']({})).failure?.code).toBe('wrong-passphrase')
  })
})

test('[BA12] an older one stays as long as the new one lacks something that it has', async () => {
  await inWorld(async (world) => {
    const { alice, space, folder } = await writer(world)
    const bob = await world.startOne('bob')
    await bob.join(await alice.invite(space))
    const { page } = await bob.call['page.create']({ space, fields: { title: 'de bob' } })
    await world.settled(space)
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, keep: 1, passphrase: null })
    const [whole] = await lookLater(world, alice, folder, 0)
    await bob.stop()
    await alice.stop()
    for (const gone of ['logs', 'views', 'ledger.json']) await rm(join(alice.folder, gone), { recursive: true })
    await alice.start()
    for (let day = 1; day < 4; day++) {
      await alice.call['page.create']({ space, fields: { title: `jour ${day}` } })
      expect(await lookLater(world, alice, folder, DAY)).toContain(whole)
    }
    expect((await alice.call['backup.state']({})).last?.isDamaged).toBe(true)
    await alice.call['backup.restore']({ sealedPath: join(folder, whole ?? ''), passphrase: null })
    expect((await alice.call['page.get']({ space, page })).title).toBe('de bob')
    expect((await lookLater(world, alice, folder, DAY)).length).toBe(1)
    expect((await alice.call['backup.state']({})).last?.isDamaged).toBe(false)
  })
})

test('[BA13] a folder that is gone is told, until somebody has read it, and tried again an hour later', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, passphrase: null })
    await rename(folder, `${folder}-unplugged`)
    await lookLater(world, alice, world.folder, 0)
    const failure = async () => (await alice.call['backup.state']({})).failure
    expect(await failure()).toMatchObject({ code: 'not-found', folder, seen: false })
    expect(await readdir(world.folder)).not.toContain('stick')
    await alice.call['backup.dismissFailure']({})
    await alice.restart()
    await lookLater(world, alice, world.folder, HOUR / 2)
    expect((await failure())?.seen).toBe(true)
    await lookLater(world, alice, world.folder, HOUR)
    expect((await failure())?.seen).toBe(false)
    await rename(`${folder}-unplugged`, folder)
    expect((await lookLater(world, alice, folder, HOUR)).length).toBe(1)
    expect(await failure()).toBeNull()
  })
})

test('[BA14] one at a time: what a person asks for goes first, and the schedule follows', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, passphrase: null })
    const byHand = join(world.folder, 'by-hand.maillage')
    const scheduled = alice.core.backups.look()
    const [asked, again] = await Promise.allSettled([
      alice.call['backup.create']({ sealedPath: byHand, passphrase: null, withKeys: false }),
      alice.call['backup.restore']({ sealedPath: byHand, passphrase: null }),
    ])
    await scheduled
    expect([asked.status, again.status]).toEqual(['fulfilled', 'rejected'])
    expect(again).toMatchObject({ reason: { code: 'in-use' } })
    expect(await readdir(folder)).toEqual([])
    expect(await alice.call['backup.state']({})).toMatchObject({
      last: { path: byHand, isScheduled: false },
      failure: null,
    })
    expect((await lookLater(world, alice, folder, 0)).length).toBe(1)
  })
})

test('[BA15] the passphrase of a schedule is nowhere on the disk, and its key is forgotten with the schedule', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    const schedule = alice.call['backup.schedule']
    await schedule({ every: 'day', sealedFolder: folder, passphrase, withKeys: true })
    const file = join(alice.folder, 'backup-key.json')
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    for (const name of ['backup-key.json', 'backups.json']) {
      expect(await readFile(join(alice.folder, name), 'utf8')).not.toContain('abeilles')
    }
    expect(await codeOfRejection(Promise.resolve(schedule({ every: 'day', passphrase: null })))).toBe('invalid-input')
    await schedule({ every: 'never' })
    expect(await readdir(alice.folder)).not.toContain('backup-key.json')
  })
})

test('[BA14] a schedule that is changed while it makes a backup makes it where it is now to be', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    const other = join(world.folder, 'other')
    await mkdir(other)
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, passphrase: null })
    const scheduled = alice.core.backups.look()
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: other })
    await scheduled
    expect(await readdir(folder)).toEqual([])
    expect((await lookLater(world, alice, other, 0)).length).toBe(1)
  })
})

test('[BA14] no backup of the schedule before begins while a schedule is being changed', async () => {
  await inWorld(async (world) => {
    const { alice, folder } = await writer(world)
    const other = join(world.folder, 'other')
    await mkdir(other)
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: folder, passphrase: null })
    const changing = alice.call['backup.schedule']({ every: 'day', sealedFolder: other, passphrase })
    // Its key takes half a second to be made.
    await setTimeout(50)
    await alice.core.backups.look()
    await changing
    await alice.core.backups.look()
    expect([(await readdir(folder)).length, (await readdir(other)).length]).toEqual([0, 1])
  })
})
