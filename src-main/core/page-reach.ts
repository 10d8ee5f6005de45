import type { DeviceId, DocumentId, PlaceId } from '../../src-shared/ids.ts'
import type { PageReach } from '../../src-shared/ipc/contract.ts'
import type { Space } from './space.ts'

/**
 * Which other places have all that is here of a document, as far as they told. A place has it when one of its computers
 * has; what is typed and no block yet, nobody has.
 */
export async function pageReach(space: Space, own: DeviceId, document: DocumentId): Promise<PageReach> {
  const { members, documents, logs } = space
  const writers = await documents.writers(document)
  const names = await space.placeNames()
  const ours = members.all().find(({ device }) => device === own)?.place
  const others = members
    .all()
    .filter(({ device, place, standing }) => place !== ours && standing !== 'removed' && !members.isFormer(device))
  const places = new Map<PlaceId, { name: string; hasAll: boolean }>()
  for (const { device, place } of others) {
    const told = space.toldBy(device)
    const lacks = ([writer, index]: [DeviceId, number]) => writer !== device && (told[writer]?.blocks ?? 0) <= index
    const hasAll = !logs.isKept(document) && ![...writers].some(lacks)
    const name = names.get(device) ?? ''
    places.set(place, { name, hasAll: hasAll || (places.get(place)?.hasAll ?? false) })
  }
  const lacking = [...places.values()].filter(({ hasAll }) => !hasAll).map(({ name }) => name)
  return { places: places.size, lacking }
}
