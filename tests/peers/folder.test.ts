import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Core } from '../../src-main/core/core.ts'
import { sealJson } from '../../src-main/core/lib/sealed-json.ts'
import { AppError } from '../../src-shared/errors.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld, type TestCore, type World } from '../support/test-core.ts'

const place = { name: 'Cédille', commune: 'Crest' }
const offline = (folder: string) => ({ folder, wires: () => [] })

async function pair(world: World): Promise<{ alice: TestCore; bob: TestCore; space: SpaceId }> {
  const alice = await world.startOne('alice')
  const bob = await world.startOne('bob')
  const { space } = await alice.call['space.create']({ name: 'Drôme', place })
  await bob.join(await alice.invite(space))
  await world.settled(space)
  return { alice, bob, space }
}

async function titles(device: TestCore, space: SpaceId): Promise<string[]> {
  return (await device.space(space).directory.list('page')).map(({ title }) => title).toSorted()
}

async function blocksOf(device: TestCore, writer: TestCore, space: SpaceId): Promise<string[]> {
  const log = device.space(space).logs.get(writer.core.device)
  if (!log) return []
  const blocks = await Promise.all(Array.from({ length: log.held }, (_, index) => log.read(index)))
  return blocks.map((block) => Buffer.from(block ?? []).toString('hex'))
}

test('[LG1] a log that lost its tail goes on with the same blocks, and nobody notices', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    await alice.stop()
    await cp(join(alice.folder, 'logs'), join(alice.folder, 'logs-before'), { recursive: true })
    await alice.start()
    for (const title of ['un', 'deux', 'trois']) await alice.call['page.create']({ space, fields: { title } })
    await world.settled(space)
    await cp(join(alice.folder, 'journal'), join(alice.folder, 'journal-after'), { recursive: true })
    const before = await blocksOf(bob, alice, space)
    world.exchange.cut('alice', 'bob')
    await alice.stop()
    // A power cut leaves no record of what it took.
    await rm(join(alice.folder, 'ledger.json'))
    for (const [from, to] of [
      ['logs-before', 'logs'],
      ['journal-after', 'journal'],
    ] as const) {
      await rm(join(alice.folder, to), { recursive: true })
      await rename(join(alice.folder, from), join(alice.folder, to))
    }
    await alice.start()
    expect(await blocksOf(alice, alice, space)).toEqual(before)
    await alice.call['page.create']({ space, fields: { title: 'quatre' } })
    world.exchange.joinAll()
    await world.settled(space)
    expect(await titles(bob, space)).toEqual(['deux', 'quatre', 'trois', 'un'])
    expect(await blocksOf(bob, alice, space)).toEqual(await blocksOf(alice, alice, space))
  })
})

test.each(['logs', 'journal'])('[LG8] %s deleted: the other store gives back all that we wrote', async (lost) => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    for (const title of ['un', 'deux', 'trois']) await alice.call['page.create']({ space, fields: { title } })
    await world.settled(space)
    const before = await blocksOf(alice, alice, space)
    await alice.stop()
    await rm(join(alice.folder, lost), { recursive: true })
    await alice.start()
    expect(await blocksOf(alice, alice, space)).toEqual(before)
    await alice.call['page.create']({ space, fields: { title: 'quatre' } })
    await world.settled(space)
    expect(await titles(bob, space)).toEqual(['deux', 'quatre', 'trois', 'un'])
    await alice.restart()
    expect(await titles(alice, space)).toEqual(['deux', 'quatre', 'trois', 'un'])
  })
})

test('[LG2] a second core on one folder gets `in-use`, and the first goes on', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    expect(await codeOfRejection(Core.start(offline(alice.folder)))).toBe('in-use')
    await alice.call['page.create']({ space, fields: { title: 'Charte' } })
    await alice.restart()
    expect(await titles(alice, space)).toEqual(['Charte'])
  })
})

test('[LG2] a start that fails at its last step leaves the folder free', async () => {
  await inWorld(async (world) => {
    const folder = join(world.folder, 'alice')
    const wire = {
      path: 'lan' as const,
      start: () => Promise.reject(new AppError('offline', 'no cable')),
      join: () => async () => undefined,
      flush: async () => undefined,
      stop: async () => undefined,
    }
    expect(await codeOfRejection(Core.start({ folder, wires: () => [wire] }))).toBe('offline')
    const core = await Core.start(offline(folder))
    await core.stop()
  })
})

test('[LG3] a keyring damaged in both its files is told of, and left as it is', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    await alice.stop()
    const files = ['keyring.json', 'keyring.copy.json'].map((name) => join(alice.folder, name))
    const whole = await readFile(files[0] ?? '', 'utf8')
    const newer = { ...JSON.parse(whole), version: 2 }
    const damaged: [string, string][] = [
      [whole.slice(0, whole.length / 2), 'unreadable'],
      ['', 'unreadable'],
      ['{"version":1}', 'unreadable'],
      [whole.replace(/"deviceSeed": "../, '"deviceSeed": "é'), 'unreadable'],
      [whole.replace('"version": 1', '"version": 2'), 'unreadable'],
      [sealJson('keyring', newer), 'newer-version'],
    ]
    for (const [text, code] of damaged) {
      for (const file of files) await writeFile(file, text)
      expect(await codeOfRejection(Core.start(offline(alice.folder)))).toBe(code)
      for (const file of files) expect(await readFile(file, 'utf8')).toBe(text)
    }
    for (const file of files) await writeFile(file, whole)
    await alice.start()
  })
})

test('[LG11] a network that the keyring could not keep is not listed', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const away = `${alice.folder}-away`
    await rename(alice.folder, away)
    await expect(alice.call['space.create']({ name: 'Drôme', place })).rejects.toThrow()
    await rename(away, alice.folder)
    expect(await alice.call['space.list']({})).toEqual({ spaces: [] })
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    await alice.restart()
    expect((await alice.call['space.list']({})).spaces.map((row) => row.space)).toEqual([space])
  })
})

test('[LG4] a folder that cannot be written gives `disk-failed`', async () => {
  await inWorld(async (world) => {
    const file = join(world.folder, 'file')
    await writeFile(file, '')
    expect(await codeOfRejection(Core.start(offline(join(file, 'data'))))).toBe('disk-failed')
    expect(await codeOfRejection(Core.start(offline(file)))).toBe('disk-failed')
  })
})

test('[DO5] with its views thrown away, a device shows what it showed', async () => {
  await inWorld(async (world) => {
    const { alice, bob, space } = await pair(world)
    const { page } = await alice.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Un établi' })
    await world.settled(space)
    await bob.call['page.edit']({ space, page, fields: { title: 'La charte' } })
    await world.settled(space)
    const show = async () => ({
      row: await bob.call['page.get']({ space, page }),
      text: await bob.call['page.read']({ space, page, format: 'markdown' }),
      found: (await bob.call['search.query']({ space, text: 'etabli', limit: 20 })).hits.map(({ id }) => id),
      members: bob.space(space).members.all(),
      places: (await bob.call['place.list']({ space })).places,
    })
    const before = await show()
    await bob.stop()
    await rm(join(bob.folder, 'views'), { recursive: true })
    await bob.start()
    await world.settled(space)
    expect(await show()).toEqual(before)
    expect(before.found).toEqual([page])
  })
})
