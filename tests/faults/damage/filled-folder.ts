import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlobHash, SpaceId } from '../../../src-shared/ids.ts'
import { noisePicture } from '../../support/noise-picture.ts'
import { inWorld, type TestCore } from '../../support/test-core.ts'

/** What a device shows of a space: everything that must come back. */
export interface Shown {
  pages: { id: string; title: string; content: string }[]
  resources: { id: string; name: string }[]
  places: string[]
  members: string[]
  pictures: (string | 'missing')[]
  found: string[][]
}

/** The folders of two devices that know the same, and what each of them shows. */
export interface FilledFolders {
  folder: string
  space: SpaceId
  pictures: BlobHash[]
  words: string[]
  truth: Shown
}

const PICTURE_SIDE = 60
const PAGES = 6
const RUNS = 3

/**
 * Alice's folder after a few days of work, with what bob wrote: several files of every kind, among them logs of
 * databases that hold something. Bob's folder beside it holds the same.
 */
export async function fillFolders(): Promise<FilledFolders> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-filled-'))
  return inWorld(async (world) => {
    // The folder is copied for each case, and stays at home all the same.
    world.home = async () => 'the same for every copy'
    const alice = await world.startOne('alice')
    const bob = await world.startOne('bob')
    const { space } = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Crest' } })
    await bob.join(await alice.invite(space))
    const words: string[] = []
    const pictures: BlobHash[] = []
    for (let run = 0; run < RUNS; run++) {
      for (const device of [alice, bob]) {
        for (let number = 0; number < PAGES; number++) words.push(await writePage(device, space, run, number))
        const bytes = new Uint8Array(noisePicture(PICTURE_SIDE))
        pictures.push((await device.call['blob.add']({ space, bytes, name: 'bruit.png' })).hash)
        await device.call['resource.add']({
          space,
          resource: { name: `établi ${device.name} ${run}`, category: 'material' },
        })
      }
      await alice.call['settings.set']({ settings: { theme: run % 2 === 0 ? 'dark' : 'light' } })
      await world.settled(space)
      if (run < RUNS - 1) {
        await alice.restart()
        await bob.restart()
        await world.settled(space)
      }
    }
    const filled = { folder, space, pictures, words }
    const truth = await show(alice, filled)
    await alice.stop()
    await bob.stop()
    for (const { name, folder: from } of [alice, bob]) await cp(from, join(folder, name), { recursive: true })
    return { ...filled, truth }
  })
}

async function writePage(device: TestCore, space: SpaceId, run: number, number: number): Promise<string> {
  const word = `mot${device.name}${'abcdefghijklmnop'[number]}${'xyz'[run]}`
  const markdown = Array.from({ length: 40 }, (_, line) => `Ligne ${line} de ${word}, ${'x'.repeat(line)}.`).join(
    '\n\n',
  )
  const { page } = await device.call['page.create']({ space, fields: { title: `Page ${word}` }, markdown })
  await device.call['page.edit']({ space, page, fields: { tags: ['atelier'] } })
  return word
}

export async function show(
  device: TestCore,
  { space, pictures, words }: Pick<FilledFolders, 'space' | 'pictures' | 'words'>,
): Promise<Shown> {
  const { call } = device
  const all = { space, bin: false, offset: 0, limit: 500 }
  const { pages } = await call['page.list']({ ...all, sort: 'title' })
  const { resources } = await call['resource.list']({ ...all, sort: 'name', descending: false })
  return {
    pages: await Promise.all(
      pages.map(async ({ page, title }) => {
        const { content } = await call['page.read']({ space, page, format: 'markdown' })
        return { id: page, title, content }
      }),
    ),
    resources: resources.map(({ resource, name }) => ({ id: resource, name })),
    places: (await call['place.list']({ space })).places.map(({ name }) => name).toSorted(),
    members: device
      .space(space)
      .members.all()
      .map((member) => member.device)
      .toSorted(),
    pictures: await Promise.all(
      pictures.map((hash) =>
        call['blob.read']({ space, hash }).then(
          ({ bytes }) => `${hash} ${bytes.length}`,
          () => 'missing',
        ),
      ),
    ),
    found: await Promise.all(
      words.map(async (text) => (await call['search.query']({ space, text, limit: 20 })).hits.map(({ id }) => id)),
    ),
  }
}
