import { randomBytes } from 'node:crypto'
import { cp, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { encodeRecord } from '../../src-main/core/backup/backup-records.ts'
import { newFileKey, unlockOwn, unlockWith } from '../../src-main/core/backup/file-key.ts'
import { checkBackup, readBackup } from '../../src-main/core/backup/read-backup.ts'
import { SealedWriter } from '../../src-main/core/backup/sealed-file.ts'
import { createBackup } from '../../src-main/core/create-backup.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import type { Block } from '../../src-main/core/log/block.ts'
import { StagedCore } from '../../src-main/core/log/core-copy.ts'
import { MAX_DEVICES } from '../../src-main/core/network/holdings.ts'
import { restoreBackup } from '../../src-main/core/restore-backup.ts'
import { AppError } from '../../src-shared/errors.ts'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'
import { titles } from '../support/three-places.ts'

const place = { name: 'Cédille', commune: 'Crest' }
const passphrase = 'des abeilles sur le toit'
const unlock = unlockWith(passphrase)

afterEach(() => {
  vi.restoreAllMocks()
})

/** Alice and bob have written, and alice has a picture. */
async function pair(world: World) {
  const [alice, bob] = [await world.startOne('alice'), await world.startOne('bob')]
  const { space } = await alice.call['space.create']({ name: 'Drôme', place })
  await bob.join(await alice.invite(space))
  await alice.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Nous **partageons**.' })
  await bob.call['resource.add']({ space, resource: { name: 'Perceuse', category: 'material' } })
  const picture = Uint8Array.from(noisePicture(200))
  const { hash } = await alice.call['blob.add']({ space, bytes: picture, name: 'toit.png' })
  await world.settled(space)
  return { alice, bob, space, hash, picture }
}

async function backupOf(world: World, device: TestCore): Promise<string> {
  const file = join(world.folder, `${device.name}.maillage`)
  await createBackup(device.core, file, { key: await newFileKey(passphrase), withKeys: true })
  return file
}

function refused(devices: TestCore[]): string[] {
  return devices.flatMap(({ lines }) => lines.filter((line) => line.includes('was refused')))
}

async function resourceNames(device: TestCore, space: SpaceId): Promise<string[]> {
  return (await device.space(space).directory.list('resource')).map(({ name }) => name).toSorted()
}

test('[BA1] a backup with keys gives a fresh computer everything, while nobody else is there', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, hash, picture } = await pair(world)
    const file = await backupOf(world, alice)
    await alice.stop()
    await bob.stop()
    const carol = await world.startOne('carol')
    const report = await restoreBackup(carol.core, file, { unlock })
    expect(report.spaces).toMatchObject([
      {
        space,
        name: 'Drôme',
        state: 'entered',
        pages: { added: 1, total: 1 },
        resources: { added: 1, total: 1 },
        pictures: { added: 1, total: 1 },
        blocks: { refused: 0 },
      },
    ])
    const [page] = await carol.space(space).directory.list('page')
    const read = await carol.call['page.read']({ space, page: page?.page ?? expect.fail(), format: 'markdown' })
    expect(read.content).toContain('Nous **partageons**.')
    expect(Buffer.compare((await carol.call['blob.read']({ space, hash })).bytes, picture)).toBe(0)
    await carol.call['page.create']({ space, fields: { title: 'Après' } })
    await bob.start()
    await world.settled(space)
    expect(await titles(bob, space)).toEqual(['Après', 'Charte'])
    expect(refused([bob, carol])).toEqual([])
  })
})

