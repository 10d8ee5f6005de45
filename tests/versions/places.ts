import type { BlobHash, PageId, ResourceId, SpaceId } from '../../src-shared/ids.ts'
import { noisePicture } from '../support/noise-picture.ts'
import type { TestCore, World } from '../support/test-core.ts'

/* Two places that used what a version could do, and what they show of it. */

export const names = ['alice', 'bob'] as const

/** What they show, in fields that people see: a later version may show more. */
export type Shown = Awaited<ReturnType<typeof show>>

export async function fillTwoPlaces(world: World): Promise<{ alice: TestCore; bob: TestCore; space: SpaceId }> {
  const [alice, bob] = await Promise.all([world.startOne('alice'), world.startOne('bob')])
  const place = { name: 'L’Établi', commune: 'Crest' }
  const { space } = await alice.call['space.create']({ name: 'Réseau de la vallée', place })
  await bob.join(await alice.invite(space))
  const { page } = await alice.call['page.create']({
    space,
    fields: { title: 'Charte', kind: 'how-to', tags: ['accueil', 'règles'] },
    markdown:
      '# Accueillir\n\nOn se **salue**, on *range*, et on [lit ceci](https://example.org/).\n\n- [x] clés\n- [ ] café\n',
  })
  await world.settled(space)
  await bob.call['page.edit']({ space, page, fields: { title: 'La charte du lieu', state: 'stable' } })
  const { page: binned } = await bob.call['page.create']({
    space,
    fields: { title: 'Brouillon' },
    markdown: 'À jeter.',
  })
  await bob.call['page.delete']({ space, page: binned })
  const picture = await alice.call['blob.add']({ space, bytes: new Uint8Array(noisePicture(12)), name: 'scie.png' })
  const { places } = await alice.call['place.list']({ space })
  const { resource } = await alice.call['resource.add']({
    space,
    resource: {
      name: 'Scie à ruban',
      category: 'material',
      description: 'Lame de 2 m 24',
      quantity: 2,
      place: places.find(({ name }) => name === place.name)?.place ?? null,
      conditions: 'Avec des lunettes',
      tags: ['bois'],
      picture: picture.hash,
    },
  })
  await world.settled(space)
  await bob.call['resource.edit']({ space, resource, fields: { state: 'broken', quantity: 3 } })
  await bob.call['resource.add']({ space, resource: { name: 'Atelier de couture', category: 'project' } })
  await world.settled(space)
  return { alice, bob, space }
}

export async function show({ call, core }: TestCore, space: SpaceId) {
  const inBin = (bin: boolean) => ({ space, bin, offset: 0, limit: 100 })
  const pagesOf = async (bin: boolean) => {
    const { pages } = await call['page.list']({ ...inBin(bin), sort: 'title' })
    return Promise.all(pages.map(({ page }) => showPage(call, space, page)))
  }
  const resourcesOf = async (bin: boolean) => {
    const { resources } = await call['resource.list']({ ...inBin(bin), sort: 'name', descending: false })
    return Promise.all(resources.map(({ resource }) => showResource(call, space, resource)))
  }
  const { places } = await call['place.list']({ space })
  const found = async (text: string) =>
    (await call['search.query']({ space, text, limit: 10 })).hits.map(({ id }) => id).toSorted()
  return {
    spaces: (await call['space.list']({})).spaces.map(({ name }) => name),
    pages: await pagesOf(false),
    pagesInBin: await pagesOf(true),
    resources: await resourcesOf(false),
    resourcesInBin: await resourcesOf(true),
    places: places.map(({ name, commune }) => ({ name, commune })).toSorted((a, b) => a.name.localeCompare(b.name)),
    members: core
      .space(space)
      .members.all()
      .map((member) => member.device)
      .toSorted(),
    found: { scie: await found('scie'), salue: await found('salue'), couture: await found('couture') },
  }
}

async function showPage(call: TestCore['call'], space: SpaceId, page: PageId) {
  const { title, kind, state, tags, createdAt, deletedAt } = await call['page.get']({ space, page })
  const { content } = await call['page.read']({ space, page, format: 'markdown' })
  return { page, title, kind, state, tags, createdAt, deletedAt, content }
}

async function showResource(call: TestCore['call'], space: SpaceId, resource: ResourceId) {
  const row = await call['resource.get']({ space, resource })
  const { name, category, description, quantity, place, conditions } = row
  const { state, tags, picture, createdAt, deletedAt } = row
  const shown = {
    resource,
    name,
    category,
    description,
    quantity,
    place,
    conditions,
    state,
    tags,
    picture,
    createdAt,
    deletedAt,
  }
  return { ...shown, pictureBytes: shown.picture && (await bytesOf(call, space, shown.picture)) }
}

async function bytesOf(call: TestCore['call'], space: SpaceId, hash: BlobHash): Promise<number> {
  return (await call['blob.read']({ space, hash })).bytes.length
}
