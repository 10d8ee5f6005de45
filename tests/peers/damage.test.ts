import { mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { expect, test, vi } from 'vitest'
import { LogStore } from '../../src-main/core/log/log-store.ts'
import type { BlobHash, SpaceId } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'

const place = { name: 'Cédille', commune: 'Crest' }

function parts(device: TestCore): string[] {
  return device.core.incidents.list().map(({ part }) => part)
}

test.each(['keyring.json', 'keyring.copy.json'])('[DA2] %s damaged: the other takes its place', async (damaged) => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    const { device } = alice.core
    await alice.stop()
    const whole = await readFile(join(alice.folder, damaged), 'utf8')
    const bytes = whole.replace('Drôme', 'Drame')
    await writeFile(join(alice.folder, damaged), bytes)
    await alice.start()
    expect([alice.core.device, (await alice.call['space.list']({})).spaces.map((row) => row.space)]).toEqual([
      device,
      [space],
    ])
    const [incident] = alice.core.incidents.list()
    expect(incident).toMatchObject({ part: 'keyring', files: [damaged], healedBy: 'copy', seen: false })
    expect(await readFile(join(alice.folder, incident?.setAside ?? '', damaged), 'utf8')).toBe(bytes)
    const said = (text: string) => ({ ...JSON.parse(text), checksum: '' })
    expect(said(await readFile(join(alice.folder, damaged), 'utf8'))).toEqual(said(whole))
  })
})

test('[DA2] a keyring from before there were copies gets one, and nothing is said', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    await alice.call['space.create']({ name: 'Drôme', place })
    await alice.stop()
    const { checksum: _checksum, ...old } = JSON.parse(await readFile(join(alice.folder, 'keyring.json'), 'utf8'))
    await writeFile(join(alice.folder, 'keyring.json'), JSON.stringify(old))
    await rm(join(alice.folder, 'keyring.copy.json'))
    await alice.start()
    expect(parts(alice)).toEqual([])
    expect(await readFile(join(alice.folder, 'keyring.copy.json'), 'utf8')).toContain(old.deviceSeed)
  })
})

/** A page that stands in a journal whose pointer leads to a file that is gone, and nowhere else. */
async function withDamagedJournal(world: World) {
  const alice = await world.startOne('alice')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place })
  const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
  await alice.stop()
  await writeFile(join(alice.folder, 'journal', 'CURRENT'), 'MANIFEST-999999\n')
  for (const gone of ['logs', 'views', 'ledger.json']) await rm(join(alice.folder, gone), { recursive: true })
  return { alice, space, page }
}

test('[DA5] a journal whose pointer leads to a file that is gone is kept, also where nothing else has its entries', async () => {
  await inWorld(async (world) => {
    const { alice, space, page } = await withDamagedJournal(world)
    await alice.start()
    expect((await alice.call['page.read']({ space, page, format: 'markdown' })).title).toBe('Charte')
    expect(parts(alice)).toEqual(['journal'])
  })
})

test('[DA5] a damaged journal of which a start could not keep what is whole is kept by the next', async () => {
  await inWorld(async (world) => {
    const { alice, space, page } = await withDamagedJournal(world)
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    vi.spyOn(ClassicLevel, 'repair').mockRejectedValueOnce(full)
    expect(await codeOfRejection(alice.start())).toBe('disk-full')
    await alice.start()
    expect((await alice.call['page.read']({ space, page, format: 'markdown' })).title).toBe('Charte')
    expect(parts(alice)).toEqual(['journal'])
    await alice.restart()
    expect(alice.core.incidents.toSalvage('journal')).toEqual([])
  })
})

test('[DA3] damage noticed while in use is healed by starting again', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice', 0)
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    await alice.restart()
    await alice.stop()
    const logs = join(alice.folder, 'logs', 'db')
    const [table] = (await readdir(logs)).filter((name) => name.endsWith('.sst'))
    const bytes = await readFile(join(logs, table ?? ''))
    bytes[40] = (bytes[40] ?? 0) ^ 4
    await writeFile(join(logs, table ?? ''), bytes)
    await alice.start()
    await world.until(
      async () => {
        await alice.healed()
        return alice.isRunning && parts(alice).includes('logs')
      },
      () => parts(alice),
    )
    expect((await alice.space(space).directory.list('page')).map(({ title }) => title)).toEqual(['Charte'])
  })
})