test('[BA2] an old backup over a newer state takes nothing back, and gives again what was lost', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space, hash } = await pair(world)
    const file = await backupOf(world, alice)
    const [page] = await alice.space(space).directory.list('page')
    await alice.call['page.edit']({ space, page: page?.page ?? expect.fail(), fields: { title: 'La charte' } })
    await alice.call['page.create']({ space, fields: { title: 'Bail' } })
    await bob.stop()
    const again = await restoreBackup(alice.core, file, { unlock })
    expect(again.spaces[0]).toMatchObject({ state: 'merged', pages: { added: 0, total: 2 }, blocks: { added: 0 } })
    expect(await titles(alice, space)).toEqual(['Bail', 'La charte'])
    await alice.stop()
    for (const lost of ['logs', 'views']) await rm(join(alice.folder, lost), { recursive: true })
    await alice.start()
    expect(await resourceNames(alice, space)).toEqual([])
    const report = await restoreBackup(alice.core, file, { unlock })
    expect(report.spaces[0]).toMatchObject({ resources: { added: 1, total: 1 }, pictures: { added: 1, total: 1 } })
    expect(await titles(alice, space)).toEqual(['Bail', 'La charte'])
    expect(await resourceNames(alice, space)).toEqual(['Perceuse'])
    expect((await alice.call['blob.read']({ space, hash })).type).toBe('image/png')
    await bob.start()
    await world.settled(space)
    expect(await titles(bob, space)).toEqual(['Bail', 'La charte'])
    expect(refused([alice, bob])).toEqual([])
  })
})

test('[BA3] two computers restored from one file go on under keys of their own, and everybody agrees', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    const file = await backupOf(world, alice)
    const restored = [await world.startOne('carol'), await world.startOne('dave')]
    for (const device of restored) {
      await restoreBackup(device.core, file, { unlock })
      await device.call['page.create']({ space, fields: { title: `De ${device.name}` } })
    }
    await alice.call['page.create']({ space, fields: { title: 'De alice' } })
    const everybody = [alice, bob, ...restored]
    expect(new Set(everybody.map(({ core }) => core.device)).size).toBe(4)
    await world.settled(space)
    for (const device of everybody) {
      expect(await titles(device, space)).toEqual(['Charte', 'De alice', 'De carol', 'De dave'])
    }
    expect(refused(everybody)).toEqual([])
  })
})

test('[BA3] whoever was taken back behind its backup goes on under a fresh key, then gets the rest', async () => {
  await inWorld(async (world) => {
    world.home = async () => 'the same, as on a cloned disk'
    const { alice, bob, space } = await pair(world)
    await alice.stop()
    await cp(alice.folder, `${alice.folder}-before`, { recursive: true })
    await alice.start()
    await alice.call['page.create']({ space, fields: { title: 'Après le clone' } })
    const file = await backupOf(world, alice)
    const before = alice.core.device
    for (const device of [alice, bob]) await device.stop()
    await rm(alice.folder, { recursive: true })
    await rename(`${alice.folder}-before`, alice.folder)
    await alice.start()
    expect(await codeOfRejection(restoreBackup(alice.core, file, { unlock }))).toBe('disconnected')
    await alice.restart()
    await restoreBackup(alice.core, file, { unlock })
    expect(alice.core.device).not.toBe(before)
    expect(await titles(alice, space)).toEqual(['Après le clone', 'Charte'])
    await bob.start()
    await world.settled(space)
    expect(refused([alice, bob])).toEqual([])
  })
})

test('[BA4] a backup that is cut, changed, foreign or under another passphrase is refused, and nothing happens', async () => {
  await inWorld(async (world) => {
    const { alice } = await pair(world)
    const file = join(world.folder, 'alice.maillage')
    const key = await newFileKey(passphrase)
    await createBackup(alice.core, file, { key, withKeys: true })
    const whole = await readFile(file)
    const carol = await world.startOne('carol')
    const codesFor = async (bytes: Uint8Array) => {
      const spoiled = join(world.folder, 'spoiled.maillage')
      await writeFile(spoiled, bytes)
      return [
        await codeOfRejection(checkBackup(spoiled, { unlock: unlockOwn(key) })),
        await codeOfRejection(restoreBackup(carol.core, spoiled, { unlock: unlockOwn(key) })),
      ]
    }
    const refusals = new Set<string>()
    for (let tenth = 0; tenth < 10; tenth++) {
      const at = Math.floor((whole.length * tenth) / 10)
      const flipped = Buffer.from(whole)
      flipped[at] = (flipped[at] ?? 0) ^ 1
      for (const bytes of [whole.subarray(0, at), flipped]) for (const code of await codesFor(bytes)) refusals.add(code)
    }
    const beforeChunks = whole.subarray(0, 90)
    for (const bytes of [beforeChunks, Buffer.concat([whole, Buffer.of(0)])]) {
      for (const code of await codesFor(bytes)) refusals.add(code)
    }
    expect([...refusals].toSorted()).toEqual(['invalid-input', 'unreadable'])
    expect(await codesFor(Buffer.from('PK\u0003\u0004 another kind of file'))).toEqual([
      'invalid-input',
      'invalid-input',
    ])
    const other = unlockWith('des abeilles sous le toit')
    expect(await codeOfRejection(restoreBackup(carol.core, file, { unlock: other }))).toBe('wrong-passphrase')
    expect(await codeOfRejection(checkBackup(file, { unlock: unlockWith(undefined) }))).toBe('wrong-passphrase')
    expect(await codeOfRejection(checkBackup(join(world.folder, 'none'), { unlock }))).toBe('not-found')
    expect(carol.core.openSpaces()).toEqual([])
  })
})

