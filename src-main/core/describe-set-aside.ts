import type { SetAsideRow } from '../../src-shared/ipc/contract.ts'
import type { Row } from '../../src-shared/model/row.ts'
import type { Space } from './space.ts'

/** What is set aside in a space, in words that a person knows: a title and a place, where there are. */
export async function describeSetAside(space: Space): Promise<SetAsideRow[]> {
  const placeOf = await space.placeNames()
  return Promise.all(
    space.setAside.all().map(async (entry) => ({
      ...entry,
      title: titleOf(await space.directory.get(entry.document)),
      place: (entry.device && placeOf.get(entry.device)) || null,
    })),
  )
}

function titleOf(row: Row | undefined): string | null {
  if (!row) return null
  return row.type === 'page' ? row.title : row.name
}