test('[DA4] where pictures of ours are lost, new ones stand elsewhere, and the lost ones come back', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const bob = await world.startOne('bob')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    await bob.join(await alice.invite(space))
    const add = () => alice.call['blob.add']({ space, bytes: new Uint8Array(noisePicture(40)), name: 'bruit.png' })
    const before = [await add(), await add()]
    await world.settled(space)
    world.exchange.cut('alice', 'bob')
    await alice.stop()
    await rename(join(alice.folder, 'logs'), join(alice.folder, 'logs-lost'))
    await alice.start()
    const { device } = alice.core
    expect(await codeOfRejection(add())).toBe('disconnected')
    await world.until(
      () => alice.isSpent,
      () => alice.lines,
    )
    await alice.restart()
    expect(alice.core.device).not.toBe(device)
    const after = [...before, await add()]
    world.exchange.joinAll()
    await world.settled(space)
    for (const reader of [alice, bob]) {
      for (const { hash } of after) {
        await world.until(
          async () => (await codeOfRejection(reader.call['blob.read']({ space, hash }))) === 'nothing was thrown',
          () => `${reader.name} has no ${hash}`,
        )
      }
    }
  })
})

/** Alice's folder, with much that bob wrote and nobody else has: bob is gone. */
async function fillWithBob(world: World): Promise<{ alice: TestCore; space: SpaceId; pictures: BlobHash[] }> {
  const alice = await world.startOne('alice')
  const bob = await world.startOne('bob')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place })
  await bob.join(await alice.invite(space))
  const pictures: BlobHash[] = []
  for (const device of [alice, bob]) {
    for (let number = 0; number < PAGES_EACH; number++) {
      const markdown = `${device.name} ${number} ${'mot '.repeat(20)}`
      await device.call['page.create']({ space, fields: { title: `Page ${device.name} ${number}` }, markdown })
    }
    for (let number = 0; number < PICTURES_EACH; number++) {
      const bytes = new Uint8Array(noisePicture(90))
      pictures.push((await device.call['blob.add']({ space, bytes, name: 'bruit.png' })).hash)
    }
    await world.settled(space)
  }
  await bob.stop()
  // What was written last goes from the database's log into its tables.
  await alice.restart()
  await alice.stop()
  return { alice, space, pictures }
}

const PAGES_EACH = 40
const PICTURES_EACH = 6

/** Flips a bit in the middle of the largest file of the logs that has this extension. */
async function damageLargest(folder: string, extension: string, way: 'flip' | 'cut'): Promise<void> {
  const logs = join(folder, 'logs', 'db')
  const names = (await readdir(logs)).filter((name) => name.endsWith(extension))
  const sizes = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(logs, name))).size })))
  const [largest] = sizes.toSorted((one, other) => other.size - one.size)
  const file = join(logs, largest?.name ?? '')
  const bytes = await readFile(file)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 4
  await writeFile(file, way === 'flip' ? bytes : bytes.subarray(0, middle))
}

async function shownOf(device: TestCore, space: SpaceId, pictures: BlobHash[]) {
  const rows = await device.space(space).directory.list('page')
  const contents = await Promise.all(
    rows.map(({ page }) => codeOfRejection(device.call['page.read']({ space, page, format: 'markdown' }))),
  )
  const seen = await Promise.all(pictures.map((hash) => codeOfRejection(device.call['blob.read']({ space, hash }))))
  const whole = (codes: string[]) => codes.filter((code) => code === 'nothing was thrown').length
  return { pages: whole(contents), pictures: whole(seen) }
}