test('[BA5] what promises more than a record may have is refused before room is made for it', async () => {
  await inWorld(async (world) => {
    const bomb = join(world.folder, 'bomb.maillage')
    const file = await open(bomb, 'w')
    const writer = await SealedWriter.begin(file, await newFileKey(undefined))
    await writer.write(Buffer.from('fffffff0fffffff0', 'hex'))
    await writer.end()
    await file.close()
    expect(await codeOfRejection(checkBackup(bomb, { unlock: unlockWith(undefined) }))).toBe('too-large')
  })
})

test('[BA6] a forged block in a backup is refused, and the others come', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    const [honest, forged] = [join(world.folder, 'honest.maillage'), join(world.folder, 'forged.maillage')]
    await createBackup(alice.core, honest, { key: await newFileKey(undefined), withKeys: false })
    await forge(honest, forged, bob.core.device)
    expect((await checkBackup(honest, { unlock })).damagedBlocks).toBe(0)
    expect((await checkBackup(forged, { unlock })).damagedBlocks).toBe(1)
    await alice.stop()
    await bob.stop()
    for (const lost of ['logs', 'views']) await rm(join(alice.folder, lost), { recursive: true })
    await alice.start()
    const report = await restoreBackup(alice.core, forged, { unlock })
    expect(report.spaces[0]).toMatchObject({ pictures: { added: 1 }, blocks: { refused: 1 } })
    expect(await titles(alice, space)).toEqual(['Charte'])
  })
})

test('[BA5] the room on the disk is looked at for every few megabytes that a restore brings', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    const large = (): Block => ({
      kind: 'changed',
      document: newDocumentId(),
      changes: [randomBytes(4_000_000)],
      at: 0,
    })
    await alice.space(space).append(Array.from({ length: 6 }, large))
    const file = await backupOf(world, alice)
    const carol = await world.startOne('carol')
    const unlooked = [0]
    const { add } = StagedCore.prototype
    vi.spyOn(StagedCore.prototype, 'add').mockImplementation(function (this: StagedCore, block) {
      unlooked.push((unlooked.pop() ?? 0) + block.value.length)
      return add.call(this, block)
    })
    vi.spyOn(carol.core, 'hasRoom').mockImplementation(async () => unlooked.push(0) > 0)
    await restoreBackup(carol.core, file, { unlock })
    expect(unlooked.reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThan(24_000_000)
    expect(Math.max(...unlooked)).toBeLessThan(16_000_000)
  })
})

test('[SY5] of devices that a backup makes up no more are followed than of those that a member speaks of', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await pair(world)
    const crowd = join(world.folder, 'crowd.maillage')
    const file = await open(crowd, 'w')
    const writer = await SealedWriter.begin(file, await newFileKey(undefined))
    const cores = 1_100
    const backedUp = { space, name: 'Drôme', pages: 0, resources: 0, pictures: 0 }
    await writer.write(
      encodeRecord({ kind: 'backup', version: 1, madeAt: 0, hasKeys: false, blocks: 0, spaces: [backedUp] }),
    )
    for (let core = 0; core < cores; core++) {
      const device = randomBytes(32).toString('hex') as DeviceId
      const roots = [{ index: 0, size: 1, hash: randomBytes(32) }]
      const signed = { length: 1, roots, signature: randomBytes(64) }
      await writer.write(encodeRecord({ kind: 'core', space, holds: 'log', device, ...signed }))
    }
    await writer.write(encodeRecord({ kind: 'end', cores, blocks: 0 }))
    await writer.end()
    await file.close()
    vi.spyOn(alice.core, 'stageCore').mockImplementation(
      async () => ({ begin: async () => false, discard: async () => undefined }) as never,
    )
    await restoreBackup(alice.core, crowd, { unlock })
    expect(alice.space(space).logs.all().length).toBeLessThanOrEqual(MAX_DEVICES)
  })
})

