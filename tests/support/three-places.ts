import * as A from '@automerge/automerge'
import { CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import type { DocumentId, SpaceId } from '../../src-shared/ids.ts'
import type { Fields } from '../../src-shared/model/fields.ts'
import type { TestCore, World } from './test-core.ts'

/** Alice founds, bob and carol join. */
export async function threePlaces(world: World) {
  const [alice, bob, carol] = [
    await world.startOne('alice'),
    await world.startOne('bob'),
    await world.startOne('carol'),
  ]
  const place = { name: 'Cédille', commune: 'Crest' }
  const { space } = await alice.call['space.create']({ name: 'Drôme', place })
  const link = await alice.invite(space)
  for (const newcomer of [bob, carol]) await newcomer.join(link)
  await world.settled(space)
  return { alice, bob, carol, space, all: [alice, bob, carol] }
}

/** What a document holds at its root, values as their text. */
export async function fieldsOf(device: TestCore, space: SpaceId, id: DocumentId): Promise<Fields> {
  const { document } = await device.space(space).documents.load(id, CORE_SLOT)
  const fields = Object.entries(A.toJS(document))
  return Object.fromEntries(fields.map(([name, value]) => [name, A.isImmutableString(value) ? value.val : value]))
}

export async function titles(device: TestCore, space: SpaceId): Promise<string[]> {
  return (await device.space(space).directory.list('page')).map(({ title }) => title).toSorted()
}

/** Resolves once a device lists pages of these titles, and no others. */
export function lists(world: World, device: TestCore, space: SpaceId, wanted: string[]): Promise<void> {
  return world.until(
    async () => (await titles(device, space)).join() === wanted.join(),
    async () => [device.name, await titles(device, space), device.lines],
  )
}
