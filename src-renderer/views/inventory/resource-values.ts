import type { PlaceId } from '../../../src-shared/ids.ts'
import type { ResourceRow } from '../../../src-shared/model/resource.ts'
import type { ResourceValues } from './resource-changes.ts'

/** What the form shows of a resource; of a new one, what most are. */
export function resourceValues(row: ResourceRow | undefined, ownPlace: PlaceId | null): ResourceValues {
  return {
    name: row?.name ?? '',
    category: row?.category ?? 'material',
    description: row?.description ?? '',
    quantity: row ? row.quantity : 1,
    place: row ? row.place : ownPlace,
    state: row?.state ?? 'available',
    conditions: row?.conditions ?? '',
    tags: row?.tags ?? [],
    picture: row?.picture ?? null,
  }
}
