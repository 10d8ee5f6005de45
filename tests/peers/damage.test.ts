import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeOfRejection } from '../support/code-of.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { inWorld, type TestCore } from '../support/test-core.ts'

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

test('[DA5] a journal whose pointer leads to a file that is gone is kept, also where nothing else has its entries', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    await alice.stop()
    await writeFile(join(alice.folder, 'journal', 'CURRENT'), 'MANIFEST-999999\n')
    for (const gone of ['logs', 'views', 'ledger.json']) await rm(join(alice.folder, gone), { recursive: true })
    await alice.start()
    expect((await alice.call['page.read']({ space, page, format: 'markdown' })).title).toBe('Charte')
    expect(parts(alice)).toEqual(['journal'])
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

test('[DA4] pictures of ours that the disk lost come back before others are written in their place', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const bob = await world.startOne('bob')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    await bob.join((await alice.call['invitation.create']({ space })).link)
    const add = () => alice.call['blob.add']({ space, bytes: new Uint8Array(noisePicture(40)), name: 'bruit.png' })
    const before = [await add(), await add()]
    await world.settled(space)
    world.exchange.cut('alice', 'bob')
    await alice.stop()
    await rename(join(alice.folder, 'logs'), join(alice.folder, 'logs-lost'))
    await alice.start()
    expect(await codeOfRejection(add())).toBe('offline')
    world.exchange.joinAll()
    await world.settled(space)
    const after = [...before, await add()]
    await world.settled(space)
    for (const device of [alice, bob]) {
      for (const { hash } of after) expect((await device.call['blob.read']({ space, hash })).type).toBe('image/png')
    }
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

test('[DA6] what was found stays listed until it was read about', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    await alice.call['settings.set']({ settings: { theme: 'dark' } })
    await alice.stop()
    await writeFile(join(alice.folder, 'settings.json'), '{"version": 1, "theme": "da')
    await mkdir(join(alice.folder, 'set-aside'), { recursive: true })
    await alice.start()
    expect(await alice.call['settings.get']({})).toEqual({ language: 'fr', theme: 'auto' })
    const seen = async () => (await alice.call['incident.list']({})).incidents.map((incident) => incident.seen)
    expect(await seen()).toEqual([false])
    await alice.call['incident.dismiss']({})
    await alice.restart()
    expect(await seen()).toEqual([true])
  })
})