test('[BA4] what a restore that was killed left behind is gone after the next start', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    await alice.stop()
    await mkdir(join(alice.folder, 'restoring', 'db'), { recursive: true })
    await writeFile(join(alice.folder, 'restoring', 'db', '000004.log'), 'half a log')
    await alice.start()
    expect(await readdir(alice.folder)).not.toContain('restoring')
  })
})

/** The last block of `device`'s log says something else, in a file whose seal is good. */
async function forge(from: string, to: string, device: DeviceId): Promise<void> {
  const file = await open(to, 'w')
  const writer = await SealedWriter.begin(file, await newFileKey(undefined))
  let last = -1
  for await (const { head, body } of readBackup(from, { unlock })) {
    if (head.kind === 'core') last = head.device === device && head.holds === 'log' ? head.length - 1 : -1
    const isTarget = head.kind === 'block' && head.index === last
    await writer.write(encodeRecord(head, isTarget ? body.map((byte) => byte ^ 1) : body))
  }
  await writer.end()
  await file.close()
}

test('[BA7] a backup without keys is merged by members only, and says so to others', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await pair(world)
    const file = join(world.folder, 'open.maillage')
    await createBackup(alice.core, file, { key: await newFileKey(undefined), withKeys: false })
    const unlocked = await newFileKey(undefined)
    expect(await codeOfRejection(createBackup(alice.core, file, { key: unlocked, withKeys: true }))).toBe(
      'invalid-input',
    )
    const carol = await world.startOne('carol')
    const report = await restoreBackup(carol.core, file, { unlock })
    expect(report.spaces).toMatchObject([{ space, state: 'closed', pages: { added: 0, total: 0 } }])
    expect(carol.core.openSpaces()).toEqual([])
    const bytes = await readFile(file)
    expect(bytes.includes('partageons')).toBe(false)
  })
})

test('[BA8] a backup made while somebody writes has all that was saved before, and one that is cancelled leaves no file', async () => {
  await inWorld(async (world) => {
    const { alice, space } = await pair(world)
    const folder = join(world.folder, 'kept')
    await mkdir(folder)
    const file = join(folder, 'a.maillage')
    const key = await newFileKey(passphrase)
    let isWriting = true
    const writing = (async () => {
      for (let count = 0; isWriting; count++) await alice.call['page.create']({ space, fields: { title: `${count}` } })
    })()
    const made = await createBackup(alice.core, file, { key, withKeys: true })
    isWriting = false
    await writing
    expect(made).toMatchObject({ damagedBlocks: 0, isLocked: true, hasKeys: true })
    const kept = await readFile(file)
    const stopping = new AbortController()
    const onProgress = (done: number) => {
      if (done > 3) stopping.abort(new AppError('cancelled', 'enough'))
    }
    const cancelled = createBackup(alice.core, file, { key, withKeys: true, signal: stopping.signal, onProgress })
    expect(await codeOfRejection(cancelled)).toBe('cancelled')
    expect(await readdir(folder)).toEqual(['a.maillage'])
    expect(Buffer.compare(await readFile(file), kept)).toBe(0)
    const carol = await world.startOne('carol')
    await restoreBackup(carol.core, file, { unlock })
    expect(await titles(carol, space)).toContain('Charte')
  })
})

test('[ME9] a space that is entered twice at once, by a restore and otherwise, is entered once', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
    const bob = await world.startOne('bob')
    const [known] = bob.core.inheritedSpaces(alice.core.exportedKeys())
    if (!known) expect.fail('alice has no space')
    const opened: string[] = []
    bob.core.on('opened', ({ id }) => opened.push(id))
    const entered = [bob.core.enterRestored(known), bob.core.enterRestored(known)].map(codeOfRejection)
    expect((await Promise.all(entered)).toSorted()).toEqual(['in-use', 'nothing was thrown'])
    expect(opened).toEqual([known.space])
  })
})
