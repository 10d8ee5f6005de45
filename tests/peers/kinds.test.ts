import { expect, test } from 'vitest'
import type { PageId, PlaceId, SpaceId } from '../../src-shared/ids.ts'
import { type CommandName, commands } from '../../src-shared/ipc/contract.ts'
import { newPage } from '../../src-shared/model/page.ts'
import { documentTypes } from '../../src-shared/model/row.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld, type TestCore } from '../support/test-core.ts'

type Call = (input: Record<string, unknown>) => Promise<unknown>

/** What a call needs besides a space and the id of a document. */
const others: Partial<Record<CommandName, Record<string, unknown>>> = {
  'page.save': { heads: [] },
  'page.close': { heads: [] },
  'page.edit': { fields: { title: 'Volée' } },
  'page.replaceBody': { markdown: 'Volée' },
  'page.read': { format: 'markdown' },
  'page.export': { format: 'markdown' },
  'resource.edit': { fields: { name: 'Volée' } },
  'place.edit': { fields: { name: 'Volée', commune: '' } },
}

/** Each command whose input names a document, by the kind that it names. */
function commandsNaming(type: string): CommandName[] {
  return (Object.keys(commands) as CommandName[]).filter((name) => {
    const schema = (commands[name].input.shape as Record<string, { safeParse(value: unknown): { success: boolean } }>)[
      type
    ]
    return schema?.safeParse('4NMNnkMhL8jXrdJ9jamS58PAVdXu').success === true
  })
}

async function oneOfEach(device: TestCore) {
  const place = { name: 'Cédille', commune: 'Crest' }
  const { space } = await device.call['space.create']({ name: 'Drôme', place })
  const { page } = await device.call['page.create']({ space, fields: { title: 'Charte' }, markdown: 'Un' })
  const { resource } = await device.call['resource.add']({ space, resource: { name: 'Scie', category: 'material' } })
  const [own] = device.core.spaceRows()
  return { space, ids: { page, resource, place: own?.place as PlaceId } }
}

test('[DO21] every call that names a page, a resource or a place refuses the id of every other kind, and writes nothing', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space, ids } = await oneOfEach(alice)
    const rows = () => Promise.all(documentTypes.map((type) => alice.space(space).directory.get(ids[type])))
    const before = await rows()
    const tried: string[] = []
    for (const type of documentTypes) {
      for (const name of commandsNaming(type)) {
        for (const other of documentTypes.filter((each) => each !== type)) {
          const input = { space, [type]: ids[other], ...others[name] }
          const call = alice.call[name] as unknown as Call
          // What is not open in a window has nothing to be saved, and closing it is none.
          const code = await codeOfRejection(call(input))
          expect([name, other, code]).toEqual([name, other, name === 'page.close' ? 'nothing was thrown' : 'not-found'])
          tried.push(name)
        }
      }
    }
    expect(new Set(tried).size).toBeGreaterThanOrEqual(14)
    expect(await rows()).toEqual(before)
  })
})

test('[DO21] a resource is not said to be at what is no place', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const { space, ids } = await oneOfEach(alice)
    const at = { place: ids.page as unknown as PlaceId }
    const draft = { name: 'Ponceuse', category: 'material' as const }
    const { resource } = ids
    expect(await codeOfRejection(alice.call['resource.edit']({ space, resource, fields: at }))).toBe('invalid-input')
    expect(await codeOfRejection(alice.call['resource.add']({ space, resource: { ...draft, ...at } }))).toBe(
      'invalid-input',
    )
    const resources = [{ ...draft, ...at }]
    expect(await codeOfRejection(alice.call['notes.import']({ space, page: null, resources }))).toBe('invalid-input')
    expect(
      (await alice.call['resource.list']({ space, bin: false, sort: 'name', descending: false, offset: 0, limit: 9 }))
        .total,
    ).toBe(1)
  })
})

test('[DO21] two networks hold a document of one id: both are open at once, and neither shows what the other says', async () => {
  await inWorld(async (world) => {
    const alice = await world.startOne('alice')
    const place = { name: 'Cédille', commune: 'Crest' }
    const { space: drome } = await alice.call['space.create']({ name: 'Drôme', place })
    const { space: ardeche } = await alice.call['space.create']({ name: 'Ardèche', place })
    const { page } = await alice.call['page.create']({ space: drome, fields: { title: 'Charte de la Drôme' } })
    await alice.space(ardeche).documents.create([{ id: page, fields: newPage({ title: 'Charte de l’Ardèche' }, 1) }])
    const opened = async (space: SpaceId) => alice.call['page.open']({ space, page: page as PageId })
    const [one, other] = [await opened(drome), await opened(ardeche)]
    expect(one.url).not.toBe(other.url)
    await alice.call['page.edit']({ space: drome, page, fields: { title: 'La charte' } })
    await alice.space(drome).documents.prepared()
    const title = async (space: SpaceId) => (await alice.call['page.get']({ space, page })).title
    expect([await title(drome), await title(ardeche)]).toEqual(['La charte', 'Charte de l’Ardèche'])
    await alice.call['page.close']({ space: drome, page, heads: [] })
    await alice.call['page.save']({ space: ardeche, page, heads: [] })
  })
})