test.each([
  // One picture stood there.
  { extension: '.blob', way: 'flip', least: { pages: 2 * PAGES_EACH, pictures: 2 * PICTURES_EACH - 1 } },
  // What tells which blocks of bob's there are stood there too.
  { extension: '.blob', way: 'cut', least: { pages: PAGES_EACH, pictures: PICTURES_EACH } },
  { extension: '.sst', way: 'flip', least: { pages: PAGES_EACH, pictures: PICTURES_EACH } },
] as const)(
  '[DA7] a $extension of the logs damaged ($way): with nobody else there, what is whole comes back',
  async (one) => {
    await inWorld(async (world) => {
      const { alice, space, pictures } = await fillWithBob(world)
      await damageLargest(alice.folder, one.extension, one.way)
      await rm(join(alice.folder, 'views'), { recursive: true })
      await alice.start()
      expect(parts(alice)).toContain('logs')
      await world.until(
        () => alice.lines.some((line) => line.includes('were brought back')),
        () => alice.lines,
      )
      const shown = await shownOf(alice, space, pictures)
      expect(shown.pages).toBeGreaterThanOrEqual(one.least.pages)
      expect(shown.pictures).toBeGreaterThanOrEqual(one.least.pictures)
      // What was brought back once is not looked for again.
      await alice.restart()
      expect(alice.core.incidents.toSalvage('logs')).toEqual([])
      expect(await shownOf(alice, space, pictures)).toEqual(shown)
    })
  },
)

test('[DA7] what is whole is not brought back into the room that is kept free, but by a start that has more', async () => {
  await inWorld(async (world) => {
    const { alice, space, pictures } = await fillWithBob(world)
    await damageLargest(alice.folder, '.blob', 'flip')
    const hasRoom = vi.spyOn(LogStore.prototype, 'hasRoom').mockResolvedValue(false)
    await alice.start()
    const isTold = (words: string) => alice.lines.some((line) => line.includes(words))
    await world.until(
      () => isTold('are read again at the next start') || isTold('were brought back'),
      () => alice.lines,
    )
    expect(isTold('were brought back')).toBe(false)
    hasRoom.mockRestore()
    await alice.restart()
    await world.until(
      () => isTold('were brought back'),
      () => alice.lines,
    )
    expect((await shownOf(alice, space, pictures)).pictures).toBeGreaterThanOrEqual(2 * PICTURES_EACH - 1)
  })
})

test('[DA5] what is damaged in two places at once comes back from what is whole in each', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    for (const title of ['un', 'deux']) {
      await alice.call['page.create']({ space, fields: { title } })
      await alice.restart()
    }
    await alice.stop()
    await rm(join(alice.folder, 'logs'), { recursive: true })
    const journal = join(alice.folder, 'journal')
    for (const name of await readdir(journal)) if (name.startsWith('MANIFEST')) await truncate(join(journal, name), 10)
    await alice.start()
    const titles = (await alice.space(space).directory.list('page')).map(({ title }) => title)
    expect(titles.toSorted()).toEqual(['deux', 'un'])
    const blocks = await Promise.all([0, 1, 2, 3].map((index) => alice.space(space).logs.own.read(index)))
    expect(blocks.every((block) => block !== undefined)).toBe(true)
  })
})

test('[DA6] a small file that the disk does not give is told, and not written over as if there had been none', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    await alice.call['space.create']({ name: 'Drôme', place })
    await alice.call['backup.schedule']({ every: 'day', sealedFolder: world.folder, passphrase: null })
    await alice.stop()
    // To be read as a file it gives EISDIR, whoever asks.
    for (const name of ['backups.json', 'settings.json', 'incidents.json', 'ledger.json']) {
      await rm(join(alice.folder, name), { force: true })
      await mkdir(join(alice.folder, name))
    }
    await alice.start()
    expect(parts(alice).toSorted()).toEqual(['backups', 'incidents', 'ledger', 'settings'])
  })
})

test('[DA6] what was found stays listed until it was read about', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    await alice.call['settings.set']({ settings: { theme: 'dark' } })
    await alice.stop()
    await writeFile(join(alice.folder, 'settings.json'), '{"version": 1, "theme": "da')
    await mkdir(join(alice.folder, 'set-aside'), { recursive: true })
    await alice.start()
    expect(await alice.call['settings.get']({})).toEqual({ language: 'fr', theme: 'auto', slowLine: false })
    const seen = async () => (await alice.call['incident.list']({})).incidents.map((incident) => incident.seen)
    expect(await seen()).toEqual([false])
    await alice.call['incident.dismiss']({})
    await alice.restart()
    expect(await seen()).toEqual([true])
  })
})
